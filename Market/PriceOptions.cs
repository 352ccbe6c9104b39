namespace OrleansTrading.Market;

/// <summary>
/// Everything about prices. The host binds it from a section of its choice and passes it to AddPrices.
/// </summary>
public sealed class PriceOptions
{
    /// <summary>Live prices. Used when its BaseUrl and ApiKey are set.</summary>
    public PythOptions Pyth { get; init; } = new();

    /// <summary>Recorded prices. Used when there are no live ones.</summary>
    public ReplayOptions Replay { get; init; } = new();

    /// <summary>How often prices are fetched.</summary>
    public CoalescingOptions Coalescing { get; init; } = new();

    /// <summary>Which prices may be traded on.</summary>
    public PriceRuleOptions Rules { get; init; } = new();

    /// <summary>Checks all options together.</summary>
    /// <returns>One sentence for each violation, naming the option, its value and the rule; empty when all is
    /// well.</returns>
    public IReadOnlyList<string> Problems() =>
    [
        .. Pyth.Problems("Pyth"),
        .. Replay.Problems("Replay"),
        .. Coalescing.Problems("Coalescing"),
        .. Rules.Problems("Rules"),
    ];
}
