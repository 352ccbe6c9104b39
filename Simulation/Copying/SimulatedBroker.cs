using System.Globalization;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// The trade server behind one account: its book is what really happened. It refuses, does a part, or says nothing, and
/// at times something happens that nobody ordered.
/// </summary>
internal sealed class SimulatedBroker(SimulatedWorld world, SplitMix draw)
{
    private const int Digits = 5;
    private const int TimedOut = 10012;

    /// <summary>Of each class that docs/copy-trading.md names, but those that leave the outcome open.</summary>
    private static readonly int[] s_refusals = [10004, 10020, 10021, 10024, 10018, 10027, 10006, 10016, 10019];

    private readonly Dictionary<(SubscriptionId Subscription, long Sequence), BrokerPosition> positions = [];
    private readonly Dictionary<(SubscriptionId Subscription, long Sequence), BrokerDeal> done = [];
    private long tickets = 70_000;

    /// <summary>Told what happened to a position without an order.</summary>
    internal Action<BrokerPosition, BrokerDeal>? Happened { get; set; }

    /// <summary>All that was ever opened or placed.</summary>
    internal IReadOnlyCollection<BrokerPosition> Positions => positions.Values;

    internal BrokerPosition? Find(SubscriptionId subscription, long openSequence) =>
        positions.GetValueOrDefault((subscription, openSequence));

    /// <summary>What history tells of an order; null: it never was there.</summary>
    internal BrokerDeal? LookUp(SubscriptionId subscription, long sequence) =>
        done.GetValueOrDefault((subscription, sequence));

    /// <summary>Does an order, or not, and answers.</summary>
    /// <returns>What it says, which need not be what it did.</returns>
    internal BrokerDeal Execute(TerminalOrder order)
    {
        if (done.ContainsKey((order.Subscription, order.Sequence)))
        {
            world.Violate("I12", $"{order} is executed a second time");
        }

        if (world.Faults.Hits(FaultClass.BrokerRefusal, "order"))
        {
            if (draw.Chance(70))
            {
                var code = draw.Pick<int>(s_refusals);
                world.Coverage.Hit(string.Create(CultureInfo.InvariantCulture, $"broker refused {code}"));
                return new BrokerDeal(ReportKind.Rejected, code);
            }

            // A time-out: it may have been executed.
            var isDone = draw.Chance(50);
            world.Coverage.Hit(isDone ? "broker silent, executed" : "broker silent, not executed");
            if (isDone)
            {
                Do(order);
            }

            return new BrokerDeal(ReportKind.Unknown, TimedOut);
        }

        return Do(order);
    }

    /// <summary>Now and then something happens without an order.</summary>
    internal void Live()
    {
        foreach (var position in positions.Values.Where(position => position.IsOpen).ToList())
        {
            if (world.Faults.Hits(FaultClass.BrokerEvent, "position"))
            {
                Happen(position);
            }
        }
    }

    private BrokerDeal Do(TerminalOrder order)
    {
        var key = (order.Subscription, order.Sequence);
        var target = order.Target is { } opened ? Find(order.Subscription, opened) : null;
        if (order.Target is not null && target is not { IsOpen: true })
        {
            return new BrokerDeal(ReportKind.Dropped, Retcode: 0, Reason: "NO_TARGET");
        }

        return done[key] = order.Type switch
        {
            "BUY" or "SELL" => Open(order),
            "CLOSE" when target!.IsPending => new BrokerDeal(ReportKind.Dropped, Retcode: 0, Reason: "NO_TARGET"),
            "CLOSE" => Close(target!, Lots.Min(order.Volume, target!.Volume)),
            "CANCEL" when !target!.IsPending => new BrokerDeal(ReportKind.Dropped, Retcode: 0, Reason: "NO_TARGET"),
            "CANCEL" => Remove(target!, ReportKind.Done),
            "MODIFY" => Modify(target!, order),
            _ => Place(order),
        };
    }

    private BrokerDeal Open(TerminalOrder order)
    {
        var isPart = order.Volume.Hundredths > 1 && world.Faults.Hits(FaultClass.BrokerRefusal, "part");
        var volume = isPart ? new Lots(order.Volume.Hundredths / 2) : order.Volume;
        Add(order, volume, isPending: false);
        world.Coverage.Hit(isPart ? "broker filled a part" : "broker filled");
        return Book(Find(order.Subscription, order.Sequence)!, new BrokerDeal(
            isPart ? ReportKind.Partial : ReportKind.Filled, isPart ? 10010 : 10009, volume, Price(order.Price),
            CommissionCents: -volume.Hundredths, Ticket: ++tickets));
    }

    private BrokerDeal Place(TerminalOrder order)
    {
        Add(order, order.Volume, isPending: true);
        world.Coverage.Hit("broker placed");
        return new BrokerDeal(ReportKind.Placed, 10008);
    }

    private void Add(TerminalOrder order, Lots volume, bool isPending) => positions.Add(
        (order.Subscription, order.Sequence),
        new BrokerPosition
        {
            Subscription = order.Subscription,
            OpenSequence = order.Sequence,
            Symbol = order.Symbol,
            IsPending = isPending,
            Volume = volume,
            Opened = isPending ? default : volume,
            StopLoss = order.StopLoss,
            TakeProfit = order.TakeProfit,
        });

    private BrokerDeal Close(BrokerPosition position, Lots volume, ReportKind? kind = null, string reason = "")
    {
        var isPart = kind is null && volume.Hundredths > 1 && world.Faults.Hits(FaultClass.BrokerRefusal, "part");
        var closed = isPart ? new Lots(volume.Hundredths / 2) : volume;
        position.Volume = position.Volume.Less(closed);
        return Book(position, new BrokerDeal(
            kind ?? (isPart ? ReportKind.Partial : ReportKind.Filled), isPart ? 10010 : 10009, closed,
            Price("1.08345"), draw.Between(-900, 900), -closed.Hundredths, ++tickets, reason));
    }

    private static BrokerDeal Modify(BrokerPosition position, TerminalOrder order)
    {
        (position.StopLoss, position.TakeProfit) = (order.StopLoss, order.TakeProfit);
        return new BrokerDeal(ReportKind.Done);
    }

    private static BrokerDeal Remove(BrokerPosition position, ReportKind kind)
    {
        position.Volume = default;
        return new BrokerDeal(kind);
    }

    private void Happen(BrokerPosition position)
    {
        var deal = position.IsPending ? HappenToOrder(position) : HappenToPosition(position);
        world.Coverage.Hit($"broker event {deal.Kind.ToString().ToLowerInvariant()}");
        Happened?.Invoke(position, deal);
    }

    private BrokerDeal HappenToOrder(BrokerPosition position)
    {
        if (draw.Chance(30))
        {
            return Remove(position, draw.Pick(ReportKind.Cancelled, ReportKind.Expired));
        }

        var part = draw.Chance(20) && position.Volume.Hundredths > 1
            ? new Lots(position.Volume.Hundredths / 2)
            : position.Volume;
        (position.IsPending, position.Volume, position.Opened) = (false, part, part);
        return Book(position, new BrokerDeal(
            ReportKind.Opened, 10009, part, Price("1.08345"), CommissionCents: -part.Hundredths, Ticket: ++tickets));
    }

    private BrokerDeal HappenToPosition(BrokerPosition position)
    {
        if (draw.Chance(25))
        {
            (position.StopLoss, position.TakeProfit) = ("1.00001", "1.20001");
            return new BrokerDeal(ReportKind.Changed, 0, Reason: "1.00001,1.20001");
        }

        return position.Volume.Hundredths > 1 && draw.Chance(40)
            ? Close(position, new Lots(position.Volume.Hundredths / 2), ReportKind.Reduced, "USER")
            : Close(position, position.Volume, ReportKind.Closed, draw.Pick("SL", "TP", "STOPOUT", "USER"));
    }

    private static BrokerDeal Book(BrokerPosition position, BrokerDeal deal)
    {
        position.NetCents += deal.ProfitCents + deal.CommissionCents;
        return deal;
    }

    /// <summary>Some points off what was asked for.</summary>
    private SymbolPrice Price(string asked)
    {
        var points = SymbolPrice.TryParse(asked, out var price) && !price.IsNone ? price.To(Digits).Points : 108_345;
        return new SymbolPrice(points + draw.Between(-30, 30), Digits);
    }
}
