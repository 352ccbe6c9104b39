namespace OrleansTrading.Grains.Quotes;

/// <content>
/// A payment that is right, while the account that should deliver cannot be asked or is halted. It waits for as long as
/// the quote's time lasts. Then it goes back only where that is safe: an account that is halted may have delivered
/// already without our memory of it (a restored backup), and a refund from the other account would pay twice.
/// </content>
internal sealed partial class QuoteGrain
{
    private bool IsPastDeadline => time.GetUtcNow() > State.Deadline;

    /// <summary>Whether a refusal says that the account cannot promise anything now, not just this amount.</summary>
    private static bool IsAboutTheAccount(Refusal refusal) =>
        refusal.Code is ErrorCodes.ChainUnavailable or ErrorCodes.AssetUnknown;

    private async Task<PaymentVerdict> HoldAsync(IncomingPayment payment, Refusal refusal)
    {
        var held = new HeldPayment
        {
            Payment = payment,
            Reason = refusal.Code switch
            {
                ErrorCodes.AssetUnknown => PaymentReasons.AssetNotConfigured,
                ErrorCodes.LimitExceeded or ErrorCodes.Overloaded => PaymentReasons.LimitExceeded,
                _ => PaymentReasons.TreasuryUnavailable,
            },
            Problem = refusal.Detail,
            AwaitsOperator = refusal.RetryAt is null,
        };
        if (State.Held != held)
        {
            State.Held = held;
            Note("payment.held", refusal.Detail, payment.TransactionId);
            RecordPayment(HistoryKinds.QuotePaymentHeld, Entry(payment, PaymentDisposition.Accepted, held.Reason));
            await storage.WriteStateAsync();
            logger.QuoteHeld(Id, refusal.Detail);
        }

        return new PaymentVerdict { Kind = PaymentVerdictKind.InProgress };
    }

    /// <summary>
    /// The quote's time is over and a payment still waits. It becomes the quote's own, to go back or to be parked with
    /// it; as long as the account's history has not been read, neither is decided and the quote stays overdue.
    /// </summary>
    private async Task ConcludeHeldAsync(HeldPayment held)
    {
        var unsafeToReturn = await Treasury.CheckHistoryAsync();
        if (unsafeToReturn is { RetryAt: not null })
        {
            return;
        }

        await ReleaseAsync();
        State.Held = null;
        State.Reason = unsafeToReturn is null ? held.Reason : PaymentReasons.TreasuryUnavailable;
        State.ReasonDetail = unsafeToReturn?.Detail ?? held.Problem;
        Accept(held.Payment);
        if (unsafeToReturn is null)
        {
            await MoveAsync(QuoteEvent.CommitRefused, "quote.failed");
        }
        else
        {
            State.Payments[^1] = State.Payments[^1] with
            {
                Disposition = PaymentDisposition.Parked,
                Reason = State.Reason,
            };
            await MoveAsync(QuoteEvent.CommitUndecidable, "quote.parked");
        }

        await WakePaymentAsync();
    }

    /// <summary>
    /// What our memory, not the payment itself, speaks against: a state older than the chain would say the same of a
    /// payment that was delivered for. Null when the account's history bears our memory out.
    /// </summary>
    private async Task<PaymentVerdict?> DoubtAsync(IncomingPayment payment, string reason)
    {
        if (reason is not (PaymentReasons.SeenLate or PaymentReasons.SecondPayment)
            || await Treasury.CheckHistoryAsync() is not { } refusal)
        {
            return null;
        }

        if (refusal.RetryAt is not null)
        {
            return new PaymentVerdict { Kind = PaymentVerdictKind.Wait, Reason = refusal.Detail };
        }

        await NotePaymentAsync(payment, PaymentDisposition.Parked, PaymentReasons.TreasuryUnavailable);
        return Park(PaymentReasons.TreasuryUnavailable);
    }

    private static PaymentVerdict Park(string? reason) =>
        new() { Kind = PaymentVerdictKind.Park, Reason = reason };
}
