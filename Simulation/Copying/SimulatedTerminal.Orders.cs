using OrleansTrading.Grains;
using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation.Copying;

/// <content>What it does with orders.</content>
internal sealed partial class SimulatedTerminal
{
    /// <summary>Whoever was not asked what became of an order looks by itself.</summary>
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(20);

    private readonly List<(BrokerPosition Position, BrokerDeal Deal)> untold = [];
    private bool isDead;
    private int lives;

    /// <summary>The bridge goes on with a subscription behind a sequence.</summary>
    internal void Begin(SimulatedLink from, SubscriptionId subscription, long sequence, TimeSpan window)
    {
        if (from == link)
        {
            begun.Add(subscription);
            windows[subscription] = window;
            journal.GoOnBehind(subscription, sequence);
        }
    }

    /// <summary>An order comes: the next one is taken, and a known one answered again.</summary>
    internal void Take(SimulatedLink from, SignedOrder signed)
    {
        if (from != link || isDead)
        {
            return;
        }

        if (signed.Signature != Hmac(signed.Payload))
        {
            world.Violate("I12", $"{Account} got an order that is not signed for it: {signed.Payload}");
            return;
        }

        if (!journal.IsTheSame(signed))
        {
            world.Violate("I12", $"{Account} got another order with the same sequence: {signed.Payload}");
            return;
        }

        var last = journal.LastOf(signed.Subscription);
        if (!begun.Contains(signed.Subscription) || signed.Sequence > last + 1)
        {
            world.Violate("I12", $"{Account} knows {signed.Subscription} up to {last}, and got {signed.Payload}");
        }
        else if (signed.Sequence == last + 1)
        {
            var entry = journal.Take(TerminalOrder.Read(signed.Payload));
            world.Trace.Tell($"terminal takes {signed.Payload}");
            _ = world.Loop.Outside.Start(() => ExecuteAsync(entry));
        }
        else
        {
            SayAgain(signed.Subscription, signed.Sequence);
        }
    }

    /// <summary>The bridge asks what became of an order.</summary>
    internal void Ask(SimulatedLink from, SubscriptionId subscription, long sequence)
    {
        if (from != link || isDead || sequence > journal.LastOf(subscription) + 1)
        {
            return;
        }

        world.Coverage.Hit("terminal asked");
        var entry = journal.Find(subscription, sequence);
        if (entry is null)
        {
            // It is taken for used from now on, and never executed.
            journal.GoOnBehind(subscription, sequence);
            Add(subscription, sequence, new BrokerDeal(ReportKind.None, 0));
        }
        else if (entry.Outcome is { } outcome && !SayAgain(subscription, sequence))
        {
            Add(subscription, sequence, outcome);
        }
        else if (entry is { Outcome: null, IsUnderWay: false })
        {
            LookUp(entry);
        }
    }

    /// <summary>A report that waits for its confirmation is said again.</summary>
    private bool SayAgain(SubscriptionId subscription, long sequence)
    {
        var waiting = journal.Unconfirmed.LastOrDefault(report =>
            report.Subscription == subscription && report.Sequence == sequence && report.Kind < ReportKind.Opened);
        if (waiting is not null)
        {
            Send(waiting);
        }

        return waiting is not null;
    }

    private async Task ExecuteAsync(TerminalJournal.Entry entry)
    {
        var life = lives;
        entry.IsUnderWay = true;
        if (Dies("before-order"))
        {
            return;
        }

        await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(5, 900)));
        if (life != lives)
        {
            return;
        }

        var order = entry.Order;
        var deal = order.Opens && world.Loop.Now - order.At > windows[order.Subscription]
            ? new BrokerDeal(ReportKind.Dropped, 0, Reason: "LATE")
            : Broker.Execute(order);
        entry.SettledAt = world.Loop.Elapsed + TimeSpan.FromMilliseconds(draw.Between(0, 6_000));
        if (Dies("after-order"))
        {
            return;
        }

        await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(5, 300)));
        if (life != lives)
        {
            return;
        }

        entry.IsUnderWay = false;
        if (deal.Kind == ReportKind.Unknown)
        {
            Add(order.Subscription, order.Sequence, deal);
            await world.Loop.Outside.DelayAsync(LookAfter);
            if (life == lives && entry is { Outcome: null, IsUnderWay: false })
            {
                LookUp(entry);
            }
        }
        else
        {
            Record(entry, deal);
        }
    }

    /// <summary>History tells what became of an order, once it is settled.</summary>
    private void LookUp(TerminalJournal.Entry entry)
    {
        if (world.Loop.Elapsed >= entry.SettledAt)
        {
            var found = Broker.LookUp(entry.Order.Subscription, entry.Order.Sequence);
            world.Coverage.Hit(found is null ? "terminal looked, not found" : "terminal looked, found");
            Record(entry, found ?? new BrokerDeal(ReportKind.None, 0));
            return;
        }

        var life = lives;
        entry.IsUnderWay = true;
        world.Loop.Outside.After(entry.SettledAt - world.Loop.Elapsed, () =>
        {
            if (life == lives)
            {
                entry.IsUnderWay = false;
                LookUp(entry);
            }
        });
    }

    /// <summary>What happened before is told before.</summary>
    private void Record(TerminalJournal.Entry entry, BrokerDeal deal)
    {
        TellEvents();
        entry.Outcome = deal;
        Add(entry.Order.Subscription, entry.Order.Sequence, deal);
        TellEvents();
    }

    /// <summary>Something happened at the broker without an order.</summary>
    private void Hear(BrokerPosition position, BrokerDeal deal)
    {
        world.Trace.Tell($"broker: {position} {deal}");
        untold.Add((position, deal));
        TellEvents();
    }

    /// <summary>Of what was opened or placed by an order whose outcome was told.</summary>
    private void TellEvents()
    {
        if (isDead)
        {
            return;
        }

        foreach (var (position, deal) in untold.ToList())
        {
            if (journal.Find(position.Subscription, position.OpenSequence)?.Outcome is not null
                && (deal.Kind != ReportKind.Changed || IsFree(position)))
            {
                untold.Remove((position, deal));
                Add(position.Subscription, position.OpenSequence, deal.Kind != ReportKind.Changed
                    ? deal
                    : deal with { Reason = $"{position.StopLoss},{position.TakeProfit}" });
            }
        }
    }

    /// <summary>
    /// Whether no order to it is under way. Stops are told as they are once none is, for an order may move them too.
    /// </summary>
    private bool IsFree(BrokerPosition position) => !journal.Open.Any(entry =>
        entry.Order.Subscription == position.Subscription && entry.Order.Target == position.OpenSequence);

    private void Add(SubscriptionId subscription, long sequence, BrokerDeal deal) =>
        Send(journal.Add(subscription, sequence, deal, world.Loop.Now));

    private void Send(OrderReport report)
    {
        world.Trace.Tell($"terminal reports {report}");
        if (isWelcome && session is { } to)
        {
            link!.Up(() => to.Report(report));
        }
    }

    private bool Dies(string point)
    {
        if (!world.Faults.Hits(FaultClass.TerminalCrash, point))
        {
            return false;
        }

        world.Coverage.Hit($"terminal died {point}");
        isDead = true;
        lives++;
        link?.Cut();
        return true;
    }

    /// <summary>Looks for each order of its journal that has no outcome, before anything else.</summary>
    private async Task ReviveAsync()
    {
        Part();
        await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(7_000, 30_000)));
        isDead = false;
        foreach (var entry in journal.Open.Reverse())
        {
            entry.IsUnderWay = false;
            var found = Broker.LookUp(entry.Order.Subscription, entry.Order.Sequence);
            if (found is null && journal.RollBack(entry))
            {
                world.Coverage.Hit("terminal rolled back");
            }
            else
            {
                Record(entry, found ?? new BrokerDeal(ReportKind.None, 0));
            }
        }

        TellEvents();
    }
}
