using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>What the audit of the ledger says of wallets.</summary>
public sealed class WalletAuditTests
{
    [Fact]
    public async Task A_hold_that_is_past_its_time_is_told_until_it_is_given_back()
    {
        // Nobody sweeps, as if the grain that does could not be reached.
        await using var world = await WalletWorld.StartAsync(
            o => o.SweepPeriod = TimeSpan.FromHours(1),
            services => services.Configure<LedgerOptions>(o => o.AuditPeriod = TimeSpan.FromSeconds(1)));
        var wallet = await world.FilledAsync(100);
        WalletWorld.Done(await wallet.HoldAsync(world.Hold(40)));
        var audit = world.Platform.Grains.GetGrain<ILedgerAuditGrain>("0");
        await audit.StartAsync();
        world.Time.Jump(TimeSpan.FromHours(1) + LedgerRules.OverdueMax - TimeSpan.FromMinutes(1));
        var until = world.Time.GetUtcNow();
        await Eventually.GetAsync(audit.GetAsync, v => v.CaughtUpAt >= until, "it was audited", world.Log.ToString);
        Assert.Null((await audit.GetAsync()).Problem);

        world.Time.Jump(TimeSpan.FromMinutes(2));
        var late = await Eventually.GetAsync(
            audit.GetAsync, v => v.Problem is not null, "the hold is told", world.Log.ToString);
        await wallet.WakeAsync();
        await Eventually.GetAsync(audit.GetAsync, v => v.Problem is null, "all is well", world.Log.ToString);

        Assert.StartsWith($"{ListingKinds.Wallet} {WalletId.Of(WalletWorld.Alice, "main")} has", late.Problem);
        await WalletWorld.HasAsync(wallet, 100, 0);
    }
}
