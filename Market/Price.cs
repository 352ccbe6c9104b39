namespace OrleansTrading.Market;

/// <summary>One oracle price: <c>Mantissa × 10^Exponent</c> ± <c>Confidence × 10^Exponent</c>, in US dollars.</summary>
/// <param name="Feed">The feed's symbol, e.g. <c>XLM/USD</c>.</param>
/// <param name="Mantissa">The price's integer mantissa, positive.</param>
/// <param name="Confidence">Half the width of the publisher's confidence interval, same exponent.</param>
/// <param name="Exponent">The power of ten, usually negative.</param>
/// <param name="PublishTime">When it was published.</param>
/// <param name="Source">Where it comes from, for the customer's record: <c>pyth-hermes</c>, <c>replay
/// 2021-02-01…</c>.</param>
public sealed record Price(
    string Feed, long Mantissa, ulong Confidence, int Exponent, DateTimeOffset PublishTime, string Source);

/// <summary>A price, or why there is none.</summary>
/// <param name="Price">The price; null when there is none.</param>
/// <param name="Problem">Why there is none, for people; null when there is one.</param>
public sealed record PriceAnswer(Price? Price, string? Problem);

/// <summary>Where prices come from.</summary>
public interface IPriceSource
{
    /// <summary>One line for operators and the demo: the source's name and, for a replay, the days it plays.</summary>
    string Description { get; }

    /// <summary>The latest price of each feed, in the order asked. Never throws for a feed that has none.</summary>
    Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default);
}
