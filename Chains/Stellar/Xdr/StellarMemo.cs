namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>What a transaction's sender attached to it.</summary>
internal abstract record StellarMemo
{
    internal const int TextBytesMax = 28;

    private StellarMemo()
    {
    }

    internal sealed record None : StellarMemo
    {
        internal static None Instance { get; } = new();
    }

    /// <summary>Up to 28 bytes, meant to be UTF-8 but not checked by the network.</summary>
    internal sealed record Text(byte[] Bytes) : StellarMemo;

    internal sealed record Number(ulong Value) : StellarMemo;

    /// <summary>32 bytes.</summary>
    internal sealed record Hash(byte[] Bytes) : StellarMemo;

    /// <summary>32 bytes: the hash of the transaction that is being refunded.</summary>
    internal sealed record Return(byte[] Bytes) : StellarMemo;
}
