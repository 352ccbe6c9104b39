namespace OrleansTrading.Grains;

/// <summary>How far a watcher has read.</summary>
[GenerateSerializer, Immutable, Alias("ot.watcher-view")]
public sealed record WatcherView
{
    /// <summary>The account it reads.</summary>
    [Id(0)]
    public required AccountId Account { get; init; }

    /// <summary>When it last read to the end of the account's final history; null when it has not yet.</summary>
    [Id(1)]
    public DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>Why the last reading failed; null when it did not.</summary>
    [Id(2)]
    public string? Problem { get; init; }

    /// <summary>Payments recorded since the account was first watched.</summary>
    [Id(3)]
    public long PaymentsRecorded { get; init; }

    /// <summary>Why nothing is promised on the chain, as the watcher's server sees it; null when it is up.</summary>
    [Id(4)]
    public ChainOutageView? Outage { get; init; }

    /// <summary>The chain's endpoints, as the watcher's server sees them; empty when it has none of its own.</summary>
    [Id(5)]
    public IReadOnlyList<EndpointView> Endpoints { get; init; } = [];
}

/// <summary>An outage of a chain.</summary>
[GenerateSerializer, Immutable, Alias("ot.chain-outage-view")]
public sealed record ChainOutageView
{
    /// <summary>One sentence for anybody.</summary>
    [Id(0)]
    public required string Reason { get; init; }

    /// <summary>When it began.</summary>
    [Id(1)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it may be over at the earliest; null when an operator has to act or nobody knows.</summary>
    [Id(2)]
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>A server through which a chain is reached.</summary>
[GenerateSerializer, Immutable, Alias("ot.endpoint-view")]
public sealed record EndpointView
{
    /// <summary>Its configured name or place; never its address.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>
    /// <c>usable</c>, <c>unchecked</c>, <c>resting</c>, <c>failing</c>, <c>behind</c>, <c>contradicting</c> or
    /// <c>wrongNetwork</c>.
    /// </summary>
    [Id(1)]
    public required string State { get; init; }

    /// <summary>Why it is not used, as a sentence for anybody; null when it is.</summary>
    [Id(2)]
    public string? Problem { get; init; }
}

/// <summary>
/// Reads the final history of one treasury account, keyed by <see cref="AccountId"/>, with a persisted cursor, and
/// hands each incoming movement to its payment grain. A webhook only wakes it.
/// </summary>
[Alias("ot.IWatcherGrain")]
public interface IWatcherGrain : IGrainWithStringKey
{
    /// <summary>Starts reading on a clock, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();

    /// <summary>Something may have arrived: read now. May be lost or repeated.</summary>
    [OneWay, Alias("Wake")]
    Task WakeAsync();

    /// <summary>
    /// The height of the latest payment: all up to it are recorded and booked, and none beyond it is; 0 before the
    /// first, null while payments are being recorded.
    /// </summary>
    [Alias("GetRecordedHeight")]
    Task<ulong?> GetRecordedHeightAsync();

    /// <summary>How far it has read.</summary>
    [ReadOnly, Alias("Get")]
    Task<WatcherView> GetAsync();
}
