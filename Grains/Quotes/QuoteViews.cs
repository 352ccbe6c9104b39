namespace OrleansTrading.Grains.Quotes;

/// <summary>Shows a stored quote to its owner.</summary>
internal static class QuoteViews
{
    internal static QuoteView Of(QuoteId id, QuoteState state, string? deliveryProblem)
    {
        var terminal = QuoteTransitions.IsTerminal(state.Status);
        var (actor, step) = Next(state, deliveryProblem);
        return new QuoteView
        {
            Id = id,
            User = state.Command!.User,
            Status = state.Status,
            Terminal = terminal,
            NextActor = actor,
            NextStep = step,
            Deadline = terminal ? null : state.Deadline,
            Reason = state.Reason,
            ReasonDetail = state.ReasonDetail,
            Pay = state.Pay,
            Receive = state.Receive,
            Fees = [.. state.Fees],
            Rate = state.Rate,
            RefundAddress = state.RefundAddress,
            CreatedAt = state.CreatedAt,
            ExpiresAt = state.ExpiresAt,
            Payments = [.. state.Payments],
            Paid = state.Pay.Amount with { Units = state.PaidUnits },
            Delivered = state.Receive.Amount with
            {
                Units = state.Status == QuoteStatus.Executed ? state.Receive.Amount.Units : UInt128.Zero,
            },
            Refunded = state.Pay.Amount with { Units = RefundedUnits(state) },
            DeliveryTransactionId = state.DeliveryTransactionId,
        };
    }

    private static UInt128 RefundedUnits(QuoteState state) =>
        state.Payments.Find(p => p.Id == state.AcceptedPayment) is { } accepted
            ? accepted.Refunded.Units
            : UInt128.Zero;

    private static (string? Actor, string? Step) Next(QuoteState state, string? deliveryProblem) => state.Status switch
    {
        QuoteStatus.Pending when state.Held is { } held => (
            held.AwaitsOperator ? "operator" : "platform", $"The payment has arrived and waits. {held.Problem}"),
        QuoteStatus.Pending => (
            "customer", $"Pay exactly the amount with the memo before {state.ExpiresAt:u}, or let the quote expire."),
        QuoteStatus.Committed => ("platform", "The payment is accepted; the delivery is being ordered."),
        QuoteStatus.Executing when deliveryProblem is not null => (
            "operator", $"The delivery is ordered and waits. {deliveryProblem}"),
        QuoteStatus.Executing => ("platform", "The delivery is being made and awaits finality."),
        QuoteStatus.Failed => ("platform", "The delivery is impossible; the refund is being ordered."),
        QuoteStatus.Refunding => ("platform", "The refund is being made and awaits finality."),
        QuoteStatus.Parked => ("operator", "No automatic step is safe; an operator decides."),
        _ => (null, null),
    };
}
