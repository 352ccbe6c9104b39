using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Ledger;

/// <summary>How the ledger is audited.</summary>
public sealed class LedgerOptions
{
    /// <summary>How often the entries that came since are checked.</summary>
    /// <value>Defaults to 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AuditPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the whole ledger is checked again from its first entry.</summary>
    /// <value>Defaults to 1 day.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan FullPassPeriod { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Entries checked at most in one go, so that a long ledger is read in parts.</summary>
    /// <value>Defaults to 10,000.</value>
    [Range(500, 1_000_000)]
    public int EntriesMax { get; set; } = 10_000;

    /// <summary>
    /// How long a hold may be past its time, or anything else of a wallet due, before that is a problem.
    /// </summary>
    /// <value>Defaults to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan OverdueMax { get; set; } = LedgerRules.OverdueMax;

    /// <summary>Postings since the last one after which a snapshot of an account's balances is made.</summary>
    /// <value>Defaults to 1,000.</value>
    [Range(1, 1_000_000)]
    public int SnapshotPostings { get; set; } = 1_000;
}
