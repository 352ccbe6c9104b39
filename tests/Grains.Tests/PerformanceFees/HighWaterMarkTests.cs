using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.PerformanceFees;
using OrleansTrading.Grains.Tests.Wallets;

namespace OrleansTrading.Grains.Tests.PerformanceFees;

/// <summary>The arithmetic of periods, against published figures and another way to say the same.</summary>
public sealed class HighWaterMarkTests
{
    private static Gen<PerformanceFeeFigures> AnyFigures { get; } =
        from equity in Gen.Choose(-50_000, 200_000)
        from deposits in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 50_000)))
        from withdrawals in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 50_000)))
        select new PerformanceFeeFigures
        {
            Equity = equity, Deposits = (uint)deposits, Withdrawals = (uint)withdrawals,
        };

    private static Gen<PerformanceFeeFigures[]> AnyYears { get; } =
        from count in Gen.Choose(1, 40)
        from figures in AnyFigures.ArrayOf(count)
        select figures;

    /// <summary>
    /// The table in docs/performance-fees.md, which is the worked example of a large provider of copy trading: 30 % of
    /// 2,000, nothing below the mark, of 500 and of 1,500; and our own line with money that comes and goes.
    /// </summary>
    [Theory]
    [InlineData(new[] { 12_000, 11_000, 12_500, 14_000 }, new[] { 600, 0, 150, 450 })]
    public void The_published_example_comes_out(int[] equities, int[] fees)
    {
        var terms = Terms(3_000, 0);
        Int128 mark = 10_000;
        for (var i = 0; i < equities.Length; i++)
        {
            var charge = HighWaterMark.Charge(terms, mark, Figures(equities[i]));
            Assert.Equal((UInt128)fees[i], charge.Fee);
            mark = charge.MarkAfter;
        }

        var flows = HighWaterMark.Charge(terms, mark, Figures(12_300, deposits: 1_000, withdrawals: 3_000));
        Assert.Equal((12_000, 90, 12_300), ((int)flows.Mark, (int)flows.Fee, (int)flows.MarkAfter));
    }

    [Fact]
    public void Deposits_are_no_profit_and_withdrawals_no_loss()
    {
        var terms = Terms(10_000, 0);

        var paidIn = HighWaterMark.Charge(terms, 1_000, Figures(1_500, deposits: 500));
        var takenOut = HighWaterMark.Charge(terms, 1_000, Figures(700, withdrawals: 400));
        var below = HighWaterMark.Charge(terms, 1_000, Figures(600, withdrawals: 300));

        Assert.Equal((0, 1_500), ((int)paidIn.Profit, (int)paidIn.MarkAfter));
        Assert.Equal((100, 700), ((int)takenOut.Profit, (int)takenOut.MarkAfter));
        Assert.Equal((0, 700), ((int)below.Profit, (int)below.MarkAfter));
    }

    [Theory]
    [InlineData(1, 3_333, 5_000, 0, 0)]
    [InlineData(10, 3_333, 5_000, 2, 1)]
    [InlineData(9_999, 1, 10_000, 0, 0)]
    [InlineData(10_000, 1, 10_000, 0, 1)]
    [InlineData(100, 10_000, 3_333, 67, 33)]
    public void Fees_round_down_for_the_subscriber_and_the_platforms_part_for_the_provider(
        int profit, int rate, int share, int provider, int platform)
    {
        var charge = HighWaterMark.Charge(Terms(rate, share), 1_000, Figures(1_000 + profit));

        Assert.Equal(((UInt128)provider, (UInt128)platform), (charge.ProviderUnits, charge.PlatformUnits));
        Assert.Equal(charge.Fee, charge.ProviderUnits + charge.PlatformUnits);
    }

    [Fact]
    public void The_largest_figures_of_the_most_periods_can_be_counted()
    {
        var max = PerformanceFeeConstants.UnitsMax;
        var terms = Terms(10_000, 10_000);
        Int128 mark = -(Int128)max * PerformanceFeeConstants.PeriodsMax;

        var charge = HighWaterMark.Charge(
            terms, mark, new PerformanceFeeFigures { Equity = (Int128)max, Deposits = 0, Withdrawals = max });

        Assert.Equal((UInt128)(PerformanceFeeConstants.PeriodsMax + 2) * max, charge.Fee);
        Assert.Equal(charge.Fee, charge.PlatformUnits);
        Assert.Equal(
            ErrorCodes.FeeFiguresMalformed, HighWaterMark.Refuse(Figures(0) with { Equity = Int128.MinValue })?.Code);
        Assert.Equal("equity", HighWaterMark.Refuse(Figures(0) with { Equity = (Int128)max + 1 })?.Field);
        Assert.Equal("equity", HighWaterMark.Refuse(Figures(0) with { Equity = -(Int128)max - 1 })?.Field);
        Assert.Equal("deposits", HighWaterMark.Refuse(Figures(0) with { Deposits = max + 1 })?.Field);
        Assert.Equal("withdrawals", HighWaterMark.Refuse(Figures(0) with { Withdrawals = max + 1 })?.Field);
        Assert.Null(HighWaterMark.Refuse(Figures(0) with { Equity = -(Int128)max, Deposits = max, Withdrawals = max }));
    }

    [Fact]
    public void All_profit_that_was_charged_for_is_the_highest_profit_there_ever_was() => Prop.ForAll(
        AnyYears.ToArbitrary(),
        Gen.Choose(0, 10_000).ToArbitrary(),
        Gen.Choose(0, 10_000).ToArbitrary(),
        (periods, rate, share) =>
        {
            var terms = Terms(rate, share);
            Int128 mark = 10_000;
            BigInteger charged = 0, flows = 0, highest = 0;
            foreach (var figures in periods)
            {
                var charge = HighWaterMark.Charge(terms, mark, figures);
                flows += (BigInteger)(Int128)figures.Deposits - (Int128)figures.Withdrawals;
                charged += charge.Profit;
                highest = BigInteger.Max(highest, (BigInteger)figures.Equity - 10_000 - flows);
                var exact = (BigInteger)charge.Profit * rate;
                if (charged != highest || (BigInteger)charge.Fee * 10_000 > exact
                    || ((BigInteger)charge.Fee + 1) * 10_000 <= exact
                    || (BigInteger)charge.PlatformUnits * 10_000 > (BigInteger)charge.Fee * share
                    || charge.ProviderUnits + charge.PlatformUnits != charge.Fee)
                {
                    return false;
                }

                mark = charge.MarkAfter;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(FeePeriodUnit.Month, 1, "2026-01-31", "2026-02-28", "2026-03-31")]
    [InlineData(FeePeriodUnit.Month, 3, "2026-01-31", "2026-04-30", "2026-07-31")]
    [InlineData(FeePeriodUnit.Week, 1, "2026-01-31", "2026-02-07", "2026-02-14")]
    [InlineData(FeePeriodUnit.Day, 10, "2026-01-31", "2026-02-10", "2026-02-20")]
    public void Periods_follow_each_other_from_where_the_first_began(
        FeePeriodUnit unit, int length, string first, string second, string third)
    {
        var terms = Terms(1, 0) with { Unit = unit, Length = length, StartsAt = At(first) };

        Assert.Equal(
            [At(first), At(second), At(third)], Enumerable.Range(1, 3).Select(n => HighWaterMark.StartOf(terms, n)));
    }

    [Fact]
    public void The_longest_periods_of_a_subscription_are_in_the_calendar()
    {
        var terms = Terms(1, 0) with
        {
            Unit = FeePeriodUnit.Month,
            Length = PerformanceFeeConstants.LengthMax,
            StartsAt = At("2150-01-31"),
        };

        Assert.Equal(4_151, HighWaterMark.StartOf(terms, PerformanceFeeConstants.PeriodsMax + 2).Year);
    }

    private static DateTimeOffset At(string date) =>
        DateTimeOffset.Parse($"{date}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static PerformanceFeeFigures Figures(int equity, int deposits = 0, int withdrawals = 0) =>
        new() { Equity = equity, Deposits = (uint)deposits, Withdrawals = (uint)withdrawals };

    private static PerformanceFeeTerms Terms(int rate, int share) => new()
    {
        Subscriber = WalletId.Of(WalletWorld.Alice, "main"),
        Provider = WalletId.Of(WalletWorld.Bob, "main"),
        Asset = WalletWorld.Usd,
        RateBasisPoints = rate,
        PlatformShareBasisPoints = share,
        Unit = FeePeriodUnit.Month,
        Length = 1,
        StartsAt = At("2026-01-01"),
        OpeningEquity = 10_000,
    };
}
