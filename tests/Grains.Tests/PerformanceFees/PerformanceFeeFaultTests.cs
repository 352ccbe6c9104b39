using OrleansTrading.Grains.Tests.Wallets;

namespace OrleansTrading.Grains.Tests.PerformanceFees;

/// <summary>
/// Writes of the fee and of both wallets fail, their answers are lost, and the process dies at each of them: each part
/// of each period's fee is paid once, and no unit more or less.
/// </summary>
public sealed class PerformanceFeeFaultTests
{
    /// <summary>More writes than the story takes; the last rows show that a run without a fault is no other.</summary>
    private const int WritesMax = 30;
    private const int CollectsMax = 10;

    public static TheoryData<TrappedWrite> Faults => [.. WriteTrap.All];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_write_changes_nothing_for_who_repeats_what_was_not_answered(TrappedWrite fault)
    {
        var reached = 0;
        for (var at = 1; at <= WritesMax; at++)
        {
            await using var world = await WalletWorld.StartAsync();
            var stage = new FeeStage(world);
            var trap = new WriteTrap(world, fault, at, "performancefee", "performancefeeprovider", "wallet");

            await TellAsync(world, stage, trap);

            var statement = (await stage.Grain.GetStatementAsync(null, 10))!;
            Assert.Equal((0, null), ((int)statement.Fees.Owed, statement.Fees.RetryAt));
            Assert.Equal(
                statement.Periods.Reverse().Where(p => p.Charge.Fee > 0).SelectMany(p => new[]
                {
                    (p.ProviderOperation, (int)p.Charge.ProviderUnits),
                    (p.PlatformOperation, (int)p.Charge.PlatformUnits),
                }),
                await stage.PaidAsync());
            Assert.Equal((1_000 - 600 - 150 - 30, 480 + 120 + 24), await stage.AvailableAsync());
            reached += trap.WasSprung ? 1 : 0;
        }

        Assert.InRange(reached, 15, WritesMax - 1);
    }

    /// <summary>Profit, a loss, profit that the wallet cannot pay for, and money that comes then.</summary>
    private static async Task TellAsync(WalletWorld world, FeeStage stage, WriteTrap trap)
    {
        var (early, late) = (world.Adjustment(700), world.Adjustment(300));
        await trap.RunAsync(() => DoAsync(stage.OpenAsync));
        await trap.RunAsync(() => DoAsync(() => stage.FundAsync(early)));
        await trap.RunAsync(() => stage.CloseAsync(1, 12_000));
        await trap.RunAsync(() => stage.CloseAsync(2, 11_000, withdrawals: 100));
        await trap.RunAsync(() => stage.CloseAsync(3, 12_400));
        await trap.RunAsync(() => DoAsync(() => stage.FundAsync(late)));
        await trap.RunAsync(() => stage.CloseAsync(4, 12_500));
        for (var i = 0; i < CollectsMax && (await stage.Grain.GetAsync())!.Owed > 0; i++)
        {
            await trap.RunAsync(() => DoAsync(stage.CollectAsync));
        }

        await trap.RunAsync(stage.AvailableAsync);
    }

    private static async Task<bool> DoAsync(Func<Task> act)
    {
        await act();
        return true;
    }
}
