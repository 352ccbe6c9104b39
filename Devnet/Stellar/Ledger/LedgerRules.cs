namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>The public network's numbers (protocol 24).</summary>
internal static class LedgerRules
{
    internal const int ProtocolVersion = 24;
    internal const int BaseFee = 100;
    internal const long BaseReserve = 5_000_000;
    internal const int AccountBaseReserves = 2;
    internal const int SubentriesMax = 1000;

    /// <summary>100 billion lumens.</summary>
    internal const long TotalCoins = 1_000_000_000_000_000_000;

    /// <summary>The genesis ledger's number; the one after it is the first that can hold transactions.</summary>
    internal const uint GenesisLedger = 1;

    /// <summary>
    /// A ledger's place in 64-bit ids is their upper half; an operation's is their last twelve bits (SEP-35).
    /// </summary>
    internal const int LedgerShift = 32;
    internal const int TransactionShift = 12;

    /// <summary>
    /// A new account begins here, so that no number of an earlier account of its name can come again.
    /// </summary>
    internal static long FirstSequence(uint ledger) => (long)ledger << LedgerShift;
}
