namespace OrleansTrading.Grains;

/// <summary>
/// Recomputes the ledger on a clock, one grain for the platform (key <c>0</c>): each entry once soon after it was
/// stored, and all of them again each day. What it finds is logged as an error until it is settled.
/// </summary>
[Alias("ot.ILedgerAuditGrain")]
public interface ILedgerAuditGrain : IGrainWithStringKey
{
    /// <summary>Starts checking, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();

    /// <summary>How far it has got.</summary>
    [ReadOnly, Alias("Get")]
    Task<LedgerAuditView> GetAsync();
}

/// <summary>How far the ledger's audit has got, and what it found.</summary>
[GenerateSerializer, Immutable, Alias("ot.ledger-audit-view")]
public sealed record LedgerAuditView
{
    /// <summary>When it last got to the end of the ledger; null when it has not yet.</summary>
    [Id(0)]
    public DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>The position of the last entry that was checked.</summary>
    [Id(1)]
    public long Position { get; init; }

    /// <summary>Entries checked since the ledger began or the last full pass did.</summary>
    [Id(2)]
    public long Entries { get; init; }

    /// <summary>When the last pass over the whole ledger began; null before the first.</summary>
    [Id(3)]
    public DateTimeOffset? FullPassAt { get; init; }

    /// <summary>The first thing that is wrong, with stream and number; null: nothing.</summary>
    [Id(4)]
    public string? Problem { get; init; }
}
