using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Copy.Positions;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>Whatever fails on the way, each order is executed once, and nothing is lost.</summary>
public sealed class CopyFaultTests
{
    [Theory]
    [InlineData(10004)]
    [InlineData(10020)]
    [InlineData(10024)]
    [InlineData(10018)]
    public async Task What_was_definitely_not_executed_is_tried_again_as_a_new_order(int retcode)
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        terminal.Broker = order => order.Sequence < 3 ? BrokerAnswer.Rejected(retcode) : BrokerAnswer.Filled;

        await world.PublishAsync(world.Open(1));

        var view = await world.UntilAsync(id, 1, PositionStatus.Filled);
        Assert.Equal((3L, 3), (view.OpenSequence, view.Attempts));
        Assert.Equal([1L, 2L, 3L], terminal.Orders.Select(order => order.Sequence));
    }

    [Fact]
    public async Task After_five_attempts_an_opening_is_given_up()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        terminal.Broker = _ => BrokerAnswer.Rejected(10004);

        await world.PublishAsync(world.Open(1));

        await world.UntilAsync(id, 1, PositionStatus.Rejected);
        var view = await world.UntilAsync(id, v => v.Skipped == 1, "it is forgotten");
        Assert.Equal((5, CopyReasons.AttemptsOver), (terminal.Orders.Count, view.LastSkip));
    }

    [Fact]
    public async Task What_is_refused_for_good_is_not_tried_again()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        terminal.Broker = _ => BrokerAnswer.Rejected(10019);

        await world.PublishAsync(world.Open(1));

        await world.UntilAsync(id, 1, PositionStatus.Rejected);
        await world.UntilAsync(id, v => v.Skipped == 1, "it is forgotten");
        Assert.Single(terminal.Orders);
    }

    [Theory]
    [InlineData(ReportKind.Filled)]
    [InlineData(ReportKind.None)]
    public async Task What_may_have_been_executed_is_looked_up_before_anything_is_sent(ReportKind found)
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        terminal.Broker = order => order.Sequence == 1 ? BrokerAnswer.Rejected(10012) : BrokerAnswer.Filled;
        var asked = 0;
        terminal.LookUp = _ => ++asked < 2 ? null : new BrokerAnswer(found);

        await world.PublishAsync(world.Open(1));

        var view = await world.UntilAsync(id, 1, PositionStatus.Filled);
        Assert.Equal(found == ReportKind.Filled ? 1 : 2, view.OpenSequence);
        Assert.Equal(found == ReportKind.Filled ? 1 : 2, terminal.Orders.Count);
    }

    [Fact]
    public async Task Nobody_who_copies_waits_for_a_trust_that_cannot_be_told()
    {
        await using var world = await CopyWorld.StartAsync(copy => copy.RetryPeriod = TimeSpan.FromMinutes(10));
        var (_, id) = await world.SubscribeAsync();
        world.Writes.Judge = (name, _) => name == "trust" ? WriteFault.NotWritten : WriteFault.None;
        await world.PublishAsync(world.Open(1));
        await Eventually.HoldsAsync(() => !world.Writes.Failed.IsEmpty, "the trust is away", world.Log.ToString);

        await world.PublishAsync(world.Open(2));
        await world.UntilAsync(id, 2, PositionStatus.Filled);

        // A call that comes behind the telling: it has failed, and waits for longer than the test does.
        await world.Provider.GetAsync();
        await world.PublishAsync(world.Open(3));
        await world.UntilAsync(id, 3, PositionStatus.Filled);
    }

    [Fact]
    public async Task A_closing_is_never_given_up()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        terminal.Broker = order => order.Sequence < 5 ? BrokerAnswer.Rejected(10006) : BrokerAnswer.Filled;

        await world.PublishAsync(world.Do(SignalAction.Close, 1));

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        Assert.Equal(5, terminal.Orders.Count);
    }

    [Fact]
    public async Task What_a_closing_earned_counts_though_its_position_ended_before_that_was_told()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        terminal.Broker = order => order.Sequence == 1 ? BrokerAnswer.Filled : null;
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        await world.PublishAsync(world.Do(SignalAction.Close, 1) with { Volume = new Lots(40) });
        await Eventually.HoldsAsync(() => terminal.Orders.Count == 2, "the closing is there", world.Log.ToString);

        await terminal.HappenAsync(
            id, 1, ReportKind.Closed, BrokerAnswer.Filled with { Volume = new Lots(60), ProfitCents = -50 });
        await terminal.HappenAsync(
            id, 2, ReportKind.Filled, BrokerAnswer.Filled with { Volume = new Lots(40), ProfitCents = 30 });

        var view = await world.UntilAsync(id, v => v.Copies.Count == 0, "its copy is over");
        Assert.Equal(-20, view.NetProfitCents);
        Assert.Equal(-20, (await world.Position(id, 1).GetAsync())!.NetProfitCents);
        Assert.Equal(0, view.OrdersWaiting);
    }

    [Fact]
    public async Task An_opening_that_is_tried_again_goes_on_when_its_terminal_is_back()
    {
        await using var world = await CopyWorld.StartAsync(copy => copy.HoldWait = TimeSpan.FromMinutes(10));
        var (terminal, id) = await world.SubscribeAsync(new SubscriptionSettings
        {
            OpeningWindow = TimeSpan.FromDays(1),
        });
        terminal.Broker = order =>
            order.Sequence == 1 ? BrokerAnswer.Rejected(ReturnCode.MarketClosed) : BrokerAnswer.Filled;
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, v => v is { Sequence: 1, OrdersWaiting: 0 }, "it was refused");
        await terminal.DisconnectAsync();
        world.Time.Jump(TimeSpan.FromMinutes(11));
        await world.UntilAsync(
            id, v => v.Copies.Single().Waits == CopyReasons.TerminalSilent, "it waits for its terminal");

        await terminal.ConnectAsync();

        await world.UntilAsync(id, 1, PositionStatus.Filled);
    }

    [Fact]
    public async Task An_end_that_cannot_be_told_comes_later()
    {
        await using var world = await CopyWorld.StartAsync();
        var (_, id) = await world.SubscribeAsync();
        world.Writes.Judge = (name, _) => name == "subscriber-shard" ? WriteFault.NotWritten : WriteFault.None;

        await Assert.ThrowsAnyAsync<Exception>(() => world.Subscription(id).CommandAsync(SubscriptionCommand.End));
        await world.RestartAsync();
        Assert.Equal(
            SubscriptionStatus.Ending,
            (await world.UntilDoneAsync(() => world.Subscription(id).GetAsync()))!.Status);

        world.Writes.Judge = null;
        await world.UntilAsync(id, v => v.Status == SubscriptionStatus.Ended, "it has ended");
    }

    [Fact]
    public async Task Who_is_told_of_nothing_looks_whether_something_was_missed()
    {
        await using var world = await CopyWorld.StartAsync(copy =>
            copy.CatchUpPeriod = TimeSpan.FromMilliseconds(100));
        var (_, id) = await world.SubscribeAsync();
        await world.Grains.GetGrain<ISubscriberShardGrain>(ShardKeys.Of(world.ProviderKey, id)).RemoveAsync(id);

        await world.PublishAsync(world.Open(1));

        await world.UntilAsync(id, 1, PositionStatus.Filled);
    }

    [Fact]
    public async Task Reports_that_come_again_change_nothing()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        terminal.Broker = _ => BrokerAnswer.Filled with { ProfitCents = 100 };
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        await terminal.RepeatReportsAsync();
        await world.PublishAsync(world.Do(SignalAction.Close, 1));
        await world.UntilAsync(id, 1, PositionStatus.Closed);
        await world.UntilAsync(id, view => view.Copies.Count == 0, "the result is stored");

        await terminal.RepeatReportsAsync();

        Assert.Equal(200, (await world.Position(id, 1).GetAsync())!.NetProfitCents);
        Assert.Equal(200, (await world.Subscription(id).GetAsync())!.NetProfitCents);
        Assert.Equal(2, terminal.Orders.Count);
    }

    [Fact]
    public async Task Stops_that_are_told_again_do_not_come_back()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        await terminal.HappenAsync(
            id, opened: 1, ReportKind.Changed, BrokerAnswer.Done with { Reason = "1.06000,1.11000" });
        Assert.Equal(("1.06000", "1.11000"), await StopsAsync());
        await terminal.RepeatReportsAsync();
        Assert.Equal(("1.06000", "1.11000"), await StopsAsync());
        await world.PublishAsync(world.Do(SignalAction.Modify, 1) with { StopLoss = new SymbolPrice(107_000, 5) });
        await world.UntilAsync(id, 1, view => view.StopLoss.ToString() == "1.07000", "the order has moved them");
        var moved = await StopsAsync();

        await terminal.RepeatReportsAsync();

        Assert.Equal(moved, await StopsAsync());

        async Task<(string StopLoss, string TakeProfit)> StopsAsync()
        {
            var view = await world.Position(id, 1).GetAsync();
            return (view!.StopLoss.ToString(), view.TakeProfit.ToString());
        }
    }

    [Fact]
    public async Task A_platform_that_is_killed_at_any_write_executes_everything_once()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        for (var ticket = 1; ticket <= 14; ticket++)
        {
            // From the n-th write of the story on nothing is stored, or stored and not told, until the process dies.
            var (left, fault) = ((ticket + 1) / 2, ticket % 2 == 0 ? WriteFault.NotWritten : WriteFault.AnswerLost);
            world.Writes.Failed.Clear();
            world.Writes.Judge = (_, _) => Interlocked.Decrement(ref left) < 0 ? fault : WriteFault.None;
            await TryAsync(() => world.Provider.PublishAsync(world.Open(ticket)));
            await Eventually.HoldsAsync(
                () => !world.Writes.Failed.IsEmpty || terminal.Orders.Count == ticket, "the story goes on");
            world.Writes.Judge = null;
            await world.RestartAsync();
            await terminal.ConnectAsync();
        }

        var book = (await world.Provider.GetBookAsync())!;
        var view = await world.UntilAsync(
            id,
            v => v.SignalNumber == book.Number && v.OrdersWaiting == 0 && v.Copies.Count == book.Tickets.Count
                && v.Copies.All(copy => copy.Volume == new Lots(100)),
            "all that was published is copied");
        Assert.Equal(
            book.Tickets.Select(ticket => ticket.Ticket), view.Copies.Select(copy => copy.Ticket).Order());
        Assert.Equal(
            Enumerable.Range(1, terminal.Orders.Count).Select(n => (long)n),
            terminal.Orders.Select(order => order.Sequence));
        Assert.Equal(book.Tickets.Count, terminal.Orders.Count);
    }

    [Fact]
    public async Task A_platform_older_than_its_terminal_goes_on_behind_it()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();

        var feed = await world.Subscription(id).ResumeAsync(terminal.Id, 41);

        Assert.Equal(41, feed!.Base);
        Assert.Equal(41, (await world.Subscription(id).GetAsync())!.Sequence);
    }

    [Fact]
    public async Task What_comes_up_before_the_terminal_of_an_older_platform_resumes_gets_no_sequence_that_is_used()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        await terminal.DisconnectAsync();
        await world.PublishAsync(world.Do(SignalAction.Close, 1));
        var view = await world.UntilAsync(id, v => v.Copies.Single().Waits is not null, "the closing waits");
        Assert.Equal(
            (1L, 0, CopyReasons.TerminalSilent), (view.Sequence, view.OrdersWaiting, view.Copies.Single().Waits));

        terminal.Take(id, 41);
        await terminal.ConnectAsync();

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        Assert.Equal([1L, 42L], terminal.Orders.Select(order => order.Sequence));
    }

    [Fact]
    public async Task A_subscription_that_its_terminal_was_not_told_of_is_told_again()
    {
        await using var world = await CopyWorld.StartAsync();
        var terminal = await world.RegisterAsync(CopyWorld.Alice);
        await terminal.ConnectAsync();
        terminal.WordsToLose = 3;
        var id = await world.SubscribeAsync(terminal);

        await world.PublishAsync(world.Open(1));

        await world.UntilAsync(id, 1, PositionStatus.Filled);
    }

    [Fact]
    public async Task A_subscription_that_its_account_does_not_list_is_listed_again()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        terminal.WordsToLose = 1;
        await terminal.Account.RemoveSubscriptionAsync(id);
        await terminal.ConnectAsync();

        await world.PublishAsync(world.Do(SignalAction.Close, 1));

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        Assert.Equal([id], (await terminal.Account.GetSubscriptionsAsync(terminal.Session))!);
    }

    [Fact]
    public async Task What_was_refused_leaves_nothing_behind_though_that_could_not_be_stored_at_first()
    {
        await using var world = await CopyWorld.StartAsync();
        var publisher = await world.RegisterAsync(CopyWorld.Alice, TradingRole.Provider);
        var subscriber = await world.RegisterAsync(CopyWorld.Alice);
        var id = world.NewSubscription();
        var writes = 0;
        world.Writes.Judge = (name, _) => name == "subscription" && Interlocked.Increment(ref writes) == 3
            ? WriteFault.NotWritten
            : WriteFault.None;
        await Assert.ThrowsAnyAsync<Exception>(
            () => world.Subscription(id).CreateAsync(world.Copying(publisher)));
        world.Writes.Judge = null;

        var created = await world.UntilDoneAsync(() => world.Subscription(id).CreateAsync(world.Copying(subscriber)));

        Assert.Null(created.Refusal);
    }

    [Fact]
    public async Task Nobody_reports_for_another_account()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        var other = await world.RegisterAsync(CopyWorld.Bob);
        terminal.Broker = _ => null;
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Sent);

        Assert.Null(await world.Subscription(id).ResumeAsync(other.Id, 0));
        Assert.False(await world.Subscription(id).ReportAsync(other.Id, Report(id)));

        Assert.Equal(PositionStatus.Sent, (await world.Position(id, 1).GetAsync())!.Status);
    }

    private static OrderReport Report(SubscriptionId id) => new()
    {
        Number = 1,
        Subscription = id,
        Sequence = 1,
        Kind = ReportKind.Filled,
        Retcode = 10009,
        Reason = "",
        Order = 1,
        Deal = 2,
        Volume = new Lots(100),
        Price = new SymbolPrice(108_345, 5),
        ProfitCents = 0,
        CommissionCents = 0,
        SwapCents = 0,
        At = DateTimeOffset.UnixEpoch,
    };

    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception failure) when (failure is IOException or OrleansException)
        {
            // Nobody knows whether it was stored: the book tells.
        }
    }
}
