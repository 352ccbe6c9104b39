using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Payments;

namespace OrleansTrading.Grains.Ledger;

/// <summary>
/// What a payment moves: it arrives and is owed, and at its end nothing of it is. What its quote takes is booked by the
/// quote, and what goes back by the transfer.
/// </summary>
internal static class PaymentBookings
{
    internal static void BookArrival(this PaymentState state, DateTimeOffset at)
    {
        var payment = state.Payment!;
        state.Book(
            LedgerKinds.PaymentIn,
            at,
            state.User,
            payment.Id.Value,
            new LedgerPostings().Move(
                LedgerAccounts.Treasury(payment.Account), LedgerAccounts.Payment(payment.Id), payment.Amount),
            payment.TransactionId);
    }

    /// <summary>Books where the rest of a payment stays, in the write that ends it.</summary>
    internal static void BookEnd(this PaymentState state, DateTimeOffset at)
    {
        (string Kind, string Account)? end = state.Status switch
        {
            PaymentStatus.Settled when state.Reason == PaymentReasons.Funding =>
                (LedgerKinds.TopUp, LedgerAccounts.Capital),
            PaymentStatus.Settled or PaymentStatus.Refunded => (LedgerKinds.FeeRefund, LedgerAccounts.RevenueRefundFee),
            PaymentStatus.Parked => (LedgerKinds.Park, LedgerAccounts.SuspenseParked),
            _ => null,
        };
        if (end is not var (kind, account))
        {
            return;
        }

        var payment = state.Payment!;
        var gone = state.TakenUnits + state.RefundedUnits;
        Check.That(gone <= payment.Amount.Units, $"{payment.Id}: {gone} units are gone of {payment.Amount}");
        var rest = payment.Amount with { Units = payment.Amount.Units - gone };
        var postings = new LedgerPostings().Move(LedgerAccounts.Payment(payment.Id), account, rest);
        state.Book(kind, at, state.User, payment.Id.Value, postings, state.RefundTransactionId);
    }
}
