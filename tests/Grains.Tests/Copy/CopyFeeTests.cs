using OrleansTrading.Grains.Tests.Wallets;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>What a provider takes of the profit that its copies make.</summary>
public sealed class CopyFeeTests
{
    [Fact]
    public async Task Only_profit_above_all_before_is_charged_and_the_end_closes_the_last_period()
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 100_000);

        await stage.TradeAsync(10_000);
        var first = await stage.PassAsync(1);
        await stage.TradeAsync(-5_000);
        var second = await stage.PassAsync(2);
        await stage.TradeAsync(8_005);
        var third = await stage.PassAsync(3);
        await stage.TradeAsync(1_000);
        await stage.World.Subscription(stage.Id).CommandAsync(SubscriptionCommand.EndNow);
        var last = await stage.ClosedAsync(4);

        Assert.Equal(
            [(10_000L, 10_000L, false), (5_000, 0, false), (13_005, 3_005, false), (14_005, 1_000, true)],
            new[] { first, second, third, last }.Select(period => (
                (long)(period.Figures.Equity / CopyWorld.UnitsPerCent),
                (long)(period.Charge.Profit / CopyWorld.UnitsPerCent),
                period.IsLast)));
        Assert.Equal(((10_000L + 3_005 + 1_000) / 25 * 4, (10_000L + 3_005 + 1_000) / 25), await stage.PaidAsync());
        var view = (await stage.World.Subscription(stage.Id).GetAsync())!;
        Assert.Equal((SubscriptionStatus.Ended, true, null), (view.Status, view.Fee!.IsOver, view.Fee.ClosesAt));
    }

    [Fact]
    public async Task Periods_that_passed_unseen_are_closed_one_after_the_other()
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 100_000);
        await stage.TradeAsync(1_000);

        stage.World.Time.Jump(TimeSpan.FromDays(366));

        await stage.ClosedAsync(12);
        var statement = (await stage.Fee.GetStatementAsync(null, 100))!;
        Assert.Equal((12, 1), (statement.Periods.Count, statement.Periods.Count(period => period.Charge.Fee > 0)));
        Assert.Equal((160L, 40L), await stage.PaidAsync());
    }

    [Fact]
    public async Task What_is_open_does_not_count_and_a_result_after_the_close_is_the_next_periods()
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 100_000);
        await stage.TradeAsync(1_000);
        await stage.OpenAsync();
        stage.World.Writes.Judge = (name, _) =>
            name == "performancefee" ? WriteFault.NotWritten : WriteFault.None;
        stage.World.Time.Jump(TimeSpan.FromDays(31));
        await stage.World.UntilAsync(stage.Id, view => view.Fee!.Closing is not null, "the figures are fixed");
        await Eventually.HoldsAsync(() => stage.World.Writes.Failed.Count > 1, "the fee cannot be closed");

        await stage.CloseAsync(2_000);
        stage.World.Writes.Judge = null;
        var first = await stage.ClosedAsync(1);
        var second = await stage.PassAsync(2);

        Assert.Equal(CopyFeeStage.Units(1_000), first.Figures.Equity);
        Assert.Equal(CopyFeeStage.Units(3_000), second.Figures.Equity);
        Assert.Equal((480L, 120L), await stage.PaidAsync());
    }

    [Fact]
    public async Task Other_terms_of_the_provider_are_for_new_subscriptions()
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 100_000);
        var dearer = CopyFeeStage.Asked with { Terms = CopyFeeStage.Terms with { RateBasisPoints = 5_000 } };

        Assert.Null((await stage.World.Provider.SetFeeAsync(dearer)).Refusal);
        var late = await CreateAsync(stage, CopyFeeStage.Agreed);
        await stage.TradeAsync(1_000);
        var period = await stage.PassAsync(1);

        Assert.Equal(ErrorCodes.FeeNotAccepted, late.Refusal!.Code);
        Assert.Contains("5000 basis points", late.Refusal.Detail, StringComparison.Ordinal);
        Assert.Equal((UInt128)CopyFeeStage.Units(200), period.Charge.Fee);
        Assert.Null((await CreateAsync(stage, CopyFeeStage.Agreed with { Terms = dearer.Terms })).Refusal);
        Assert.Null((await stage.World.Provider.SetFeeAsync(null)).Refusal);
        Assert.Equal(ErrorCodes.FeeNotAccepted, (await CreateAsync(stage, CopyFeeStage.Agreed)).Refusal!.Code);
        Assert.Null((await CreateAsync(stage, null)).Value!.Fee);
    }

    [Fact]
    public async Task Who_does_not_agree_or_cannot_pay_so_does_not_copy()
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 1);
        var bobs = CopyFeeStage.Agreed with { Wallet = CopyFeeStage.Asked.Wallet };
        var away = await stage.World.RegisterAsync(CopyWorld.Alice);
        var euros = await stage.World.RegisterAsync(CopyWorld.Alice);
        euros.Report = euros.Report with { Currency = "EUR" };
        await euros.ConnectAsync();

        Assert.Equal(
            [
                (ErrorCodes.FeeNotAccepted, "fee"),
                (ErrorCodes.FeeTermsMalformed, "wallet"),
                (ErrorCodes.FeeCurrencyUnsupported, "account"),
                (ErrorCodes.FeeCurrencyUnsupported, "account"),
            ],
            [
                Told(await CreateAsync(stage, null)),
                Told(await CreateAsync(stage, bobs)),
                Told(await CreateAsync(stage, CopyFeeStage.Agreed, away)),
                Told(await CreateAsync(stage, CopyFeeStage.Agreed, euros)),
            ]);
        var strangers = await stage.World.Subscription(stage.World.NewSubscription()).CreateAsync(
            stage.World.Copying(away, fee: bobs) with { User = CopyWorld.Bob });
        Assert.Equal((ErrorCodes.TradingAccountUnknown, "account"), Told(strangers));
    }

    [Theory]
    [InlineData(0, 1, "rateBasisPoints")]
    [InlineData(10_001, 1, "rateBasisPoints")]
    [InlineData(1, 0, "length")]
    [InlineData(1, 13, "length")]
    public async Task What_cannot_be_a_fee_is_refused_with_its_field(int rate, int length, string field)
    {
        await using var world = await CopyWorld.StartAsync();

        var refused = await world.Provider.SetFeeAsync(CopyFeeStage.Asked with
        {
            Terms = CopyFeeStage.Terms with { RateBasisPoints = rate, Length = length },
        });

        Assert.Equal((ErrorCodes.FeeTermsMalformed, field), (refused.Refusal!.Code, refused.Refusal.Field));
        Assert.Null((await world.Provider.GetAsync())!.Fee);
    }

    [Fact]
    public async Task A_fee_is_in_an_asset_that_counts_and_for_a_wallet_of_the_providers()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terms, wallet) = CopyFeeStage.Asked;

        Assert.Equal(
            [
                (ErrorCodes.FeeTermsMalformed, "asset"),
                (ErrorCodes.AssetUnknown, "asset"),
                (ErrorCodes.FeeTermsMalformed, "wallet"),
            ],
            [
                Told(await world.Provider.SetFeeAsync(new CopyFee(terms with { Asset = WalletWorld.Eur }, wallet))),
                Told(await world.Provider.SetFeeAsync(
                    new CopyFee(terms with { Asset = new AssetId("solana:local/token:none") }, wallet))),
                Told(await world.Provider.SetFeeAsync(CopyFeeStage.Agreed)),
            ]);
    }

    private static Task<Outcome<SubscriptionView>> CreateAsync(
        CopyFeeStage stage, CopyFee? fee, ScriptedTerminal? terminal = null) => stage.World
        .Subscription(stage.World.NewSubscription())
        .CreateAsync(stage.World.Copying(terminal ?? stage.Terminal, fee: fee));

    private static (string Code, string? Field) Told<T>(Outcome<T> outcome)
        where T : class => (outcome.Refusal!.Code, outcome.Refusal.Field);
}
