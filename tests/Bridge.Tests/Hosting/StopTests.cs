using OrleansTrading.Bridge.Tests.Support;

namespace OrleansTrading.Bridge.Tests.Hosting;

/// <summary>A stop tells everybody, waits for what was taken, and ends in bounded time.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Everybody_is_told_that_the_bridge_stops()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var live = await bridge.GoLiveAsync(bridge.World.AddAccount());
        await using var provider = await bridge.EnterAsync(bridge.World.AddAccount("PROVIDER"));
        Assert.Equal("LAST|0", await provider.ReadAsync());
        await using var silent = await bridge.ConnectAsync();
        await silent.ReadLineAsync();

        var stopping = bridge.StopAsync();

        foreach (var terminal in new[] { live, provider, silent })
        {
            Assert.StartsWith("BYE|STOPPING|", await terminal.ReadAsync(), StringComparison.Ordinal);
            await terminal.DisposeAsync();
        }

        await stopping;
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(bridge.ConnectAsync);
    }

    [Fact]
    public async Task Client_that_does_not_go_is_cut_off()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.GoLiveAsync(bridge.World.AddAccount());

        var stopping = bridge.StopAsync();
        Assert.StartsWith("BYE|STOPPING|", await terminal.ReadAsync(), StringComparison.Ordinal);
        while (!stopping.IsCompleted)
        {
            bridge.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await stopping;
        Assert.Null(await terminal.ReadAsync());
    }

    [Fact]
    public async Task Client_that_stays_after_goodbye_is_cut_off()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.GoLiveAsync(account);
        await account.Terminal!.EndAsync("DISABLED");
        Assert.StartsWith("BYE|DISABLED|", await terminal.ReadAsync(), StringComparison.Ordinal);
        await terminal.SendAsync("READY");

        var closed = terminal.ReadAsync();
        while (!closed.IsCompleted)
        {
            bridge.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Null(await closed);
    }
}
