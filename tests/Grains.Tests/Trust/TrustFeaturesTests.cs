using OrleansTrading.Grains.Trust;
using static OrleansTrading.Grains.Tests.Trust.Observed;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>Each feature's value from few samples, by hand.</summary>
public sealed class TrustFeaturesTests
{
    private const double HalfLifeSeconds = 3_600;

    [Fact]
    public void Holding_time_is_the_share_of_short_trades_and_the_bound_is_not_short() => Is(
        TrustFeature.HoldingTime,
        new TrustMeasure(500_000, 4, 4_000_000),
        new TrustState { Exits = [Exited(1, 0, 59.999), Exited(2, 0, 60), Exited(3, 0, 1), Exited(4, 0, 600)] });

    [Fact]
    public void An_older_sample_weighs_less()
    {
        // One half-life old and short, now and long: 0.5 / 1.5.
        var state = new TrustState { Exits = [Exited(1, 0, 1), Exited(2, HalfLifeSeconds)] };

        Is(TrustFeature.HoldingTime, new TrustMeasure(333_333, 2, 1_500_000), state);
    }

    [Fact]
    public void Age_is_counted_from_the_latest_sample_of_any_kind()
    {
        var state = new TrustState { Exits = [Exited(1, 0, 1)], Orders = [Order(2, 2 * HalfLifeSeconds)] };

        Is(TrustFeature.HoldingTime, new TrustMeasure(1_000_000, 1, 250_000), state);
    }

    [Theory]
    [InlineData(TrustHorizon.OneSecond, TrustFeature.MarkOutOneSecond)]
    [InlineData(TrustHorizon.TenSeconds, TrustFeature.MarkOutTenSeconds)]
    [InlineData(TrustHorizon.OneMinute, TrustFeature.MarkOutOneMinute)]
    public void A_mark_out_is_the_mean_move_of_its_horizon(TrustHorizon horizon, TrustFeature feature)
    {
        var state = new TrustState();
        state.Add(Marked(1, 0, 300, horizon), 100);
        state.Add(Marked(2, 0, -101, horizon), 100);
        state.Add(Marked(3, 0, 0, horizon), 100);

        // 199 / 3
        Is(feature, new TrustMeasure(66, 3, 3_000_000), state);
        Assert.Equal(7, Measure(state).Count(measure => measure == default));
    }

    [Fact]
    public void One_mark_out_counts_at_most_what_is_allowed_either_way()
    {
        Is(
            TrustFeature.MarkOutOneSecond,
            new TrustMeasure(5_000, 2, 2_000_000),
            new TrustState { MarkOutsOneSecond = [Marked(1, 0, 900_000), Marked(2, 0, 0)] });
        Is(
            TrustFeature.MarkOutOneSecond,
            new TrustMeasure(-10_000, 1, 1_000_000),
            new TrustState { MarkOutsOneSecond = [Marked(1, 0, -900_000)] });
    }

    [Fact]
    public void Win_rate_is_that_of_the_worse_half()
    {
        // Older two: 1 of 2. Newer three: 3 of 3.
        bool[] wins = [true, false, true, true, true];
        var state = new TrustState { Exits = [.. wins.Select((win, i) => Exited((UInt128)i, 0, 600, win))] };

        Is(TrustFeature.WinRate, new TrustMeasure(500_000, 5, 5_000_000), state);
    }

    [Fact]
    public void One_trade_has_no_win_rate() => Is(
        TrustFeature.WinRate, default, new TrustState { Exits = [Exited(1, 0, 600, isWin: true)] });

    [Fact]
    public void Latency_is_the_share_of_fast_entries_among_those_of_which_it_is_known() => Is(
        TrustFeature.Latency,
        new TrustMeasure(666_666, 3, 3_000_000),
        new TrustState
        {
            Orders =
            [
                Order(1, 0, reactionMs: 0), Order(2, 0, reactionMs: 99), Order(3, 0, reactionMs: 100), Order(4, 0),
                Order(5, 0, side: null),
            ],
        });

    [Fact]
    public void Cancel_ratio_is_the_share_of_cancelled_orders() => Is(
        TrustFeature.CancelRatio,
        new TrustMeasure(750_000, 4, 4_000_000),
        new TrustState
        {
            Orders = [Order(1, 0, side: null), Order(2, 0, side: null), Order(3, 0), Order(4, 0, side: null)],
        });

    [Fact]
    public void Correlated_entries_are_those_near_another_of_the_same_symbol_and_side_and_those_with_peers() => Is(
        TrustFeature.CorrelatedEntries,
        new TrustMeasure(500_000, 6, 6_000_000),
        new TrustState
        {
            Orders =
            [
                Order(1, -20, hasPeers: true),
                Order(2, -10),
                Order(3, -8),
                Order(4, -5.999),
                Order(5, -5, TradeSide.Sell),
                Order(6, -5, symbol: "GBPUSD"),
                Order(7, -5, side: null),
            ],
        },
        exact: false);

    private static IReadOnlyList<TrustMeasure> Measure(TrustState state) => new TrustFeatures(
        state, new TrustOptions { HalfLife = TimeSpan.FromSeconds(HalfLifeSeconds) }).Measure();

    private static void Is(TrustFeature feature, TrustMeasure expected, TrustState state, bool exact = true)
    {
        var measure = Measure(state)[(int)feature];
        if (!exact)
        {
            // Samples of different seconds weigh almost one each.
            Assert.InRange(expected.Value - measure.Value, -1_500, 1_500);
            Assert.InRange(expected.Evidence - measure.Evidence, 0, 20_000);
            measure = expected with { Samples = measure.Samples };
        }

        Assert.Equal(expected, measure);
    }
}
