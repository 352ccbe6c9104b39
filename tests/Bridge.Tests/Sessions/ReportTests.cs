using System.Collections.Concurrent;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Grains;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>A report is confirmed when it is stored, and not otherwise.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Report_is_confirmed_only_when_it_is_stored()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        bridge.World.After = what => what.StartsWith("report:", StringComparison.Ordinal)
            ? bridge.World.PassAsync("answer")
            : Task.CompletedTask;
        await using var terminal = await bridge.GoLiveAsync(account);

        await terminal.SendAsync(Lines.Report(1, subscription, 1));
        var confirmation = terminal.ReadAsync();
        await bridge.World.UntilAsync(() => subscription.Reports.Count == 1);
        await account.Terminal!.WatchAsync("GBPUSD");

        Assert.Equal("WATCH|GBPUSD", await confirmation);
        bridge.World.Open("answer");
        Assert.Equal("FIN|1", await terminal.ReadAsync());
    }

    [Fact]
    public async Task Report_that_cannot_be_stored_is_not_confirmed_and_the_client_comes_again()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using (var terminal = await bridge.GoLiveAsync(account))
        {
            bridge.World.Before = what => what.StartsWith("report:", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The grain of the test fails.")
                : Task.CompletedTask;
            await terminal.SendAsync([Lines.Report(1, subscription, 1), Lines.Report(2, subscription, 1, "CLOSED")]);
            Assert.StartsWith("BYE|BUSY|", await terminal.ReadAsync(), StringComparison.Ordinal);
        }

        bridge.World.Before = null;
        await using var again = await bridge.EnterAsync(account);
        await again.SendAsync([Lines.Report(1, subscription, 1), Lines.Report(2, subscription, 1, "CLOSED"), "READY"]);
        Assert.Equal("FIN|1", await again.ReadAsync());
        Assert.Equal("FIN|2", await again.ReadAsync());
        Assert.Equal([ReportKind.Filled, ReportKind.Closed], subscription.Reports.Select(report => report.Kind));
    }

    [Fact]
    public async Task Report_that_comes_again_is_confirmed_again()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);

        await terminal.SendAsync([Lines.Report(1, subscription, 1), Lines.Report(1, subscription, 1)]);

        Assert.Equal("FIN|1", await terminal.ReadAsync());
        Assert.Equal("FIN|1", await terminal.ReadAsync());
        Assert.Single(subscription.Reports);
    }

    [Fact]
    public async Task Reports_of_one_subscription_are_stored_in_order_and_of_others_beside_it()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var slow = bridge.World.AddSubscription(account);
        var quick = bridge.World.AddSubscription(account);
        var order = new ConcurrentQueue<string>();
        bridge.World.Before = what =>
        {
            order.Enqueue(what);
            return what == $"report:{slow.Id}" ? bridge.World.PassAsync("slow") : Task.CompletedTask;
        };
        await using var terminal = await bridge.GoLiveAsync(account);

        await terminal.SendAsync(
            [Lines.Report(1, slow, 1), Lines.Report(2, slow, 2), Lines.Report(3, quick, 1), Lines.Report(4, quick, 2)]);

        Assert.Equal("FIN|3", await terminal.ReadAsync());
        Assert.Equal("FIN|4", await terminal.ReadAsync());
        Assert.Equal(1, order.Count(what => what == $"report:{slow.Id}"));
        bridge.World.Open("slow");
        Assert.Equal("FIN|1", await terminal.ReadAsync());
        Assert.Equal("FIN|2", await terminal.ReadAsync());
    }

    [Fact]
    public async Task No_more_reports_of_a_session_are_at_grains_than_may_be_and_the_rest_of_it_goes_on()
    {
        await using var bridge = await BridgeHost.StartAsync(options => options.ReportsUnderWayMax = 2);
        var account = bridge.World.AddAccount();
        var subscriptions = Enumerable.Range(0, 5).Select(_ => bridge.World.AddSubscription(account)).ToList();
        var accounting = new Lock();
        var underWay = 0;
        var most = 0;
        bridge.World.Before = async what =>
        {
            if (what.StartsWith("report:", StringComparison.Ordinal))
            {
                lock (accounting)
                {
                    most = Math.Max(most, ++underWay);
                }

                await bridge.World.PassAsync("store");
                lock (accounting)
                {
                    underWay--;
                }
            }
        };
        await using var terminal = await bridge.GoLiveAsync(account);
        await terminal.SendAsync(subscriptions.Select((one, i) => Lines.Report(i + 1, one, 1)));

        await subscriptions[0].OrderAsync();
        Assert.StartsWith("SIG|", await terminal.ReadAsync(), StringComparison.Ordinal);
        bridge.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("PING|1", await terminal.ReadAsync());
        await terminal.SendAsync("PONG|1");
        bridge.World.Open("store");

        var confirmed = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            confirmed.Add(await terminal.ReadAsync());
        }

        Assert.Equal(["FIN|1", "FIN|2", "FIN|3", "FIN|4", "FIN|5"], confirmed.Order());
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task No_more_reports_of_all_sessions_are_at_grains_than_may_be_and_orders_are_told_meanwhile()
    {
        await using var bridge = await BridgeHost.StartAsync(options => options.AllReportsUnderWayMax = 2);
        var accounts = Enumerable.Range(0, 4).Select(_ => bridge.World.AddAccount()).ToList();
        var subscriptions = accounts.Select(account => bridge.World.AddSubscription(account)).ToList();
        var begun = new SemaphoreSlim(0);
        var accounting = new Lock();
        var underWay = 0;
        var most = 0;
        bridge.World.Before = async what =>
        {
            if (what.StartsWith("report:", StringComparison.Ordinal))
            {
                lock (accounting)
                {
                    most = Math.Max(most, ++underWay);
                }

                begun.Release();
                await bridge.World.PassAsync("store");
                lock (accounting)
                {
                    underWay--;
                }
            }
        };
        var terminals = new List<TerminalConnection>();
        for (var i = 0; i < accounts.Count; i++)
        {
            terminals.Add(await bridge.GoLiveAsync(accounts[i]));
            await terminals[i].SendAsync(Lines.Report(1, subscriptions[i], 1));
        }

        await begun.WaitAsync();
        await begun.WaitAsync();
        await subscriptions[3].OrderAsync();
        Assert.StartsWith("SIG|", await terminals[3].ReadAsync(), StringComparison.Ordinal);
        bridge.World.Open("store");
        foreach (var terminal in terminals)
        {
            Assert.Equal("FIN|1", await terminal.ReadAsync());
            await terminal.DisposeAsync();
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task More_lines_than_may_wait_for_grains_are_read_later_and_none_is_lost()
    {
        const int Count = BridgeConstants.LinesAtGrainsMax + 500;
        await using var bridge = await BridgeHost.StartAsync(options => options.ByteRate = 1024 * 1024);
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        bridge.World.Before = what => what.StartsWith("report:", StringComparison.Ordinal)
            ? bridge.World.PassAsync("store")
            : Task.CompletedTask;
        await using var terminal = await bridge.GoLiveAsync(account);
        var sending = terminal.SendAsync(
            Enumerable.Range(1, Count).Select(number => Lines.Report(number, subscription, number)));

        bridge.World.Open("store");
        for (var number = 1; number <= Count; number++)
        {
            Assert.Equal($"FIN|{number}", await terminal.ReadAsync());
        }

        await sending;
        Assert.Equal(Count, subscription.Reports.Count);
    }

    [Fact]
    public async Task Report_of_what_the_account_does_not_copy_is_confirmed_and_told_to_operators()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var foreign = bridge.World.AddSubscription(bridge.World.AddAccount());
        await using var terminal = await bridge.GoLiveAsync(account);

        await terminal.SendAsync(Lines.Report(1, foreign, 1));

        Assert.Equal("FIN|1", await terminal.ReadAsync());
        Assert.Empty(foreign.Reports);
        await bridge.LoggedAsync(5009, "70001");
    }
}
