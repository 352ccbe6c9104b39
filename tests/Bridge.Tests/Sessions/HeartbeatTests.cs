using OrleansTrading.Bridge.Tests.Support;

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
        await using var terminal = await bridge.GoLiveAsync(bridge.World.AddAccount());

        for (var i = 1; i <= 10; i++)
        {
            bridge.Time.Advance(Heartbeat);
            Assert.Equal($"PING|{i}", await terminal.ReadAsync());
            await terminal.SendAsync($"PONG|{i}");

            // The answer was heard when the line behind it is.
            await terminal.SendAsync("RESUME|");
            await bridge.World.UntilAsync(() => bridge.Log.Entries.Count(entry => entry.Event.Id == 5006) == Math.Min(i, 4));
            if (i == 4)
            {
                break;
            }
        }

        bridge.Time.Advance(Heartbeat * 2.9);
        Assert.Equal("PING|5", await terminal.ReadAsync());
    }
}
