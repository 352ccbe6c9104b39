using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Quotes;

/// <content>
/// What the quote tells the history, in the write of what it tells: one event for each step of its timeline, but for
/// <c>payment.final</c>, which is in the event of the transition that it causes.
/// </content>
internal sealed partial class QuoteGrain
{
    private void RecordCreated() => Record(HistoryKinds.QuoteCreated, new QuoteTermsDetails
    {
        Pay = State.Pay.Amount,
        PayTo = State.PayAccount,
        Receive = State.Receive.Amount,
        DeliverFrom = State.DeliveryAccount,
        ReceiveAddress = State.Receive.Address,
        ReceiveMemo = HistoryDetails.Clip(State.Receive.Memo),
        RefundAddress = State.RefundAddress,
        UsdCents = State.UsdCents,
        ExpiresAt = State.ExpiresAt,
    });

    /// <summary>The transition that was just noted.</summary>
    private void RecordMove(string? transactionId)
    {
        var accepted = State.Payments.Find(p => p.Id == State.AcceptedPayment);
        Record(Recording.KindOf(State.Status), new QuoteDetails
        {
            Payment = accepted?.Id,
            Paid = accepted?.Amount,
            Delivered = State.Status == QuoteStatus.Executed ? State.Receive.Amount : null,
            Refunded = State.Status == QuoteStatus.Refunded ? accepted?.Refunded : null,
            TransactionId = transactionId,
            Reason = State.Reason,
            Detail = HistoryDetails.Clip(State.ReasonDetail),
        });
    }

    /// <summary>What was just noted about a payment, which leaves the quote's status as it is.</summary>
    private void RecordPayment(string kind, QuotePayment payment) => Record(kind, new QuoteDetails
    {
        Payment = payment.Id,
        Paid = payment.Amount,
        Refunded = payment.Refunded.IsZero ? null : payment.Refunded,
        TransactionId = State.Timeline[^1].TransactionId,
        Reason = payment.Reason,
        Detail = HistoryDetails.Clip(State.Timeline[^1].Detail),
    });

    private void RecordPriceMove(IncomingPayment payment, string move) => Record(
        HistoryKinds.QuotePriceMoved,
        new QuoteDetails
        {
            Payment = payment.Id,
            Paid = payment.Amount,
            TransactionId = payment.TransactionId,
            Detail = HistoryDetails.Clip(move),
        });

    private void Record(string kind, HistoryDetails details) =>
        State.Record(State.Timeline[^1].At, kind, State.Command!.User, Id.Value, details);
}
