using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Ledger;

/// <summary>
/// What a final transfer moves: booked by the transfer's own grain, where its end is decided once and for all.
/// </summary>
internal static class TransferBookings
{
    internal static void Book(this IBookedState state, TransferView outcome, DateTimeOffset at)
    {
        if (outcome.From is not { } from)
        {
            return;
        }

        var request = outcome.Request;
        var treasury = LedgerAccounts.Treasury(from);
        if (outcome.Status == TransferStatus.Landed)
        {
            var (kind, owed) = CauseOf(request);
            var postings = new LedgerPostings().Move(owed, treasury, request.Amount);
            state.Book(kind, at, request.User, request.Id.Value, postings, outcome.TransactionId);
        }

        if (outcome.FeeAsset is { } native)
        {
            var costs = new LedgerPostings()
                .Move(LedgerAccounts.ExpenseNetworkFee, treasury, new Amount(native, outcome.FeeUnits))
                .Move(LedgerAccounts.ExpenseAccountOpening, treasury, new Amount(native, outcome.OpeningUnits));
            state.Book(LedgerKinds.FeeNetwork, at, request.User, request.Id.Value, costs, outcome.TransactionId);
        }
    }

    /// <summary>What is owed less when the transfer lands.</summary>
    private static (string Kind, string Account) CauseOf(TransferRequest request)
    {
        if (request.NotifyQuote is { } quote && request.Id == TransferId.Delivery(quote))
        {
            return (LedgerKinds.Delivery, LedgerAccounts.Quote(quote));
        }

        return request.NotifyPayment is { } payment
            && (request.Id == TransferId.Refund(payment) || request.Id == TransferId.Excess(payment))
            ? (LedgerKinds.Refund, LedgerAccounts.Payment(payment))
            : (LedgerKinds.Payout, LedgerAccounts.Transfer(request.Id));
    }
}
