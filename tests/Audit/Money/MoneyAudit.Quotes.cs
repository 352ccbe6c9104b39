using OrleansTrading.Grains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;

namespace OrleansTrading.Audit.Money;

/// <content>Quotes and the payments that name them.</content>
internal sealed partial class MoneyAudit
{
    private void CheckQuotes()
    {
        foreach (var (key, quote) in _books.Quotes)
        {
            var what = $"quote {key}";
            if (!_findings.Require(quote.Command is not null, $"{what} is in the history and not stored"))
            {
                continue;
            }

            _findings.Require(QuoteTransitions.IsTerminal(quote.Status), $"{what} is still {quote.Status}");
            var delivery = FindLanded(TransferId.Delivery(new QuoteId(key)));
            if (quote.Status != QuoteStatus.Executed)
            {
                _findings.Require(delivery is null, $"{what} is {quote.Status} and was delivered: {delivery}");
                continue;
            }

            if (_findings.Require(delivery is not null, $"{what} is executed and was not delivered"))
            {
                _findings.Same(quote.Receive.Amount, delivery!.Request.Amount, $"{what}: delivered");
                _findings.Same(quote.Receive.Address, delivery.Request.To, $"{what}: delivered to");
                _findings.Same(quote.DeliveryTransactionId, delivery.TransactionId, $"{what}: delivered by");
            }

            CheckAccepted(what, quote);
        }
    }

    /// <summary>An executed quote has one payment for it, which was the right one.</summary>
    private void CheckAccepted(string what, QuoteState quote)
    {
        if (quote.AcceptedPayment is not { } id || !_books.Payments.TryGetValue(id.Value, out var paid))
        {
            _findings.Add($"{what} is executed for {quote.AcceptedPayment}, which is not stored");
            return;
        }

        var payment = paid.Payment!;
        _findings.Require(
            paid.Status == PaymentStatus.Settled || paid is { Status: PaymentStatus.Parked, ExcessOnly: true },
            $"{what} is executed and its payment {id} is {paid.Status}");
        _findings.Same(quote.Pay.Amount.Asset, payment.Amount.Asset, $"{what}: asset of its payment");
        _findings.Same(quote.PayAccount, payment.Account, $"{what}: account of its payment");
        _findings.Same(payment.Amount.Units, quote.PaidUnits, $"{what}: paid");
        _findings.Require(payment.Amount.Units >= quote.Pay.Amount.Units, $"{what}: {payment.Amount} is too little");
        _findings.Require(payment.PaidAt <= quote.ExpiresAt, $"{what}: {payment.PaidAt:O} is too late");
    }

    private void CheckPayments()
    {
        foreach (var (key, state) in _books.Payments)
        {
            var what = $"payment {key}";
            if (state.Payment is null)
            {
                _findings.Add($"{what} is in the history and not stored");
                continue;
            }

            var refund = FindLanded(TransferId.Refund(state.Payment.Id));
            var excess = FindLanded(TransferId.Excess(state.Payment.Id));
            switch (state.Status)
            {
                case PaymentStatus.Settled:
                    _findings.Require(refund is null, $"{what} is settled and went back: {refund}");
                    CheckSettled(what, state, excess);
                    break;

                case PaymentStatus.Refunded:
                    CheckGivenBack(what, state, state.Payment.Amount.Units, refund);
                    _findings.Require(excess is null, $"{what} went back, and its excess too: {excess}");
                    CheckReason(what, state);
                    break;

                case PaymentStatus.Parked:
                    _findings.Require(refund is null && excess is null, $"{what} is parked and went back");
                    CheckReason(what, state);
                    break;

                default:
                    _findings.Add($"{what} is still {state.Status}");
                    break;
            }
        }
    }

    private void CheckSettled(string what, PaymentState state, TransferView? excess)
    {
        if (FindQuote(state.Quote) is not { } quote)
        {
            _findings.Add($"{what} is settled for no quote");
            return;
        }

        _findings.Same(QuoteStatus.Executed, quote.Status, $"{what} is settled, its quote");
        _findings.Same(state.Payment!.Id, quote.AcceptedPayment, $"{what} is settled, its quote's payment");
        var tooMuch = state.Payment.Amount.Units - quote.Pay.Amount.Units;
        if (tooMuch > _catalog.Get(state.Payment.Amount.Asset).DustUnits)
        {
            CheckGivenBack(what, state, tooMuch, excess);
        }
        else
        {
            _findings.Require(excess is null, $"{what} had no excess above the dust limit, and it went back: {excess}");
        }
    }

    /// <summary>
    /// What goes back is less by the asset's refund fee, and goes to where it came from or was asked for.
    /// </summary>
    private void CheckGivenBack(string what, PaymentState state, UInt128 units, TransferView? transfer)
    {
        if (transfer is null)
        {
            _findings.Add($"{what} is {state.Status}, and what should have gone back did not");
            return;
        }

        var payment = state.Payment!;
        var owed = payment.Amount with { Units = units - _catalog.Get(payment.Amount.Asset).RefundFeeUnits };
        var quote = FindQuote(state.Quote);
        var asked = quote?.RefundAddress is { } address && quote.PayAccount == payment.Account
            ? address
            : payment.Sender;
        _findings.Same(owed, transfer.Request.Amount, $"{what}: given back");
        _findings.Same(asked, transfer.Request.To, $"{what}: given back to");
        _findings.Same(transfer.TransactionId, state.RefundTransactionId, $"{what}: given back by");
        _findings.Same(owed.Units, state.RefundedUnits, $"{what}: said to be given back");
    }

    /// <summary>A payment's reason is one that was given cause for, and what it says is true.</summary>
    private void CheckReason(string what, PaymentState state)
    {
        if (state.Reason is null || !_reasons.Contains(state.Reason))
        {
            _findings.Add($"{what} is {state.Status} for a reason nobody gave: {state.Reason ?? "none"}");
            return;
        }

        var payment = state.Payment!;
        var quote = FindQuote(state.Quote);
        var isTrue = state.Reason switch
        {
            PaymentReasons.Late => quote is not null && payment.PaidAt > quote.ExpiresAt,
            PaymentReasons.SeenLate => quote is { Status: QuoteStatus.Expired } && payment.PaidAt <= quote.ExpiresAt,
            PaymentReasons.Underpaid => quote is not null && payment.Amount.Units < quote.Pay.Amount.Units,
            PaymentReasons.WrongAsset => quote is not null
                && (payment.Amount.Asset != quote.Pay.Amount.Asset || payment.Account != quote.PayAccount),
            PaymentReasons.SecondPayment => quote?.AcceptedPayment is { } first && first != payment.Id,
            PaymentReasons.UnknownMemo => quote is null
                && (state.Named is not { } named || !_books.Quotes.ContainsKey(named.Value)),
            PaymentReasons.BelowRefundFee =>
                payment.Amount.Units <= _catalog.Get(payment.Amount.Asset).RefundFeeUnits,
            _ => true,
        };
        _findings.Require(isTrue, $"{what} is {state.Status} because of {state.Reason}, which it is not: {payment}");
    }

    private QuoteState? FindQuote(QuoteId? id) =>
        id is { } known && _books.Quotes.TryGetValue(known.Value, out var quote) ? quote : null;
}
