namespace OrleansTrading.Market;

/// <summary>How often prices are fetched, whatever the number of callers.</summary>
public sealed class CoalescingOptions
{
    /// <summary>A fetched answer, a failed one too, serves every caller for this long.</summary>
    /// <value>Defaults to 1 second. 100 ms to 60 s.</value>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(LifetimeSecondsDefault);

    /// <summary>
    /// A feed asked for within this time is fetched along with others, so that callers of different feeds cause one
    /// call a second together and not one each: Pyth allows 30 calls in 10 seconds.
    /// </summary>
    /// <value>Defaults to 10 seconds. 0 (never along) to 10 min.</value>
    public TimeSpan TogetherFor { get; init; } = TimeSpan.FromSeconds(TogetherForSecondsDefault);

    /// <summary>The most feeds remembered. When all are in use, a further one is answered with the reason.</summary>
    /// <value>Defaults to 64. 1 to 64: what one call can carry.</value>
    public int FeedsMax { get; init; } = FeedsMaxDefault;

    internal const int LifetimeSecondsDefault = 1;
    internal const int TogetherForSecondsDefault = 10;
    internal const int FeedsMaxDefault = 64;

    internal IEnumerable<string> Problems(string path)
    {
        if (Lifetime < TimeSpan.FromMilliseconds(100) || Lifetime > TimeSpan.FromSeconds(60))
        {
            yield return $"{path}:Lifetime is {Lifetime}. It must be 100 ms to 60 s.";
        }

        if (TogetherFor < TimeSpan.Zero || TogetherFor > TimeSpan.FromMinutes(10))
        {
            yield return $"{path}:TogetherFor is {TogetherFor}. It must be 0 to 10 min.";
        }

        if (FeedsMax is < 1 or > FeedsMaxDefault)
        {
            yield return $"{path}:FeedsMax is {FeedsMax}. It must be 1 to {FeedsMaxDefault}.";
        }
    }
}
