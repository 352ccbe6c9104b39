using OrleansTrading.Market;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>Prices that wander with time; some are missing, some stale, some jump.</summary>
internal sealed class SimulatedPrices(VirtualProcess process, VirtualLoop loop, ulong seed, SeedFaults faults)
    : IPriceSource
{
    private const int Exponent = -8;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    public string Description => "simulated";

    public async Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default)
    {
        process.Require("The prices");
        await process.DelayAsync(TimeSpan.FromMilliseconds(5));
        return [.. feeds.Select(Answer)];
    }

    private PriceAnswer Answer(string feed)
    {
        if (faults.Hits(FaultClass.PriceGap, feed))
        {
            return new PriceAnswer(null, $"{feed} has no price");
        }

        var mantissa = feed switch
        {
            "SOL/USD" => 150_0000_0000L,
            "XLM/USD" => 4000_0000L,
            "NEAR/USD" => 5_0000_0000L,
            _ => 1_0000_0000L,
        };
        var wander = (long)(SplitMix.Hash(seed, feed, (ulong)(loop.NowTicks / Period.Ticks)) % 201) - 100;
        mantissa += mantissa / 10_000 * wander;
        if (faults.Hits(FaultClass.PriceJump, feed))
        {
            mantissa = mantissa * faults.Size(FaultClass.PriceJump, feed, 70, 130) / 100;
        }

        var age = faults.Hits(FaultClass.PriceGap, $"stale {feed}") ? Age : TimeSpan.Zero;
        return new PriceAnswer(
            new Price(feed, mantissa, (ulong)mantissa / 2_000, Exponent, loop.Now - age, Description), null);
    }
}
