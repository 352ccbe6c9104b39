using OrleansTrading.Grains.Tests.Wallets;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>
/// Writes of subscription, fee and wallets fail, lose their answers, or are the last that a process does: each period
/// is closed once, with the figures that were fixed for it, and each fee is paid once.
/// </summary>
public sealed class CopyFeeFaultTests
{
    /// <summary>More writes than closing a period takes.</summary>
    private const int WritesMax = 12;

    private static readonly string[] s_states = ["subscription", "performancefee", "performancefeeprovider", "wallet"];

    public static TheoryData<TrappedWrite> Faults => [.. WriteTrap.All];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_write_closes_each_period_once(TrappedWrite fault)
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 1_000_000);
        var sprung = 0;
        for (var period = 1; period <= WritesMax; period++)
        {
            await stage.TradeAsync(1_000);
            var trap = new WriteTrap(stage.World.Writes, stage.RestartAsync, fault, period, s_states);
            stage.World.Time.Jump(TimeSpan.FromDays(31));

            var closed = await trap.RunAsync(() => stage.ClosedAsync(period));
            trap.Disarm();

            Assert.Equal(CopyFeeStage.Units(1_000 * period), closed.Figures.Equity);
            sprung += trap.WasSprung ? 1 : 0;
        }

        var statement = (await stage.Fee.GetStatementAsync(null, 100))!;
        Assert.Equal(WritesMax, statement.Periods.Count);
        Assert.Equal((160L * WritesMax, 40L * WritesMax), await stage.PaidAsync());
        Assert.InRange(sprung, 6, WritesMax);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_write_makes_one_subscription_with_one_fee(TrappedWrite fault)
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 1);
        string[] states = [.. s_states, "trading-account", "subscriber-shard"];
        var sprung = 0;
        for (var at = 1; at <= WritesMax; at++)
        {
            // An account whose write failed has forgotten its terminal.
            await stage.Terminal.ConnectAsync();
            var id = stage.World.NewSubscription();
            var command = stage.World.Copying(stage.Terminal, fee: CopyFeeStage.Agreed);
            var trap = new WriteTrap(stage.World.Writes, stage.RestartAsync, fault, at, states);

            var made = await trap.RunAsync(() =>
                stage.World.UntilDoneAsync(() => stage.World.Subscription(id).CreateAsync(command)));
            await stage.World.UntilAsync(id, view => view.Fee is { Periods: 0 }, "it is made");
            var fee = await Worlds.Eventually.GetAsync(
                () => stage.World.UntilDoneAsync(() => stage.World.Wallets.Fees(id).GetAsync()),
                view => view is not null,
                "the fee is open",
                stage.World.Log.ToString);
            trap.Disarm();

            Assert.Null(made.Refusal);
            var view = (await stage.World.UntilDoneAsync(() => stage.World.Subscription(id).GetAsync()))!;
            Assert.Equal(view.Fee!.Terms, fee!.Terms);
            sprung += trap.WasSprung ? 1 : 0;
        }

        Assert.InRange(sprung, 6, WritesMax);
    }

    [Theory]
    [InlineData(TrappedWrite.DiesBefore)]
    [InlineData(TrappedWrite.DiesAfter)]
    public async Task Nobody_repeats_it_and_yet_a_subscription_is_made(TrappedWrite fault)
    {
        await using var stage = await CopyFeeStage.StartAsync(fundedCents: 1);
        for (var at = 1; at <= 2; at++)
        {
            var id = stage.World.NewSubscription();
            var command = stage.World.Copying(stage.Terminal, fee: CopyFeeStage.Agreed);
            var calls = 0;
            var trap = new WriteTrap(
                stage.World.Writes, stage.RestartAsync, fault, at, "trading-account", "subscriber-shard");

            await trap.RunAsync(async () =>
            {
                if (++calls == 1)
                {
                    _ = await stage.World.Subscription(id).CreateAsync(command);
                }

                return calls;
            });
            trap.Disarm();

            await stage.World.UntilAsync(id, view => view.Fee is not null, "the sweeper has gone on");
        }
    }
}
