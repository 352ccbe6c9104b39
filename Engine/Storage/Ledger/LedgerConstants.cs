namespace OrleansTrading.Engine.Storage;

/// <summary>Limits of the ledger.</summary>
public static class LedgerConstants
{
    /// <summary>Postings that one entry may have: many parts of a capture, and far more than a movement has.</summary>
    public const int PostingsMax = 64;

    /// <summary>Bookings that one state may hold unstored: far more than a turn makes.</summary>
    public const int PendingMax = 1_000;

    /// <summary>Entries that one page may have.</summary>
    public const int PageMax = 500;

    /// <summary>Accounts that one page may have.</summary>
    public const int AccountsPageMax = 100;

    /// <summary>The hash that the first entry of a stream has for its predecessor's: 64 zeros.</summary>
    public const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>
    /// How long after the time that it bears an entry is stored at the latest. Snapshots of balances are made only of
    /// what is older, so nothing comes into them afterwards. The audit reports an entry that does.
    /// </summary>
    public static TimeSpan LatenessMax { get; } = TimeSpan.FromHours(1);
}
