using System.Globalization;

namespace OrleansTrading.Grains.Quotes;

/// <content>Which payment the quote accepts, and what it says to the others.</content>
internal sealed partial class QuoteGrain
{
    public async Task<PaymentVerdict> OfferPaymentAsync(IncomingPayment payment) => await IsStoredAsync()
        ? await AnswerAsync(payment) with { User = State.Command!.User }
        : new PaymentVerdict { Kind = PaymentVerdictKind.NoQuote };

    private async Task<PaymentVerdict> AnswerAsync(IncomingPayment payment)
    {
        await ExpireIfDueAsync();
        if (payment.Id == State.AcceptedPayment)
        {
            return VerdictOnAccepted() with { TakenUnits = State.TakenUnits };
        }

        if (State.Payments.Find(p => p.Id == payment.Id) is { } known)
        {
            return known.Disposition == PaymentDisposition.Parked
                ? Park(known.Reason)
                : Refund(known.Reason!, payment.Account);
        }

        if (Judge(payment) is { } reason)
        {
            return await DoubtAsync(payment, reason) ?? await RefuseAsync(payment, reason);
        }

        if (IsPastDeadline)
        {
            // Only a held payment meets a pending quote so late: the price is not locked for it any more.
            return new PaymentVerdict { Kind = PaymentVerdictKind.InProgress };
        }

        return await CommitAsync(payment);
    }

    public async Task RecordRefundAsync(RefundReport report)
    {
        var index = State.Payments.FindIndex(p => p.Id == report.Payment);
        if (index < 0)
        {
            // Beyond what one quote remembers; the payment's own grain has it.
            Check.That(State.Payments.Count >= QuoteConstants.PaymentsMax, $"{report.Payment} never named {Id}");
            return;
        }

        var payment = State.Payments[index];
        var reported = payment with
        {
            Disposition = report.Disposition,
            Refunded = payment.Amount with { Units = report.Units },
            RefundTransactionId = report.TransactionId,
            Reason = report.Reason ?? payment.Reason,
        };
        var moved = report.Payment == State.AcceptedPayment && MoveOf(report) is not null;
        if (reported == payment && !moved)
        {
            return;
        }

        if (report.Disposition is PaymentDisposition.Refunded or PaymentDisposition.Parked
            && State.CommitBegun && IsOverWithoutDelivery)
        {
            // In a partitioned cluster an activation that was behind may have begun to commit after this one ended: it
            // could store nothing, but what it booked and set aside for that must not stay.
            await ReleaseAsync();
        }

        State.Payments[index] = reported;
        if (moved)
        {
            await MoveForRefundAsync(report);
            return;
        }

        var (step, kind) = StepOf(report);
        Note(step, transactionId: report.TransactionId);
        RecordPayment(kind, reported);
        await storage.WriteStateAsync();
    }

    private bool IsOverWithoutDelivery => State.Status
        is QuoteStatus.Expired or QuoteStatus.Failed or QuoteStatus.Refunding or QuoteStatus.Refunded;

    /// <summary>Where a report about the accepted payment leads; null when the status already tells it.</summary>
    private QuoteEvent? MoveOf(RefundReport report) => (State.Status, report.Disposition) switch
    {
        (QuoteStatus.Failed, PaymentDisposition.Refunding) => QuoteEvent.RefundOrdered,
        (QuoteStatus.Failed, PaymentDisposition.Refunded) => QuoteEvent.RefundOrdered,
        (QuoteStatus.Refunding, PaymentDisposition.Refunded) => QuoteEvent.RefundLanded,
        (QuoteStatus.Failed or QuoteStatus.Refunding, PaymentDisposition.Parked) => QuoteEvent.RefundImpossible,
        _ => null,
    };

    private async Task MoveForRefundAsync(RefundReport report)
    {
        // A report may be lost and the next one tell two steps at once: the quote still takes them one by one.
        while (MoveOf(report) is { } happened)
        {
            var step = happened == QuoteEvent.RefundOrdered ? "refund.ordered" : StepOf(report).Step;
            await MoveAsync(happened, step, report.TransactionId);
        }
    }

    private static (string Step, string Kind) StepOf(RefundReport report) => report.Disposition switch
    {
        PaymentDisposition.Accepted when report.TransactionId is null =>
            ("excess.parked", HistoryKinds.QuoteExcessParked),
        PaymentDisposition.Accepted => ("excess.refunded", HistoryKinds.QuoteExcessRefunded),
        PaymentDisposition.Refunding => ("refund.ordered", HistoryKinds.QuotePaymentRefunding),
        PaymentDisposition.Refunded => ("refund.landed", HistoryKinds.QuotePaymentRefunded),
        _ => ("payment.parked", HistoryKinds.QuotePaymentParked),
    };

    /// <summary>Why this payment does not pay the quote; null when it does.</summary>
    private string? Judge(IncomingPayment payment)
    {
        if (payment.Amount.Asset != State.Pay.Amount.Asset || payment.Account != State.PayAccount)
        {
            return PaymentReasons.WrongAsset;
        }

        if ((State.AcceptedPayment ?? State.Held?.Payment.Id ?? payment.Id) != payment.Id)
        {
            return PaymentReasons.SecondPayment;
        }

        if (payment.PaidAt > State.ExpiresAt)
        {
            return PaymentReasons.Late;
        }

        if (State.Status != QuoteStatus.Pending)
        {
            return PaymentReasons.SeenLate;
        }

        return payment.Amount.Units < State.Pay.Amount.Units ? PaymentReasons.Underpaid : null;
    }

    private async Task<PaymentVerdict> RefuseAsync(IncomingPayment payment, string reason)
    {
        await NotePaymentAsync(payment, PaymentDisposition.Refunding, reason);
        return Refund(reason, payment.Account);
    }

    private async Task NotePaymentAsync(IncomingPayment payment, PaymentDisposition disposition, string reason)
    {
        if (State.Payments.Count < QuoteConstants.PaymentsMax)
        {
            var entry = Entry(payment, disposition, reason);
            var (step, kind) = disposition == PaymentDisposition.Parked
                ? ("payment.parked", HistoryKinds.QuotePaymentParked)
                : ("payment.refused", HistoryKinds.QuotePaymentRefused);
            State.Payments.Add(entry);
            Note(step, reason, payment.TransactionId);
            RecordPayment(kind, entry);
            await storage.WriteStateAsync();
        }
    }

    /// <summary>
    /// Takes the payment: limits and output are booked under the quote's id, so that a repeat after a crash changes
    /// nothing; whichever refuses, the other is given back, and the quote fails with the payment as its own to refund.
    /// </summary>
    private async Task<PaymentVerdict> CommitAsync(IncomingPayment payment)
    {
        if (!State.CommitBegun)
        {
            State.CommitBegun = true;
            await storage.WriteStateAsync();
        }
        else if (!await IsStillPendingAsync())
        {
            return await AnswerAsync(payment);
        }

        var shared = await RefusePriceAsync(payment) ?? await BookSharedAsync();
        if (shared is not null && IsPassing(shared))
        {
            return await HoldAsync(payment, shared);
        }

        var refusal = shared
            ?? await Risk.BookAsync(Id.Value, guards.ClaimOf(State))
            ?? await Treasury.ReserveAsync(Id.Value, State.Receive.Amount);
        if (refusal is { Code: ErrorCodes.LimitExceeded or ErrorCodes.PriceMoved })
        {
            // The limits are our memory too: the account that delivers must bear it out before anything goes back.
            refusal = await Treasury.CheckHistoryAsync() ?? refusal;
        }

        if (refusal is not null && IsAboutTheAccount(refusal))
        {
            // After a restart, or until an operator has acted. The payment asks again, until the quote's time is over.
            return await HoldAsync(payment, refusal);
        }

        await this.RegisterOrUpdateReminder(
            QuoteConstants.DriveReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        if (refusal is not null)
        {
            await ReleaseAsync();
        }

        State.Held = null;
        Accept(payment);
        if (refusal is null)
        {
            await MoveAsync(QuoteEvent.PaymentAccepted, "quote.committed");
            StartDriving(TimeSpan.Zero);
        }
        else
        {
            State.Reason = ReasonOf(refusal);
            State.ReasonDetail = refusal.Detail;
            await MoveAsync(QuoteEvent.CommitRefused, "quote.failed");
        }

        return VerdictOnAccepted() with { TakenUnits = State.TakenUnits };
    }

    /// <summary>
    /// Whether a quote that asks once more for what it books has not ended since. Asked of the store: in a partitioned
    /// cluster another activation may have ended it, and what this one books then would be released by nobody.
    /// </summary>
    private async Task<bool> IsStillPendingAsync()
    {
        await storage.ReadStateAsync();
        return State is { Status: QuoteStatus.Pending, AcceptedPayment: null };
    }

    private static string ReasonOf(Refusal refusal) => refusal.Code switch
    {
        ErrorCodes.LimitExceeded => PaymentReasons.LimitExceeded,
        ErrorCodes.PriceMoved => PaymentReasons.PriceMoved,
        _ => PaymentReasons.TreasuryShort,
    };

    private void Accept(IncomingPayment payment)
    {
        State.AcceptedPayment = payment.Id;
        State.PaidUnits = payment.Amount.Units;
        State.PaidAt = payment.PaidAt;
        State.Payments.Add(Entry(payment, PaymentDisposition.Accepted, reason: null));
        Note("payment.final", payment.Id.Value, payment.TransactionId);
    }

    private PaymentVerdict VerdictOnAccepted() => State.Status switch
    {
        QuoteStatus.Committed or QuoteStatus.Executing =>
            new PaymentVerdict { Kind = PaymentVerdictKind.InProgress },
        QuoteStatus.Executed => new PaymentVerdict
        {
            Kind = PaymentVerdictKind.Delivered,
            ExcessUnits = State.PaidUnits - State.Pay.Amount.Units,
            RefundAddress = State.RefundAddress,
        },
        QuoteStatus.Failed or QuoteStatus.Refunding or QuoteStatus.Refunded => Refund(State.Reason!, State.PayAccount),
        QuoteStatus.Parked => Park(State.Reason),
        _ => throw new BrokenPromiseException(
            string.Create(CultureInfo.InvariantCulture, $"{Id} has a payment and is {State.Status}")),
    };

    /// <summary>
    /// The refund address is one of the quote's paying chain: what came on another chain goes back to its sender.
    /// </summary>
    private PaymentVerdict Refund(string reason, AccountId paidTo) => new()
    {
        Kind = PaymentVerdictKind.Refund,
        Reason = reason,
        RefundAddress = paidTo == State.PayAccount ? State.RefundAddress : null,
    };

    private static QuotePayment Entry(IncomingPayment payment, PaymentDisposition disposition, string? reason) => new()
    {
        Id = payment.Id,
        TransactionId = payment.TransactionId,
        Amount = payment.Amount,
        Disposition = disposition,
        Reason = reason,
        Refunded = payment.Amount with { Units = UInt128.Zero },
    };
}
