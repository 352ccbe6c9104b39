using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Limits;

namespace OrleansTrading.Grains.Quotes;

/// <content>The limits of all users together, and the price's move since the quote was made.</content>
internal sealed partial class QuoteGrain
{
    private const int MovesMax = 3;

    /// <summary>
    /// Whether a refusal is over before the quote's time is: what is leased elsewhere and not booked comes back.
    /// </summary>
    private bool IsPassing(Refusal refusal) => refusal.Code switch
    {
        ErrorCodes.Overloaded => true,
        ErrorCodes.LimitExceeded => refusal.RetryAt < State.Deadline,
        _ => false,
    };

    /// <summary>
    /// Books the quote against the limits of all users, under its id. Where it is booked is stored before it is, so
    /// that a repeat after a crash, in whichever process, finds it there.
    /// </summary>
    private async Task<Refusal?> BookSharedAsync()
    {
        var counters = guards.CountersOf(State.Pay.Amount.Asset, State.Receive.Amount.Asset);
        if (counters.Count == 0)
        {
            return null;
        }

        if (State.LimitHolder is { } noted)
        {
            if (await GlobalLimits.RepeatAsync(GrainFactory, noted, Id.Value, counters, State.UsdCents))
            {
                return null;
            }

            // It is not booked there. A call that is still on its way must not book it once another holder has.
            await GlobalLimits.ReleaseAsync(GrainFactory, noted, Id.Value);
        }

        var limits = guards.Limits;
        LimitOutcome outcome = new(null, HasMoved: true);
        for (var move = 0; move < MovesMax && outcome.HasMoved; move++)
        {
            var holder = limits.Holder;
            if (State.LimitHolder != holder)
            {
                State.LimitHolder = holder;
                await storage.WriteStateAsync();
            }

            outcome = await limits.BookAsync(GrainFactory, holder, Id.Value, counters, State.UsdCents);
        }

        return outcome.HasMoved ? limits.Busy() : outcome.Refusal;
    }

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
