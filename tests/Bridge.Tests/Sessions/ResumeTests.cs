using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>Orders come in sequence, each once, whatever happens in between.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task Client_without_a_journal_gets_all_that_has_no_result()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        var orders = new[] { subscription.Store(), subscription.Store() };
        await using var terminal = await bridge.EnterAsync(account);

        await terminal.SendAsync("READY");

        Assert.Equal($"SUB|{subscription.Id}|0|60000|10|0", await terminal.ReadAsync());
        foreach (var order in orders)
        {
            Assert.Equal($"SIG|{order.Payload}|{order.Signature}", await terminal.ReadAsync());
        }

        Assert.Equal("LIVE", await terminal.ReadAsync());
    }

    [Fact]
    public async Task Subscription_is_asked_behind_what_the_journal_knows()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var known = bridge.World.AddSubscription(account);
        var news = bridge.World.AddSubscription(account);
        var foreign = bridge.World.AddSubscription(bridge.World.AddAccount());

        await using var terminal = await bridge.GoLiveAsync(
            account, $"RESUME|{known.Id}|7", $"RESUME|{foreign.Id}|3");

        Assert.Equal([7], known.Resumes);
        Assert.Equal([0], news.Resumes);
        Assert.Empty(foreign.Resumes);
    }

    [Fact]
    public async Task Reports_of_the_journal_are_stored_before_orders_are_told()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        subscription.Store();
        subscription.Store();
        bridge.World.Before = what => what.StartsWith("report:", StringComparison.Ordinal)
            ? bridge.World.PassAsync("store")
            : Task.CompletedTask;
        await using var terminal = await bridge.EnterAsync(account);

        await terminal.SendAsync(
            [
                $"RESUME|{subscription.Id}|2", Lines.Report(1, subscription, 1), Lines.Report(2, subscription, 2),
                "READY",
            ]);
        await bridge.World.UntilAsync(() => account.Reports.Count == 1);
        Assert.Empty(subscription.Resumes);
        bridge.World.Open("store");

        Assert.Equal("FIN|1", await terminal.ReadAsync());
        Assert.Equal("FIN|2", await terminal.ReadAsync());
        Assert.Equal($"SUB|{subscription.Id}|2|60000|10|0", await terminal.ReadAsync());
        Assert.Equal("LIVE", await terminal.ReadAsync());
    }

    [Theory]
    [InlineData("subscriptions")]
    [InlineData("resume")]
    public async Task Order_that_is_delivered_while_the_client_resumes_comes_once_and_in_its_place(string stage)
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        subscription.Store();
        var isFirst = true;
        bridge.World.After = async what =>
        {
            if (isFirst && what.StartsWith(stage, StringComparison.Ordinal))
            {
                isFirst = false;
                await subscription.OrderAsync();
                await subscription.OrderAsync();
            }
        };
        await using var terminal = await bridge.EnterAsync(account);
        await terminal.SendAsync("READY");

        var sequences = await ReadSequencesAsync(terminal, 3);
        await subscription.OrderAsync();
        sequences.AddRange(await ReadSequencesAsync(terminal, 1));

        Assert.Equal([1, 2, 3, 4], sequences);
    }

    [Fact]
    public async Task Order_that_is_delivered_twice_or_late_comes_once()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);

        var first = await subscription.OrderAsync();
        await account.Terminal!.DeliverAsync(first);
        await subscription.OrderAsync();
        await account.Terminal.DeliverAsync(first);
        await subscription.OrderAsync();

        Assert.Equal([1, 2, 3], await ReadSequencesAsync(terminal, 3));
        Assert.Equal([0], subscription.Resumes);
    }

    [Fact]
    public async Task Orders_whose_delivery_was_lost_are_fetched_when_the_next_one_comes()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);
        await subscription.OrderAsync();
        subscription.Store();
        subscription.Store();

        await subscription.OrderAsync();

        Assert.Equal([1, 2, 3, 4], await ReadSequencesAsync(terminal, 4));
        Assert.Equal([0, 1], subscription.Resumes);
    }

    [Fact]
    public async Task Client_that_misses_orders_gets_them_again_from_where_it_is()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);
        for (var i = 0; i < 4; i++)
        {
            await subscription.OrderAsync();
        }

        Assert.Equal([1, 2, 3, 4], await ReadSequencesAsync(terminal, 4));
        await terminal.SendAsync(
            [$"REJ|{subscription.Id}|2|GAP|0", $"REJ|{subscription.Id}|3|GAP|0", $"REJ|{subscription.Id}|4|GAP|0"]);

        Assert.Equal([1, 2, 3, 4], await ReadSequencesAsync(terminal, 4));
        await subscription.OrderAsync();
        Assert.Equal([5], await ReadSequencesAsync(terminal, 1));
        Assert.Empty(subscription.Rejections);
    }

    [Fact]
    public async Task Rejection_for_another_reason_reaches_the_subscription()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);

        await terminal.SendAsync($"REJ|{subscription.Id}|1|SIGNATURE|0");
        await bridge.World.UntilAsync(() => subscription.Rejections.Count == 1);

        Assert.Equal("SIGNATURE", subscription.Rejections[0].Code);
        Assert.True(bridge.Log.Has(5008));
    }

    [Fact]
    public async Task Changed_values_are_told_with_the_sequence_of_that_moment()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);
        await subscription.OrderAsync();
        Assert.Equal([1], await ReadSequencesAsync(terminal, 1));

        await account.Terminal!.RefreshAsync(subscription.Id);
        subscription.Window = TimeSpan.FromSeconds(5);
        await account.Terminal.RefreshAsync(subscription.Id);

        Assert.Equal($"SUB|{subscription.Id}|1|5000|10|0", await terminal.ReadAsync());
        await subscription.OrderAsync();
        Assert.Equal([2], await ReadSequencesAsync(terminal, 1));
    }

    [Fact]
    public async Task Subscription_that_is_new_is_told_while_the_client_is_live()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.GoLiveAsync(account);
        var subscription = bridge.World.AddSubscription(account);

        await subscription.OrderAsync();

        Assert.Equal($"SUB|{subscription.Id}|0|60000|10|0", await terminal.ReadAsync());
        Assert.Equal([1], await ReadSequencesAsync(terminal, 1));
    }

    [Fact]
    public async Task Subscription_that_has_ended_sends_nothing_more()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var ended = bridge.World.AddSubscription(account);
        var other = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.GoLiveAsync(account);
        ended.HasEnded = true;
        await account.Terminal!.RefreshAsync(ended.Id);
        await bridge.World.UntilAsync(() => ended.Resumes.Count == 1);

        await account.Terminal.AskAsync(other.Id, 1);
        Assert.Equal($"ASK|{other.Id}|1", await terminal.ReadAsync());
        await ended.OrderAsync();
        await other.OrderAsync();

        Assert.Equal($"SIG|{other.Id}|1", string.Join('|', (await terminal.ReadAsync())!.Split('|')[..3]));
    }

    [Fact]
    public async Task Client_that_is_ahead_of_all_that_is_stored_is_believed()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        await using var terminal = await bridge.EnterAsync(account);

        await terminal.SendAsync([$"RESUME|{subscription.Id}|41", "READY"]);
        Assert.Equal($"SUB|{subscription.Id}|41|60000|10|0", await terminal.ReadAsync());
        Assert.Equal("LIVE", await terminal.ReadAsync());
        await subscription.OrderAsync();

        Assert.Equal([42], await ReadSequencesAsync(terminal, 1));
    }

    [Fact]
    public async Task Subscription_that_cannot_be_asked_ends_the_session_and_loses_nothing()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        subscription.Store();
        bridge.World.Before = what => what.StartsWith("resume:", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The grain of the test fails.")
            : Task.CompletedTask;
        await using (var terminal = await bridge.EnterAsync(account))
        {
            await terminal.SendAsync("READY");
            Assert.StartsWith("BYE|BUSY|", await terminal.ReadAsync(), StringComparison.Ordinal);
        }

        bridge.World.Before = null;
        await using var again = await bridge.EnterAsync(account);
        await again.SendAsync("READY");
        Assert.Equal([1], await ReadSequencesAsync(again, 1));
    }

    [Fact]
    public async Task Client_that_knows_orders_which_have_results_is_told_of_those_between_that_have_none()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = await WithHolesAsync(bridge, account);

        await using var terminal = await bridge.EnterAsync(account);
        await terminal.SendAsync([$"RESUME|{subscription.Id}|6", "READY"]);

        Assert.Equal($"SUB|{subscription.Id}|1|60000|10|0", await terminal.ReadAsync());
        Assert.Equal([2, 4], await ReadSequencesAsync(terminal, 2));
        Assert.Equal("LIVE", await terminal.ReadAsync());
        await subscription.OrderAsync();
        Assert.Equal([7], await ReadSequencesAsync(terminal, 1));
        Assert.Equal(6, subscription.Resumes[^1]);
    }

    [Fact]
    public async Task Client_that_lost_its_journal_is_told_where_to_go_on_behind_each_order_with_a_result()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = await WithHolesAsync(bridge, account);
        var executed = new List<long>();
        using var done = new CancellationTokenSource();
        var journal = new TerminalJournal();
        var terminal = new ScriptedTerminal(account.Login, journal, order =>
        {
            executed.Add(order.Sequence);
            return ScriptedTerminal.Fill(order);
        })
        {
            Heard = line =>
            {
                if (line == "LIVE")
                {
                    subscription.OrderAsync().ContinueWith(_ => { }, TaskScheduler.Default);
                }

                if (executed.Count == 3 && journal.Unconfirmed == 0)
                {
                    done.Cancel();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => terminal.RunAsync(bridge.Endpoint, cancellationToken: done.Token));

        Assert.Equal([2, 4, 7], executed);
    }

    [Fact]
    public async Task Session_that_its_account_has_forgotten_is_told_to_come_again()
    {
        await using var bridge = await BridgeHost.StartAsync(options => options.Heartbeat = TimeSpan.FromMinutes(5));
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.GoLiveAsync(account);
        account.Close(terminal.Session);

        await terminal.SendAsync(ScriptedTerminal.AccountLine(account.Login));
        var word = terminal.ReadAsync();
        while (!word.IsCompleted)
        {
            bridge.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.StartsWith("BYE|STOPPING|", await word, StringComparison.Ordinal);
    }

    /// <summary>Six orders, of which the second and the fourth have no result.</summary>
    private static async Task<TestSubscription> WithHolesAsync(BridgeHost bridge, TestAccount account)
    {
        var subscription = bridge.World.AddSubscription(account);
        for (var i = 0; i < 6; i++)
        {
            subscription.Store();
        }

        await using var terminal = await bridge.GoLiveAsync(account);
        long[] done = [1, 3, 5, 6];
        await terminal.SendAsync(done.Select((sequence, i) => Lines.Report(i + 1, subscription, sequence)));
        await bridge.World.UntilAsync(() => subscription.Reports.Count == 4);
        return subscription;
    }

    private static async Task<List<long>> ReadSequencesAsync(TerminalConnection terminal, int count)
    {
        var sequences = new List<long>();
        while (sequences.Count < count)
        {
            var line = await terminal.ReadAsync();
            Assert.NotNull(line);
            Assert.False(line.StartsWith("BYE|", StringComparison.Ordinal), line);
            if (line.StartsWith("SIG|", StringComparison.Ordinal))
            {
                sequences.Add(Lines.SequenceOf(line));
            }
        }

        return sequences;
    }
}
