using OrleansTrading.Grains;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// What a terminal keeps when it dies: how far it knows each subscription, what it took, what it reported.
/// </summary>
internal sealed class TerminalJournal
{
    private readonly Dictionary<SubscriptionId, long> last = [];
    private readonly Dictionary<(SubscriptionId Subscription, long Sequence), Entry> entries = [];
    private readonly Dictionary<(SubscriptionId Subscription, long Sequence), string> payloads = [];
    private readonly SortedDictionary<long, OrderReport> unconfirmed = [];
    private long reports;

    /// <summary>The highest sequence of each subscription that is known.</summary>
    internal IReadOnlyDictionary<SubscriptionId, long> Last => last;

    /// <summary>Reports that are not confirmed, in their order.</summary>
    internal IReadOnlyCollection<OrderReport> Unconfirmed => unconfirmed.Values;

    /// <summary>Orders that were taken and have no outcome, in their order.</summary>
    internal IReadOnlyList<Entry> Open =>
        [.. entries.Values.Where(entry => entry.Outcome is null).OrderBy(entry => entry.Order.Sequence)];

    internal long LastOf(SubscriptionId subscription) => last.GetValueOrDefault(subscription);

    internal Entry? Find(SubscriptionId subscription, long sequence) =>
        entries.GetValueOrDefault((subscription, sequence));

    /// <summary>The bridge goes on behind a sequence.</summary>
    internal void GoOnBehind(SubscriptionId subscription, long sequence) =>
        last[subscription] = Math.Max(LastOf(subscription), sequence);

    /// <summary>Whether an order is the one that this sequence always was.</summary>
    internal bool IsTheSame(SignedOrder order) =>
        payloads.TryAdd((order.Subscription, order.Sequence), order.Payload)
        || payloads[(order.Subscription, order.Sequence)] == order.Payload;

    /// <summary>Takes an order before it is executed.</summary>
    internal Entry Take(TerminalOrder order)
    {
        last[order.Subscription] = order.Sequence;
        return entries[(order.Subscription, order.Sequence)] = new Entry(order);
    }

    /// <summary>An order was never executed, and will be taken again when it comes again: the last one only.</summary>
    internal bool RollBack(Entry entry)
    {
        var (subscription, sequence) = (entry.Order.Subscription, entry.Order.Sequence);
        if (LastOf(subscription) != sequence)
        {
            return false;
        }

        last[subscription] = sequence - 1;
        return entries.Remove((subscription, sequence));
    }

    /// <summary>Writes a report down, with the next number.</summary>
    internal OrderReport Add(
        SubscriptionId subscription, long sequence, BrokerDeal deal, DateTimeOffset at)
    {
        var report = new OrderReport
        {
            Number = ++reports,
            Subscription = subscription,
            Sequence = sequence,
            Kind = deal.Kind,
            Retcode = deal.Retcode,
            Reason = deal.Reason,
            Order = deal.Ticket,
            Deal = deal.Ticket,
            Volume = deal.Volume,
            Price = deal.Price,
            ProfitCents = deal.ProfitCents,
            CommissionCents = deal.CommissionCents,
            SwapCents = 0,
            At = at,
        };
        unconfirmed.Add(report.Number, report);
        return report;
    }

    internal void Confirm(long number) => unconfirmed.Remove(number);

    /// <summary>An order that was taken.</summary>
    internal sealed class Entry(TerminalOrder order)
    {
        internal TerminalOrder Order { get; } = order;

        /// <summary>What became of it, once that is certain.</summary>
        internal BrokerDeal? Outcome { get; set; }

        /// <summary>Whether the terminal is at it. Not kept.</summary>
        internal bool IsUnderWay { get; set; }

        /// <summary>By then history shows what became of it.</summary>
        internal TimeSpan SettledAt { get; set; }
    }
}
