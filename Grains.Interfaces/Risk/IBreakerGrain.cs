namespace OrleansTrading.Grains;

/// <summary>
/// The circuit breaker of one chain, keyed by the chain's short name. While it is open, quotes to or from the chain
/// are refused; what was promised before is carried on. Then one quote at a time is let through to try.
/// </summary>
[Alias("ot.IBreakerGrain")]
public interface IBreakerGrain : IGrainWithStringKey
{
    /// <summary>How it is.</summary>
    [ReadOnly, Alias("Get")]
    Task<BreakerView> GetAsync();

    /// <summary>Asks to be the quote that tries a chain whose breaker is half open.</summary>
    /// <returns>Null when the quote may be made, else why not and when to ask again.</returns>
    [Alias("TryProbe")]
    Task<Refusal?> TryProbeAsync(QuoteId quote);

    /// <summary>Tells how something that only this chain decides has ended.</summary>
    /// <param name="problem">What failed; null: it went well.</param>
    [Alias("Report")]
    Task ReportAsync(string? problem);

    /// <summary>Opens it because of a rule that does not count: an account on the chain is halted.</summary>
    [Alias("Trip")]
    Task TripAsync(string reason);

    /// <summary>An operator opens it. It stays open until an operator closes it, or until a time.</summary>
    /// <param name="by">Who; goes to the log and the history.</param>
    /// <param name="reason">Why; customers are told.</param>
    /// <param name="until">When it may be tried again; null: never by itself.</param>
    [Alias("Open")]
    Task OpenAsync(string by, string reason, DateTimeOffset? until);

    /// <summary>An operator closes it.</summary>
    /// <param name="note">Who and why; goes to the log and the history.</param>
    [Alias("Close")]
    Task CloseAsync(string note);
}

/// <summary>How a breaker is.</summary>
public enum BreakerState
{
    /// <summary>All quotes pass.</summary>
    Closed,

    /// <summary>No quote passes.</summary>
    Open,

    /// <summary>One quote at a time passes, to see whether the chain works.</summary>
    HalfOpen,
}

/// <summary>A breaker as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ot.breaker-view")]
public sealed record BreakerView
{
    /// <summary>The chain's short name.</summary>
    [Id(0)]
    public required string Chain { get; init; }

    /// <summary>How it is.</summary>
    [Id(1)]
    public required BreakerState State { get; init; }

    /// <summary>Why it is not closed; null when it is.</summary>
    [Id(2)]
    public string? Reason { get; init; }

    /// <summary>Since when; null when it is closed.</summary>
    [Id(3)]
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it may be tried again; null: an operator closes it, or it is not open.</summary>
    [Id(4)]
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Failures that count now.</summary>
    [Id(5)]
    public required int Failures { get; init; }
}
