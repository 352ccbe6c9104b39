using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Limits;

namespace OrleansTrading.Grains.Quotes;

/// <content>The limits of all users together, and the price's move since the quote was made.</content>
internal sealed partial class QuoteGrain
{
    /// <summary>
    /// Whether a refusal is over before the quote's time is: what is leased elsewhere and not booked comes back.
    /// </summary>
    private bool IsPassing(Refusal refusal) => refusal.Code switch
    {
        ErrorCodes.Overloaded => true,
        ErrorCodes.LimitExceeded => refusal.RetryAt < State.Deadline,
        _ => false,
    };

    /// <summary>Books the quote against the limits of all users, under its id.</summary>
    private Task<Refusal?> BookSharedAsync() =>
        new SharedBooking(GrainFactory, guards.Limits, Id.Value, State.UsdCents).BookAsync(
            guards.CountersOf(State.Pay.Amount.Asset, State.Receive.Amount.Asset),
            State.LimitHolder,
            holder =>
            {
                State.LimitHolder = holder;
                return storage.WriteStateAsync();
            });

    /// <summary>What is delivered for counts for good, and its booking needs no memory of its own any more.</summary>
    private Task SettleSharedAsync() => State.LimitHolder is { } holder
        ? GlobalLimits.SettleAsync(GrainFactory, holder, Id.Value)
        : Task.CompletedTask;

    private Task ReleaseSharedAsync() => State.LimitHolder is { } holder
        ? GlobalLimits.ReleaseAsync(GrainFactory, holder, Id.Value)
        : Task.CompletedTask;

    /// <summary>
    /// Tells the customer once when the price has moved too far since the quote was made; by policy the payment goes
    /// back. What was decided stays: a repeat does not look at another price.
    /// </summary>
    private async Task<Refusal?> RefusePriceAsync(IncomingPayment payment)
    {
        if (guards.PriceMovePolicy == PriceMovePolicy.Off)
        {
            return null;
        }

        if (State.PriceMove is null && await guards.FindPriceMoveAsync(State) is { } move)
        {
            State.PriceMove = move;
            Note("price.moved", move, payment.TransactionId);
            RecordPriceMove(payment, move);
            await storage.WriteStateAsync();
            logger.PriceMoved(Id, move);
        }

        return State.PriceMove is { } moved && guards.PriceMovePolicy == PriceMovePolicy.Refund
            ? new Refusal { Code = ErrorCodes.PriceMoved, Detail = moved }
            : null;
    }
}
