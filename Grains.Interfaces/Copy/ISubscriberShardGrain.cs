namespace OrleansTrading.Grains;

/// <summary>
/// A part of a provider's subscriptions, keyed by provider and number of the part: tells its subscriptions of signals.
/// </summary>
[Alias("ot.ISubscriberShardGrain")]
public interface ISubscriberShardGrain : IGrainWithStringKey
{
    /// <summary>Tells this subscription from now on. Repeating it changes nothing.</summary>
    /// <returns>Why not; null: it does.</returns>
    [Alias("Add")]
    Task<Refusal?> AddAsync(SubscriptionId subscription);

    /// <summary>Tells it no more. Repeating it changes nothing.</summary>
    [Alias("Remove")]
    Task RemoveAsync(SubscriptionId subscription);

    /// <summary>
    /// Tells all of the part, and answers when each has stored it. One that cannot now is told later: it asks the
    /// provider then for what it missed.
    /// </summary>
    [Alias("Tell")]
    Task TellAsync(IReadOnlyList<CopySignal> signals);

    /// <summary>How many are told.</summary>
    [Alias("Count")]
    Task<int> CountAsync();

    /// <summary>Tells those that could not be told. May be lost or repeated.</summary>
    [Alias("Wake")]
    Task WakeAsync();
}
