using OrleansTrading.Grains.Copy.Providers;
using OrleansTrading.Grains.Copy.Subscriptions;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>From a provider's signal to the account's position, and back.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task What_the_provider_opens_and_closes_the_account_does()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(new SubscriptionSettings { MultiplierMillionths = 500_000 });

        await world.PublishAsync(world.Open(1) with { StopLoss = new SymbolPrice(107_900, 5) });
        var open = await world.UntilAsync(id, 1, PositionStatus.Filled);
        Assert.Equal((new Lots(50), 1L, new SymbolPrice(108_347, 5)), (open.Volume, open.OpenSequence, open.OpenPrice));
        terminal.Broker = _ => BrokerAnswer.Filled with { ProfitCents = 1_234 };
        await world.PublishAsync(world.Do(SignalAction.Close, 1));
        var closed = await world.UntilAsync(id, 1, PositionStatus.Closed);

        Assert.Equal(1_234, closed.NetProfitCents);
        var view = await world.UntilAsync(id, v => v.OrdersWaiting == 0, "the result is stored");
        Assert.Empty(view.Copies);
        Assert.Equal((2, 2L, 1_234L), (view.SignalNumber, view.Sequence, view.NetProfitCents));
        Assert.Equal(["BUY", "CLOSE#1"], terminal.Orders.Select(order => order.Type));
        Assert.Equal(
            ("0.50", "1.08345", "1.07900", "0.00000"),
            (terminal.Orders[0].Volume.ToString(), terminal.Orders[0].Price, terminal.Orders[0].StopLoss,
                terminal.Orders[0].TakeProfit));
    }

    [Fact]
    public async Task Parts_are_closed_as_the_provider_closes_them()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);

        await world.PublishAsync(world.Do(SignalAction.Close, 1) with { Volume = new Lots(30) });
        await world.UntilAsync(id, 1, view => view.Volume == new Lots(70), "a part is closed");
        await world.PublishAsync(world.Do(SignalAction.Close, 1) with { Volume = new Lots(20) });
        await world.UntilAsync(id, 1, view => view.Volume == new Lots(50), "another part is closed");

        Assert.Equal([new Lots(100), new Lots(30), new Lots(20)], terminal.Orders.Select(order => order.Volume));
    }

    [Fact]
    public async Task Of_a_pending_order_that_was_filled_in_part_the_same_part_is_kept()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1, kind: OrderKind.SellStop));
        await world.UntilAsync(id, 1, PositionStatus.Placed);
        await world.PublishAsync(world.Do(SignalAction.Fill, 1) with { Volume = new Lots(60) });

        await terminal.HappenAsync(id, 1, ReportKind.Opened, BrokerAnswer.Filled with { Volume = new Lots(100) });

        await world.UntilAsync(id, 1, view => view.Volume == new Lots(60), "the rest is closed");
        Assert.Equal(["SELL_STOP", "CLOSE#1"], terminal.Orders.Select(order => order.Type));
    }

    [Fact]
    public async Task A_ticket_may_come_after_a_higher_one_and_not_again()
    {
        await using var world = await CopyWorld.StartAsync();
        foreach (var ticket in Enumerable.Range(0, UsedTickets.RememberedMax).Select(n => 1_000 + (2L * n)))
        {
            await world.PublishAsync(world.Open(ticket));
            await world.PublishAsync(world.Do(SignalAction.Close, ticket));
        }

        await world.PublishAsync(world.Open(1_101));

        foreach (var used in new[] { 999, 1_000L, 1_101, 1_102 })
        {
            var again = await world.Provider.PublishAsync(world.Open(used));
            Assert.Equal(ErrorCodes.TicketUsed, again.Refusal?.Code);
        }
    }

    [Fact]
    public async Task A_pending_order_is_placed_moved_filled_and_closed()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();

        await world.PublishAsync(world.Open(1, kind: OrderKind.BuyLimit));
        await world.UntilAsync(id, 1, PositionStatus.Placed);
        await world.PublishAsync(world.Do(SignalAction.Modify, 1) with { Price = new SymbolPrice(108_000, 5) });
        await Eventually(() => terminal.Orders.Count == 2);
        await world.UntilAsync(id, 1, PositionStatus.Placed);
        await terminal.HappenAsync(id, 1, ReportKind.Opened, BrokerAnswer.Filled with { Volume = new Lots(100) });
        Assert.Equal(PositionStatus.Filled, (await world.Position(id, 1).GetAsync())!.Status);
        await world.PublishAsync(world.Do(SignalAction.Fill, 1));
        await world.PublishAsync(world.Do(SignalAction.Close, 1));
        await world.UntilAsync(id, 1, PositionStatus.Closed);

        Assert.Equal(["BUY_LIMIT", "MODIFY#1", "CLOSE#1"], terminal.Orders.Select(order => order.Type));
        Assert.Equal("1.08000", terminal.Orders[1].Price);
    }

    [Fact]
    public async Task A_pending_order_that_was_filled_before_it_could_be_cancelled_is_closed()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1, kind: OrderKind.SellStop));
        await world.UntilAsync(id, 1, PositionStatus.Placed);
        terminal.Broker = order => order.Type == "CANCEL#1" ? null : BrokerAnswer.Filled;
        await world.PublishAsync(world.Do(SignalAction.Cancel, 1));
        await Eventually(() => terminal.Orders.Count == 2);

        await terminal.HappenAsync(id, 1, ReportKind.Opened, BrokerAnswer.Filled with { Volume = new Lots(100) });
        await terminal.HappenAsync(
            id, 2, ReportKind.Dropped, new BrokerAnswer(ReportKind.Dropped, Retcode: 0, "NO_TARGET"));

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        Assert.Equal(["SELL_STOP", "CANCEL#1", "CLOSE#1"], terminal.Orders.Select(order => order.Type));
    }

    [Fact]
    public async Task A_cancelled_order_is_cancelled()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1, kind: OrderKind.SellStop));
        await world.UntilAsync(id, 1, PositionStatus.Placed);

        await world.PublishAsync(world.Do(SignalAction.Cancel, 1));

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        Assert.Equal(["SELL_STOP", "CANCEL#1"], terminal.Orders.Select(order => order.Type));
    }

    [Fact]
    public async Task A_reversed_copy_has_the_other_side_and_the_stops_swapped()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(new SubscriptionSettings { IsReverse = true });

        await world.PublishAsync(world.Open(1) with
        {
            StopLoss = new SymbolPrice(107_900, 5),
            TakeProfit = new SymbolPrice(109_120, 5),
        });

        await world.UntilAsync(id, 1, PositionStatus.Filled);
        var order = Assert.Single(terminal.Orders);
        Assert.Equal(("SELL", "1.09120", "1.07900"), (order.Type, order.StopLoss, order.TakeProfit));
    }

    [Fact]
    public async Task What_the_owner_closed_by_hand_stays_closed()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);

        await terminal.HappenAsync(id, 1, ReportKind.Closed, BrokerAnswer.Filled with { Reason = "USER" });
        await world.PublishAsync(world.Do(SignalAction.Modify, 1) with { StopLoss = new SymbolPrice(107_000, 5) });
        await world.PublishAsync(world.Open(2));
        await world.UntilAsync(id, 2, PositionStatus.Filled);

        Assert.Equal(["BUY", "BUY"], terminal.Orders.Select(order => order.Type));
        Assert.Equal("USER", (await world.Position(id, 1).GetAsync())!.Reason);
    }

    [Fact]
    public async Task An_old_signal_is_dropped_with_its_reason()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(connects: false);
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, view => view.SignalNumber == 1, "the signal is known");
        Assert.Equal(CopyReasons.TerminalSilent, (await world.Subscription(id).GetAsync())!.Copies.Single().Waits);

        world.Time.Jump(TimeSpan.FromMinutes(2));
        await terminal.ConnectAsync();

        var view = await world.UntilAsync(id, view => view.Skipped == 1, "the signal is dropped");
        Assert.Equal(CopyReasons.Late, view.LastSkip);
        Assert.Empty(terminal.Orders);
    }

    [Fact]
    public async Task A_terminal_that_comes_in_time_executes_what_it_missed()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(connects: false);
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, view => view.SignalNumber == 1, "the signal is known");

        await terminal.ConnectAsync();

        await world.UntilAsync(id, 1, PositionStatus.Filled);
    }

    [Fact]
    public async Task A_subscription_may_begin_with_what_is_open()
    {
        await using var world = await CopyWorld.StartAsync();
        await world.PublishAsync(world.Open(1));
        await world.PublishAsync(world.Open(2));
        await world.PublishAsync(world.Do(SignalAction.Close, 1));
        world.Time.Jump(TimeSpan.FromHours(1));

        var (_, id) = await world.SubscribeAsync(new SubscriptionSettings { Start = StartMode.OpenPositions });
        await world.UntilAsync(id, 2, PositionStatus.Filled);

        Assert.Null(await world.Position(id, 1).GetAsync());
    }

    [Fact]
    public async Task Of_a_ticket_that_was_closed_in_part_before_what_is_left_is_copied_and_no_more()
    {
        await using var world = await CopyWorld.StartAsync();
        await world.PublishAsync(world.Open(1));
        await world.PublishAsync(world.Do(SignalAction.Close, 1) with { Volume = new Lots(60) });

        var (terminal, id) = await world.SubscribeAsync(new SubscriptionSettings { Start = StartMode.OpenPositions });
        await world.UntilAsync(id, 1, PositionStatus.Filled);
        await world.PublishAsync(world.Do(SignalAction.Close, 1) with { Volume = new Lots(10) });
        await world.UntilAsync(id, 1, view => view.Volume == new Lots(30), "a quarter is closed");

        Assert.Equal([("BUY", "0.40"), ("CLOSE#1", "0.10")], terminal.Orders.Select(
            order => (order.Type, order.Volume.ToString())));
    }

    [Fact]
    public async Task A_fill_too_far_from_the_signal_is_closed()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(new SubscriptionSettings
        {
            SlippagePointsMax = 5,
            SlippageAction = SlippageAction.Close,
        });
        terminal.Broker = _ => BrokerAnswer.Filled with { Price = new SymbolPrice(108_351, 5) };

        await world.PublishAsync(world.Open(1));

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        Assert.Equal(["BUY", "CLOSE#1"], terminal.Orders.Select(order => order.Type));
    }

    [Fact]
    public async Task A_loss_that_reaches_its_limit_closes_everything()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(new SubscriptionSettings
        {
            DailyDrawdownBasisPoints = 500,
            DrawdownAction = DrawdownAction.CloseAll,
        });
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);

        terminal.Report = Copied.Account with { EquityCents = 949_999 };
        await terminal.TellAsync();

        await world.UntilAsync(id, 1, PositionStatus.Closed);
        var view = (await world.Subscription(id).GetAsync())!;
        Assert.Equal((SubscriptionStatus.Paused, CopyReasons.DailyDrawdown), (view.Status, view.Reason));
        await world.PublishAsync(world.Open(2));
        Assert.Equal(
            CopyReasons.DailyDrawdown, (await world.UntilAsync(id, v => v.Skipped == 1, "it is stopped")).LastSkip);
    }

    [Fact]
    public async Task Who_ends_gracefully_follows_what_is_open()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, 1, PositionStatus.Filled);

        Assert.Null((await world.Subscription(id).CommandAsync(SubscriptionCommand.End)).Refusal);
        await world.PublishAsync(world.Open(2));
        await world.PublishAsync(world.Do(SignalAction.Close, 1));

        await world.UntilAsync(id, view => view.Status == SubscriptionStatus.Ended, "the subscription ends");
        Assert.Equal(["BUY", "CLOSE#1"], terminal.Orders.Select(order => order.Type));
        Assert.Equal(
            ErrorCodes.SubscriptionOver,
            (await world.Subscription(id).CommandAsync(SubscriptionCommand.Resume)).Refusal!.Code);
    }

    [Fact]
    public async Task Who_ends_with_nothing_open_is_told_no_more()
    {
        await using var world = await CopyWorld.StartAsync();
        var (terminal, id) = await world.SubscribeAsync(connects: false);
        await world.PublishAsync(world.Open(1));
        await world.UntilAsync(id, view => view.Copies.Count == 1, "the signal is known");
        Assert.Null((await world.Subscription(id).CommandAsync(SubscriptionCommand.End)).Refusal);
        var over = await world.UntilAsync(id, view => view.Status == SubscriptionStatus.Ended, "nothing was open");

        await world.PublishAsync(world.Open(2));

        Assert.Equal(CopyReasons.Owner, over.LastSkip);
        Assert.Equal(1, (await world.Subscription(id).GetAsync())!.SignalNumber);
        Assert.Empty(terminal.Orders);
    }

    [Fact]
    public async Task What_a_provider_does_is_observed_once()
    {
        await using var world = await CopyWorld.StartAsync();
        var trust = world.Grains.GetGrain<ITrustGrain>(CopyWorld.Bob.Value);
        Assert.Null((await trust.GetAsync()).ObservedAt);

        await world.PublishAsync(world.Open(1));
        var close = await world.PublishAsync(
            world.Do(SignalAction.Close, 1) with { Price = new SymbolPrice(108_400, 5) });
        var observed = await Worlds.Eventually.GetAsync(
            trust.GetAsync, view => view.ObservedAt == close.At, "the end is observed");

        Assert.NotEmpty(observed.Reasons);
        Assert.Null((await world.Grains.GetGrain<ITrustGrain>(CopyWorld.Alice.Value).GetAsync()).ObservedAt);
    }

    [Fact]
    public async Task A_new_secret_is_good_at_once_and_the_old_one_for_nothing()
    {
        await using var world = await CopyWorld.StartAsync();
        var terminal = await world.RegisterAsync(CopyWorld.Alice);
        await terminal.ConnectAsync();

        var rotated = (await terminal.Account.RotateSecretAsync(CopyWorld.Alice)).Value!.Secret!.Text;

        await Worlds.Eventually.HoldsAsync(() => terminal.Ends is [BridgeEnds.Disabled], "its session has ended");
        Assert.Null(await terminal.TryConnectAsync());
        Assert.Equal(rotated, (await terminal.TryConnectAsync(rotated))!.Key.Text);
        Assert.Equal(rotated, (await terminal.Account.GetFactsAsync(null))!.Key.Text);
    }

    [Fact]
    public async Task What_was_refused_or_never_asked_for_leaves_nothing()
    {
        await using var world = await CopyWorld.StartAsync();
        var terminal = await world.RegisterAsync(CopyWorld.Alice);
        var nobody = SubscriptionId.Derive(CopyWorld.Alice, "nobody");
        var stored = 0;
        world.Writes.Stored = state => stored += state is SubscriptionState ? 1 : 0;

        Assert.Null(await world.Subscription(nobody).GetAsync());
        Assert.False(await world.Subscription(nobody).TellAsync([]));
        Assert.Equal(0, stored);
        var command = new CreateSubscription
        {
            User = CopyWorld.Alice,
            Account = terminal.Id,
            Provider = ProviderId.Derive(CopyWorld.Alice, "none"),
            Settings = new SubscriptionSettings(),
        };
        var refused = await world.Subscription(nobody).CreateAsync(command);
        var denied = await world.Subscription(nobody).CreateAsync(command with
        {
            Provider = world.ProviderKey,
            User = CopyWorld.Bob,
        });

        Assert.Equal(
            (ErrorCodes.ProviderUnknown, ErrorCodes.TradingAccountUnknown),
            (refused.Refusal!.Code, denied.Refusal!.Code));
        Assert.Null(await world.Subscription(nobody).GetAsync());
        Assert.Equal(3, stored);
    }

    private static Task Eventually(Func<bool> holds) => Worlds.Eventually.HoldsAsync(holds, "the orders have come");
}
