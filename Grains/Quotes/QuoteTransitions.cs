using System.Collections.Frozen;

namespace OrleansTrading.Grains.Quotes;

/// <summary>What moves a quote from one status to another.</summary>
internal enum QuoteEvent
{
    /// <summary>The lock and the time to see a payment are over.</summary>
    TimeRanOut,

    /// <summary>A payment is final, the output is reserved, the limits are booked.</summary>
    PaymentAccepted,

    /// <summary>A payment is final, but the output or the limits refused.</summary>
    CommitRefused,

    /// <summary>A payment is final, but nobody can tell whether delivering or giving back is safe.</summary>
    CommitUndecidable,

    /// <summary>The treasury took the order.</summary>
    DeliveryOrdered,

    /// <summary>The delivery is final.</summary>
    DeliveryLanded,

    /// <summary>The chain rejected the delivery.</summary>
    DeliveryRejected,

    /// <summary>Nobody can prove what became of the delivery.</summary>
    DeliveryUnknown,

    /// <summary>The payment's refund is ordered.</summary>
    RefundOrdered,

    /// <summary>The payment's refund is final.</summary>
    RefundLanded,

    /// <summary>The payment cannot go back automatically.</summary>
    RefundImpossible,
}

/// <summary>The quote's state machine, whole: what is not listed does not happen.</summary>
internal static class QuoteTransitions
{
    /// <summary>Every allowed move.</summary>
    internal static readonly FrozenDictionary<(QuoteStatus From, QuoteEvent Event), QuoteStatus> Allowed =
        new Dictionary<(QuoteStatus, QuoteEvent), QuoteStatus>
        {
            [(QuoteStatus.Pending, QuoteEvent.TimeRanOut)] = QuoteStatus.Expired,
            [(QuoteStatus.Pending, QuoteEvent.PaymentAccepted)] = QuoteStatus.Committed,
            [(QuoteStatus.Pending, QuoteEvent.CommitRefused)] = QuoteStatus.Failed,
            [(QuoteStatus.Pending, QuoteEvent.CommitUndecidable)] = QuoteStatus.Parked,
            [(QuoteStatus.Committed, QuoteEvent.DeliveryOrdered)] = QuoteStatus.Executing,
            [(QuoteStatus.Executing, QuoteEvent.DeliveryLanded)] = QuoteStatus.Executed,
            [(QuoteStatus.Executing, QuoteEvent.DeliveryRejected)] = QuoteStatus.Failed,
            [(QuoteStatus.Executing, QuoteEvent.DeliveryUnknown)] = QuoteStatus.Parked,
            [(QuoteStatus.Failed, QuoteEvent.RefundOrdered)] = QuoteStatus.Refunding,
            [(QuoteStatus.Failed, QuoteEvent.RefundImpossible)] = QuoteStatus.Parked,
            [(QuoteStatus.Refunding, QuoteEvent.RefundLanded)] = QuoteStatus.Refunded,
            [(QuoteStatus.Refunding, QuoteEvent.RefundImpossible)] = QuoteStatus.Parked,
        }.ToFrozenDictionary();

    /// <summary>Where an event leads from a status.</summary>
    /// <exception cref="BrokenPromiseException">Nowhere: the event cannot happen in this status.</exception>
    internal static QuoteStatus Next(QuoteStatus from, QuoteEvent happened)
    {
        var allowed = Allowed.TryGetValue((from, happened), out var to);
        Check.That(allowed, $"{happened} cannot happen to a quote that is {from}");
        return to;
    }

    /// <summary>True when nothing leads out of the status.</summary>
    internal static bool IsTerminal(QuoteStatus status) => status
        is QuoteStatus.Executed or QuoteStatus.Expired or QuoteStatus.Refunded or QuoteStatus.Parked;
}
