namespace OrleansTrading.Grains;

/// <summary>
/// A price-locked promise to deliver one asset for another, keyed by <see cref="QuoteId"/>. It decides which payment it
/// accepts and drives the delivery; the payment itself is given back, where it must be, by its own grain.
/// </summary>
[Alias("ot.IQuoteGrain")]
public interface IQuoteGrain : IGrainWithStringKey
{
    /// <summary>Makes the quote. The same command again gives the same quote; another command is refused.</summary>
    [Alias("Create")]
    Task<Outcome<QuoteView>> CreateAsync(CreateQuote command);

    /// <summary>
    /// The quote; null when there is none. A pending quote past its time is expired before it is answered.
    /// </summary>
    [Alias("Get")]
    Task<QuoteView?> GetAsync();

    /// <summary>What happened so far, oldest first; null when there is no such quote.</summary>
    [Alias("GetTimeline")]
    Task<IReadOnlyList<TimelineStep>?> GetTimelineAsync();

    /// <summary>
    /// Offers a final payment that names this quote. Repeating it changes nothing and gives the same verdict, or its
    /// consequence by now.
    /// </summary>
    [Alias("OfferPayment")]
    Task<PaymentVerdict> OfferPaymentAsync(IncomingPayment payment);

    /// <summary>Records how giving a payment back is going. Repeating it changes nothing.</summary>
    [Alias("RecordRefund")]
    Task RecordRefundAsync(RefundReport report);

    /// <summary>News may be waiting: go on with what was begun. May be lost or repeated.</summary>
    [OneWay, Alias("Wake")]
    Task WakeAsync();
}
