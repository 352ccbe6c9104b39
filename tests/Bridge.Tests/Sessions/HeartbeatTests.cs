using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>Who says nothing is asked, and given up after three heartbeats.</summary>
public sealed class HeartbeatTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Silent_client_is_asked_each_heartbeat_and_cut_off_after_three()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.GoLiveAsync(account);

        bridge.Time.Advance(Heartbeat);
        Assert.Equal("PING|1", await terminal.ReadAsync());
        bridge.Time.Advance(Heartbeat);
        Assert.Equal("PING|2", await terminal.ReadAsync());
        bridge.Time.Advance(Heartbeat);

        Assert.Null(await terminal.ReadAsync());
        await bridge.LoggedAsync(5004, "nothing was heard");
        Assert.Null(account.Session);
    }

    [Fact]
    public async Task Client_that_answers_stays()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.GoLiveAsync(account);

        for (var i = 1; i <= 10; i++)
        {
            bridge.Time.Advance(Heartbeat);
            Assert.Equal($"PING|{i}", await terminal.ReadAsync());

            // The answer was heard when the line behind it is.
            await terminal.SendAsync([$"PONG|{i}", ScriptedTerminal.AccountLine(account.Login)]);
            await bridge.World.UntilAsync(() => account.Reports.Count == i + 1);
        }

        bridge.Time.Advance(Heartbeat * 2.9);
        Assert.Equal("PING|11", await terminal.ReadAsync());
        Assert.Equal("PING|12", await terminal.ReadAsync());
        Assert.NotNull(account.Session);
    }
}
