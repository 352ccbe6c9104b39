using OrleansTrading.Grains;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// What the bridge is to grains and to one terminal, in the process that the terminal is connected to, without the
/// lines on the wire: it keeps each subscription's orders in sequence, drops what was sent, and asks for what is
/// missing, as docs/bridge-protocol.md has it.
/// </summary>
internal sealed class SimulatedSession : IBridgeSession
{
    private readonly SimulatedWorld world;
    private readonly SimulatedPlatform platform;
    private readonly SimulatedTerminal terminal;
    private readonly SimulatedLink link;
    private readonly Queue<Func<Task>> lines = new();
    private readonly Queue<Func<Task>> fetches = new();
    private readonly Dictionary<SubscriptionId, Feed> feeds = [];
    private IBridgeSession? reference;
    private bool isListed;
    private bool hasEnded;

    internal SimulatedSession(
        SimulatedWorld world, SimulatedPlatform platform, SimulatedTerminal terminal, SimulatedLink link, string id)
    {
        (this.world, this.platform, this.terminal, this.link, Id) = (world, platform, terminal, link, id);
    }

    internal string Id { get; }

    private ITradingAccountGrain Account => platform.Grains.GetGrain<ITradingAccountGrain>(terminal.Account.Value);

    public Task DeliverAsync(SignedOrder order)
    {
        var feed = FeedOf(order.Subscription);
        if (feed.IsTold && order.Sequence == feed.LastSent + 1)
        {
            Send(feed, order);
        }
        else if (!feed.IsTold || order.Sequence > feed.LastSent)
        {
            Want(order.Subscription);
        }

        return Task.CompletedTask;
    }

    public Task AskAsync(SubscriptionId subscription, long sequence)
    {
        if (feeds.GetValueOrDefault(subscription) is { IsTold: true })
        {
            link.Down(() => terminal.Ask(link, subscription, sequence));
        }

        return Task.CompletedTask;
    }

    public Task RefreshAsync(SubscriptionId subscription)
    {
        Want(subscription);
        return Task.CompletedTask;
    }

    public Task WatchAsync(string symbol)
    {
        link.Down(() => terminal.Watch(link, symbol));
        return Task.CompletedTask;
    }

    public Task EndAsync(string code)
    {
        Finish(code);
        return Task.CompletedTask;
    }

    /// <summary>The terminal greets.</summary>
    internal void Open(BridgeHello hello) => Take(async () =>
    {
        reference = platform.Grains.CreateObjectReference<IBridgeSession>(this);
        if (await Account.OpenSessionAsync(hello, reference) is null)
        {
            Finish(BridgeEnds.Denied);
            return;
        }

        link.Down(() => terminal.Welcome(link));
    });

    /// <summary>The terminal tells its account and symbols.</summary>
    internal void Tell(AccountReport report, IReadOnlyList<SymbolReport> symbols) => Take(async () =>
    {
        if ((await Account.ReportAsync(Id, report) ?? await Account.ReportSymbolsAsync(Id, symbols)) is { } end)
        {
            Finish(end);
        }
    });

    /// <summary>The terminal knows a subscription up to a sequence.</summary>
    internal void Know(SubscriptionId subscription, long last) => Take(() =>
    {
        var feed = FeedOf(subscription);
        (feed.Journal, feed.LastSent) = (last, last);
        return Task.CompletedTask;
    });

    /// <summary>The terminal has said all that it knows.</summary>
    internal void Ready() => Take(async () =>
    {
        if (await Account.GetSubscriptionsAsync(Id) is not { } subscriptions)
        {
            Finish(BridgeEnds.Replaced);
            return;
        }

        isListed = true;
        foreach (var subscription in subscriptions.Union(feeds.Where(each => each.Value.IsDue).Select(e => e.Key)))
        {
            Want(subscription);
        }
    });

    /// <summary>The terminal reports.</summary>
    internal void Report(OrderReport report) => Take(async () =>
    {
        if (!await Subscription(report.Subscription).ReportAsync(terminal.Account, report))
        {
            world.Violate("I12", $"{terminal.Account} may not report {report}");
        }

        link.Down(() => terminal.Confirm(report.Number));
    });

    /// <summary>The connection is gone, and this side has noticed.</summary>
    internal void Close() => platform.Process.Start(async () =>
    {
        if (reference is not null)
        {
            platform.Grains.DeleteObjectReference<IBridgeSession>(reference);
            reference = null;
        }

        try
        {
            hasEnded = true;
            await Account.CloseSessionAsync(Id);
        }
        catch (Exception failure)
        {
            // The next session of the account replaces this one.
            world.Trace.Tell($"{terminal.Account} session not closed: {failure.Message}");
        }
    });

    private ISubscriptionGrain Subscription(SubscriptionId id) =>
        platform.Grains.GetGrain<ISubscriptionGrain>(id.Value);

    private Feed FeedOf(SubscriptionId subscription)
    {
        if (!feeds.TryGetValue(subscription, out var feed))
        {
            feeds.Add(subscription, feed = new Feed());
        }

        return feed;
    }

    private void Finish(string code)
    {
        hasEnded = true;
        link.Down(() => terminal.Bye(link, code));
    }

    private void Take(Func<Task> work) => Enqueue(lines, work);

    private void Want(SubscriptionId subscription)
    {
        FeedOf(subscription).IsDue = true;
        if (isListed)
        {
            Enqueue(fetches, () => FetchAsync(subscription));
        }
    }

    /// <summary>Lines one after the other, and fetches one after the other, beside each other.</summary>
    private void Enqueue(Queue<Func<Task>> queue, Func<Task> work)
    {
        queue.Enqueue(work);
        if (queue.Count == 1 && platform.Process.IsAlive)
        {
            platform.Process.Start(() => WorkAsync(queue));
        }
    }

    private async Task WorkAsync(Queue<Func<Task>> queue)
    {
        while (queue.TryPeek(out var work))
        {
            try
            {
                if (!hasEnded)
                {
                    await work();
                }
            }
            catch (Exception failure)
            {
                // Nothing is confirmed of it: the terminal comes again, and all is resumed.
                world.Trace.Tell($"{terminal.Account} session: {failure.GetType().Name} {failure.Message}");
                world.Coverage.Hit("session ended by a failure");
                Finish("BUSY");
            }

            queue.Dequeue();
        }
    }

    private async Task FetchAsync(SubscriptionId subscription)
    {
        var feed = FeedOf(subscription);
        if (!feed.IsDue)
        {
            return;
        }

        feed.IsDue = false;
        if (await Subscription(subscription).ResumeAsync(terminal.Account, feed.LastSent) is not { } answer)
        {
            feed.IsTold = false;
            return;
        }

        var last = feed.IsTold ? Math.Max(answer.Base, feed.LastSent) : answer.Base;
        (feed.IsTold, feed.LastSent) = (true, last);
        link.Down(() => terminal.Begin(link, subscription, last, answer.Window));
        foreach (var order in answer.Orders.Where(order => order.Sequence > feed.LastSent))
        {
            if (order.Sequence > feed.LastSent + 1 && order.Sequence - 1 > feed.Journal)
            {
                link.Down(() => terminal.Begin(link, subscription, order.Sequence - 1, answer.Window));
            }

            Send(feed, order);
        }

        feed.LastSent = Math.Max(feed.LastSent, feed.Journal);
    }

    private void Send(Feed feed, SignedOrder order)
    {
        feed.LastSent = order.Sequence;
        link.Down(() => terminal.Take(link, order));
    }

    /// <summary>How far the terminal was told of a subscription.</summary>
    private sealed class Feed
    {
        internal long Journal { get; set; }

        internal long LastSent { get; set; }

        internal bool IsTold { get; set; }

        internal bool IsDue { get; set; }
    }
}
