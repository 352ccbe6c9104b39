namespace OrleansTrading.Grains;

/// <summary>Limits of wallets that callers meet.</summary>
public static class WalletConstants
{
    /// <summary>
    /// Characters that an operation's reference may have. The ledger takes 256, of which a hold's entry needs some for
    /// its time.
    /// </summary>
    public const int ReferenceLengthMax = 200;

    /// <summary>Open holds that a wallet may have: all of them may end at once, in one write.</summary>
    public const int HoldsMax = 400;

    /// <summary>Transfers of a wallet that may be on their way. More are refused until some have arrived.</summary>
    public const int OutgoingMax = 1_000;
}
