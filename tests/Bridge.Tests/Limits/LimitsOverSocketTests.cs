using System.Net.Sockets;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Limits;

/// <summary>The limits, where they bite.</summary>
public sealed class LimitsOverSocketTests
{
    [Fact]
    public async Task Address_with_too_many_connections_gets_no_word_and_others_of_it_go_on()
    {
        await using var bridge = await BridgeHost.StartAsync(options =>
        {
            options.AddressConnectionsMax = 1;
            options.AddressRate = 100_000;
        });
        var account = bridge.World.AddAccount();
        await using (var first = await bridge.GoLiveAsync(account))
        {
            Assert.Null(await FirstWordAsync(bridge));
            await account.Terminal!.WatchAsync("GBPUSD");
            Assert.Equal("WATCH|GBPUSD", await first.ReadAsync());
        }

        // Once the first one is gone there is room again.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string? word;
        while ((word = await FirstWordAsync(bridge)) is null)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        Assert.StartsWith("CHALLENGE|", word, StringComparison.Ordinal);
    }

    /// <summary>What a new connection hears first; null: it was closed, perhaps while it was being made.</summary>
    private static async Task<string?> FirstWordAsync(BridgeHost bridge)
    {
        try
        {
            await using var connection = await bridge.ConnectAsync();
            return await connection.ReadLineAsync();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    [Fact]
    public async Task More_connections_than_may_be_are_told_to_come_later()
    {
        await using var bridge = await BridgeHost.StartAsync(options => options.SessionsMax = 1);
        await using var first = await bridge.GoLiveAsync(bridge.World.AddAccount());

        await using var second = await bridge.ConnectAsync();

        Assert.StartsWith(
            "BYE|BUSY|", await second.EnterAsync(new TerminalLogin("acc_x", "y")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_sends_too_much_is_read_later_and_loses_nothing()
    {
        const int Reports = 400;
        await using var bridge = await BridgeHost.StartAsync(options =>
        {
            options.ByteRate = 1_024;
            options.Heartbeat = TimeSpan.FromMinutes(5);
        });
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);
        await terminal.SendAsync(Enumerable.Range(1, Reports).Select(i => Lines.Report(i, subscription, i)));

        var began = bridge.Time.GetUtcNow();

        for (var number = 1; number <= Reports; number++)
        {
            var confirmed = terminal.ReadAsync();
            while (!confirmed.IsCompleted)
            {
                bridge.Time.Advance(TimeSpan.FromMilliseconds(2));
                await Task.Yield();
            }

            Assert.Equal($"FIN|{number}", await confirmed);
        }

        // Over 60 KB have come, of which 10 KB may come at once, and the last 16 KB are read before they are counted.
        Assert.True(bridge.Time.GetUtcNow() - began > TimeSpan.FromSeconds(30));
        Assert.Equal(Reports, subscription.Reports.Count);
    }
}
