using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Quotes;

namespace OrleansTrading.Grains.Ledger;

/// <summary>
/// What a quote moves: at its commit it takes its payment and owes its output, in one entry. If the delivery fails,
/// that is undone and the payment is owed again; if nobody knows what became of it, a person decides about the output.
/// </summary>
internal static class QuoteBookings
{
    /// <summary>Books a transition, in the write that stores it.</summary>
    internal static void BookMove(this QuoteState state, QuoteId id, QuoteEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case QuoteEvent.PaymentAccepted:
                state.TakenUnits = state.Pay.Amount.Units;
                state.Ledger.Book(new LedgerBooking(
                    LedgerKinds.Exchange, Owner(state), id.Value, at, Exchange(state, id, isUndone: false))
                {
                    Id = IdOf(id),
                });
                break;

            case QuoteEvent.DeliveryRejected when state.TakenUnits > 0:
                state.TakenUnits = 0;
                state.Ledger.Book(new LedgerBooking(
                    LedgerKinds.Reversal, Owner(state), id.Value, at, Exchange(state, id, isUndone: true))
                {
                    Reverses = IdOf(id),
                });
                break;

            case QuoteEvent.DeliveryUnknown when state.TakenUnits > 0:
                state.Book(
                    LedgerKinds.Park,
                    at,
                    state.Command!.User,
                    id.Value,
                    new LedgerPostings().Move(
                        LedgerAccounts.Quote(id), LedgerAccounts.SuspenseParked, state.Receive.Amount),
                    state.DeliveryTransactionId);
                break;
        }
    }

    private static UInt128 IdOf(QuoteId id) => LedgerEncoding.IdOf($"exchange:{id.Value}");

    private static string Owner(QuoteState state) => state.Command!.User.Value;

    private static List<LedgerPosting> Exchange(QuoteState state, QuoteId id, bool isUndone)
    {
        var (pay, receive) = (state.Pay.Amount, state.Receive.Amount);
        var platformFee = Fees(state, FeeKind.Platform);
        var networkFee = Fees(state, FeeKind.Network) + Fees(state, FeeKind.AccountCreation);
        Check.That(platformFee <= pay.Units, $"{id}: the platform's fee is contained in what is paid");
        Check.That(
            state.Fees.TrueForAll(fee => fee.Amount.Asset == (fee.Kind == FeeKind.Platform ? pay : receive).Asset),
            $"{id}: the platform's fee is in the paid asset, others in the received one");
        var postings = new LedgerPostings()
            .Debit(LedgerAccounts.Payment(state.AcceptedPayment!.Value), pay.Asset.Value, pay.Units)
            .Credit(LedgerAccounts.Exchange, pay.Asset.Value, pay.Units - platformFee)
            .Credit(LedgerAccounts.RevenuePlatformFee, pay.Asset.Value, platformFee)
            .Debit(LedgerAccounts.Exchange, receive.Asset.Value, receive.Units + networkFee)
            .Credit(LedgerAccounts.Quote(id), receive.Asset.Value, receive.Units)
            .Credit(LedgerAccounts.RevenueNetworkFee, receive.Asset.Value, networkFee);
        return [.. postings.ToList().Select(p => isUndone ? p with { Units = -p.Units } : p)];
    }

    private static UInt128 Fees(QuoteState state, FeeKind kind) =>
        state.Fees.Where(fee => fee.Kind == kind).Aggregate(UInt128.Zero, (sum, fee) => sum + fee.Amount.Units);
}
