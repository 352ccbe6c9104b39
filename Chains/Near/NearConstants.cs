namespace OrleansTrading.Chains.Near;

/// <summary>The protocol's own numbers.</summary>
internal static class NearConstants
{
    internal const string Name = "near";

    /// <summary>SLIP-44 coin type 397.</summary>
    internal const string NativeReference = "slip44:397";

    /// <summary>Before a token contract's account id (NEP-141).</summary>
    internal const string TokenPrefix = "nep141:";

    /// <summary>Keeps the cost of a memo small; contracts write it to their log.</summary>
    internal const int MemoBytesMax = 256;

    /// <summary>One Tgas.</summary>
    internal const ulong TeraGas = 1_000_000_000_000;

    /// <summary>
    /// A nonce has to be below the block's height times this (ACCESS_KEY_NONCE_RANGE_MULTIPLIER); a new key begins
    /// there.
    /// </summary>
    internal const ulong NoncesPerBlock = 1_000_000;

    /// <summary>yoctoNEAR that have to stay in the account for each byte it stores (storage_amount_per_byte).</summary>
    internal const ulong StorageYoctoPerByte = 10_000_000_000_000_000_000;

    /// <summary>Accounts this small need to hold nothing (NEP-448).</summary>
    internal const ulong StorageBytesFree = 770;

    /// <summary>The first block of a public network (its nodes' <c>genesis_hash</c>); null for others.</summary>
    internal static string? GenesisHashOf(string network) => network switch
    {
        "mainnet" => "EPnLgE7iEq9s7yTkos96M3cWymH5avBAPm3qx3NXqR8H",
        "testnet" => "FWJ9kR6KFWoyMoNjpLXXGHeuiy7tEY6GmoFeCA5yuc6b",
        _ => null,
    };

    /// <summary>What token contracts want to see with a transfer: proof of a full-access key (NEP-141).</summary>
    internal static readonly UInt128 OneYocto = UInt128.One;
}
