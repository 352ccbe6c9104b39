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

    /// <summary>How far it has read.</summary>
    [ReadOnly, Alias("Get")]
    Task<WatcherView> GetAsync();
}
