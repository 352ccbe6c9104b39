using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Grains.Tests.Copy;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Cluster;

/// <summary>A terminal is connected to one silo, and its account may run on another.</summary>
public sealed class CopyFailoverTests
{
    [Fact]
    public async Task Terminal_at_one_silo_is_told_by_another_and_goes_on_when_that_one_dies()
    {
        await using var world = await CopyWorld.StartAsync();
        var cluster = (TestClusterFixture)world.Platform;
        var (terminal, id) = await world.SubscribeAsync();
        var dying = cluster.SiloOf(terminal.Account);
        var own = cluster.Silos.Single(silo => silo != dying);
        terminal.Bridge = own.ServiceProvider.GetRequiredService<IGrainFactory>();
        await terminal.ConnectAsync();
        await Eventually.HoldsAsync(() => terminal.Ends.Count > 0, "the other session is told so", world.Log.ToString);
        Assert.Equal([BridgeEnds.Replaced], terminal.Ends);

        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        Assert.Same(dying, cluster.SiloOf(terminal.Account));
        await cluster.KillAsync(dying);

        // The account's next activation knows of no session. The terminal learns it when it says something, and comes
        // again.
        Assert.Equal(BridgeEnds.Replaced, await Eventually.GetAsync(
            () => SayAsync(terminal), end => end is not null, "the account answers", world.Log.ToString));
        await world.UntilDoneAsync(terminal.ConnectAsync);
        await world.PublishAsync(world.Open(2));
        await world.UntilAsync(id, 2, PositionStatus.Filled);
        Assert.Equal([1L, 2L], terminal.Orders.Select(order => order.Sequence));
    }

    /// <summary>Null also while nobody has noticed that the silo is gone.</summary>
    private static async Task<string?> SayAsync(ScriptedTerminal terminal)
    {
        try
        {
            return await terminal.Account.ReportAsync(terminal.Session, terminal.Report);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
