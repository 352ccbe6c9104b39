namespace OrleansTrading.Grains;

/// <summary>
/// Walks the quotes whose deadline has passed, so that each expires or is seen. One per platform, key 0.
/// </summary>
[Alias("ot.IQuoteSweeperGrain")]
public interface IQuoteSweeperGrain : IGrainWithStringKey
{
    /// <summary>Starts sweeping on a clock, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();
}
