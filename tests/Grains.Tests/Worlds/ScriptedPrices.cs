using System.Collections.Concurrent;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>Prices that a test sets; until then SOL 150, XLM 0.40 and USDC 1 dollar, published just now.</summary>
internal sealed class ScriptedPrices(TimeProvider time) : IPriceSource
{
    private const int Exponent = -8;

    private readonly ConcurrentDictionary<string, Func<DateTimeOffset, PriceAnswer>> _feeds = new()
    {
        ["SOL/USD"] = now => Answer("SOL/USD", 150_0000_0000, 0, now),
        ["XLM/USD"] = now => Answer("XLM/USD", 4000_0000, 0, now),
        ["NEAR/USD"] = now => Answer("NEAR/USD", 5_0000_0000, 0, now),
        ["USDC/USD"] = now => Answer("USDC/USD", 1_0000_0000, 0, now),
    };

    public string Description => "scripted";

    public Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PriceAnswer>>([.. feeds.Select(feed => _feeds[feed](time.GetUtcNow()))]);

    internal void Set(string feed, long mantissa, ulong confidence = 0, TimeSpan age = default) =>
        _feeds[feed] = now => Answer(feed, mantissa, confidence, now - age);

    internal void Remove(string feed) => _feeds[feed] = _ => new PriceAnswer(null, $"{feed} has no price");

    private static PriceAnswer Answer(string feed, long mantissa, ulong confidence, DateTimeOffset at) =>
        new(new Price(feed, mantissa, confidence, Exponent, at, "scripted"), null);
}
