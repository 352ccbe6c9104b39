using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Wallets;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.PerformanceFees.FeeStage;
using static OrleansTrading.Grains.Tests.Wallets.WalletWorld;

namespace OrleansTrading.Grains.Tests.PerformanceFees;

public sealed class PerformanceFeeTests
{
    [Fact]
    public async Task Profit_above_the_mark_is_charged_once_and_paid_to_provider_and_platform()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        await stage.OpenAsync();
        await stage.FundAsync(1_000);

        var first = await stage.CloseAsync(1, 12_000);
        var second = await stage.CloseAsync(2, 11_000);
        var third = await stage.CloseAsync(3, 12_500);

        Assert.Equal((480, 120, 0), Parts(first));
        Assert.Equal((0, 0, 0), Parts(second));
        Assert.Equal((120, 30, 0), Parts(third));
        Assert.Equal((Int128)12_500, third.Charge.MarkAfter);
        Assert.Equal((250, 600), await stage.AvailableAsync());
        Assert.Equal(
            [
                (first.ProviderOperation, 480), (first.PlatformOperation, 120),
                (third.ProviderOperation, 120), (third.PlatformOperation, 30),
            ],
            await stage.PaidAsync());
        var revenue = await world.Ledger.BalancesAsync(LedgerAccounts.RevenuePerformanceFee, null, default);
        Assert.Equal(-150, (int)Assert.Single(revenue).Units);
        var view = (await stage.Grain.GetAsync())!;
        Assert.Equal((3, 12_500, 750, 0), (view.Periods, (int)view.Mark, (int)view.Charged, (int)view.Owed));
        Assert.Equal(
            ["performance fee " + stage.Id + " period 1"],
            (await world.EntriesAsync(stage.Provider)).Select(e => e.Booking.Reference).Take(1));
    }

    [Fact]
    public async Task A_period_asked_again_answers_the_same_and_with_any_other_figure_is_refused()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        await stage.OpenAsync();
        await stage.FundAsync(1_000);
        var first = await stage.CloseAsync(1, 12_000, deposits: 5, withdrawals: 7);
        await stage.CloseAsync(2, 13_000);

        await world.RestartAsync();
        Assert.Equal(first, Done(await stage.Grain.CloseAsync(Period(1, 12_000, 5, 7))));
        foreach (var other in (CloseFeePeriod[])
            [
                Period(1, 12_001, 5, 7), Period(1, 12_000, 6, 7), Period(1, 12_000, 5, 8),
                Period(1, 12_000, 5, 7, isLast: true),
            ])
        {
            Refused(ErrorCodes.FeePeriodClosed, await stage.Grain.CloseAsync(other));
        }

        Assert.Equal(4, (await stage.PaidAsync()).Count);
    }

    [Fact]
    public async Task Periods_close_in_order_when_they_are_over_and_none_follows_the_last()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        Refused(ErrorCodes.NotFound, await stage.Grain.CloseAsync(Period(1, 1)));
        await stage.OpenAsync();

        var early = Refused(ErrorCodes.FeePeriodNotOver, await stage.Grain.CloseAsync(Period(1, 12_000)));
        Assert.Equal(stage.Terms.StartsAt.ToUniversalTime().AddMonths(1), early.RetryAt);
        Refused(ErrorCodes.FeePeriodOutOfOrder, await stage.Grain.CloseAsync(Period(2, 12_000)));
        Refused(ErrorCodes.FeePeriodOutOfOrder, await stage.Grain.CloseAsync(Period(0, 12_000)));
        Refused(ErrorCodes.FeePeriodOutOfOrder, await stage.Grain.CloseAsync(Period(-1, 12_000)));
        await stage.CloseAsync(1, 9_000);
        Refused(ErrorCodes.FeePeriodOutOfOrder, await stage.Grain.CloseAsync(Period(3, 12_000)));
        Refused(
            ErrorCodes.FeeFiguresMalformed,
            await stage.Grain.CloseAsync(Period(2, Int128.MaxValue, isLast: true)));

        var last = Done(await stage.Grain.CloseAsync(Period(2, 9_500, isLast: true)));

        Assert.True(last.IsLast);
        Assert.Equal(last.ClosedAt, last.EndedAt);
        Assert.Equal((0, 0, 0), Parts(last));
        world.Time.Jump(TimeSpan.FromDays(100));
        Refused(ErrorCodes.FeePeriodOutOfOrder, await stage.Grain.CloseAsync(Period(3, 12_000)));
        Refused(ErrorCodes.FeePeriodOutOfOrder, await stage.Grain.PreviewAsync(Period(3, 12_000).Figures));
        Assert.Null((await stage.Grain.GetAsync())!.PeriodEndsAt);
        Assert.Equal(last, Done(await stage.Grain.CloseAsync(Period(2, 9_500, isLast: true))));
    }

    [Fact]
    public async Task What_the_wallet_has_not_is_owed_and_collected_later_the_oldest_first()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        await stage.OpenAsync();
        await stage.FundAsync(500);

        // The provider's part of 600 is 480; the platform's waits, and so does all that is newer.
        var first = await stage.CloseAsync(1, 12_000);
        var second = await stage.CloseAsync(2, 12_100);
        Assert.Equal((120, 30), ((int)first.Owed, (int)second.Owed));
        Assert.NotNull(first.ProviderPaidAt);
        Assert.Null(first.PlatformPaidAt);
        Assert.Equal((12_100, 150), ((int)second.Charge.MarkAfter, await OwedAsync(stage)));

        await stage.FundAsync(105);
        await stage.CollectAsync();
        await world.RestartAsync();
        Assert.Equal(30, await OwedAsync(stage));
        await stage.FundAsync(100);
        await stage.CollectAsync();

        Assert.Equal((75, 504), await stage.AvailableAsync());
        Assert.Equal(
            [
                (first.ProviderOperation, 480), (first.PlatformOperation, 120),
                (second.ProviderOperation, 24), (second.PlatformOperation, 6),
            ],
            await stage.PaidAsync());
        var view = (await stage.Grain.GetAsync())!;
        Assert.Equal((0, null), ((int)view.Owed, view.RetryAt));
    }

    [Fact]
    public async Task What_is_owed_is_not_tried_again_before_its_time_and_then_by_the_sweeper()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        await stage.OpenAsync();
        await stage.CloseAsync(1, 12_000);
        await stage.FundAsync(1_000);

        await stage.Grain.WakeAsync();
        Assert.Empty(await stage.PaidAsync());
        world.Time.Jump(TimeSpan.FromHours(1));
        await world.RestartAsync();
        await world.Platform.Grains.GetGrain<IPerformanceFeeSweeperGrain>("0").StartAsync();

        await Eventually.GetAsync(
            () => stage.Grain.GetAsync(), view => view is { Owed: var owed } && owed == 0, "the sweeper collects",
            world.Log.ToString);
        Assert.Equal((400, 480), await stage.AvailableAsync());
    }

    [Fact]
    public async Task Many_owed_periods_are_paid_in_several_rounds()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        await stage.OpenAsync();
        for (var period = 1; period <= 25; period++)
        {
            await stage.CloseAsync(period, 10_000 + (100 * period));
        }

        await stage.FundAsync(1_000);
        await stage.CollectAsync();
        Assert.Equal(5 * 30, await OwedAsync(stage));
        await stage.Grain.WakeAsync();

        Assert.Equal(0, await OwedAsync(stage));
        Assert.Equal((1_000 - (25 * 30), 25 * 24), await stage.AvailableAsync());
    }

    [Fact]
    public async Task Terms_stay_and_those_that_break_a_rule_are_refused()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        var terms = stage.Terms;
        foreach (var (wrong, field) in (IEnumerable<(PerformanceFeeTerms, string)>)
            [
                (terms with { Provider = terms.Subscriber }, "provider"),
                (terms with { Provider = new WalletId("nobody") }, "provider"),
                (terms with { RateBasisPoints = 10_001 }, "rateBasisPoints"),
                (terms with { RateBasisPoints = -1 }, "rateBasisPoints"),
                (terms with { PlatformShareBasisPoints = 10_001 }, "platformShareBasisPoints"),
                (terms with { Length = 0 }, "length"),
                (terms with { Length = 13 }, "length"),
                (terms with { Unit = (FeePeriodUnit)9 }, "unit"),
                (terms with { OpeningEquity = PerformanceFeeConstants.UnitsMax + 1 }, "openingEquity"),
                (terms with { StartsAt = terms.StartsAt.AddYears(102) }, "startsAt"),
            ])
        {
            Assert.Equal(field, Refused(ErrorCodes.FeeTermsMalformed, await stage.Grain.OpenAsync(wrong)).Field);
        }

        var strange = terms with { Asset = new AssetId("solana:local/token:strange") };
        Refused(ErrorCodes.AssetUnknown, await stage.Grain.OpenAsync(strange));
        Assert.Null(await stage.Grain.GetAsync());
        var opened = Done(await stage.Grain.OpenAsync(terms));
        Assert.Equal(opened, Done(await stage.Grain.OpenAsync(terms)));
        Refused(ErrorCodes.FeeTermsFixed, await stage.Grain.OpenAsync(terms with { RateBasisPoints = 1 }));
    }

    [Fact]
    public async Task The_preview_says_what_the_close_will_charge_and_changes_nothing()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        Refused(ErrorCodes.NotFound, await stage.Grain.PreviewAsync(Period(1, 12_000).Figures));
        await stage.OpenAsync();

        var preview = Done(await stage.Grain.PreviewAsync(Period(1, 12_000, 100).Figures));
        Refused(
            ErrorCodes.FeeFiguresMalformed, await stage.Grain.PreviewAsync(Period(1, Int128.MinValue).Figures));

        Assert.Equal(0, (await stage.Grain.GetAsync())!.Periods);
        Assert.Equal(preview, (await stage.CloseAsync(1, 12_000, 100)).Charge);
    }

    [Fact]
    public async Task Both_parties_have_it_in_their_lists_and_the_statement_is_read_by_page()
    {
        await using var world = await WalletWorld.StartAsync();
        var stage = new FeeStage(world);
        Assert.Null(await stage.Grain.GetStatementAsync(null, 10));
        await stage.OpenAsync();
        for (var period = 1; period <= 5; period++)
        {
            await stage.CloseAsync(period, 10_000);
        }

        var listing = world.Platform.Services.GetRequiredService<IListingStore>();
        var mine = await listing.PageByOwnerAsync(ListingKinds.PerformanceFee, Alice.Value, null, 10, default);
        var earned = await listing.PageByOwnerAsync(
            ListingKinds.PerformanceFeeOfProvider, Bob.Value, null, 10, default);
        Assert.Equal([stage.Id.Value, stage.Id.Value], mine.Concat(earned).Select(row => row.Id));
        Assert.Equal([5, 4], await NumbersAsync(null, 2));
        Assert.Equal([3, 2, 1], await NumbersAsync(4, 100));
        Assert.Empty(await NumbersAsync(1, 100));
        Assert.Empty(await NumbersAsync(null, 0));
        Assert.Equal([2, 1], await NumbersAsync(3, 100));

        async Task<IEnumerable<int>> NumbersAsync(int? before, int max) =>
            (await stage.Grain.GetStatementAsync(before, max))!.Periods.Select(period => period.Period);
    }

    private static (int Provider, int Platform, int Owed) Parts(FeePeriodView period) =>
        ((int)period.Charge.ProviderUnits, (int)period.Charge.PlatformUnits, (int)period.Owed);

    private static async Task<int> OwedAsync(FeeStage stage) => (int)(await stage.Grain.GetAsync())!.Owed;
}
