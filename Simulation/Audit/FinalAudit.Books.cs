using System.Text.Json;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Simulation.Audit;

/// <content>Whether the books agree with themselves, and with what customers were told.</content>
internal sealed partial class FinalAudit
{
    private void CheckQuotes()
    {
        foreach (var (id, quote) in quotes)
        {
            var delivery = OutcomeOf(TransferId.Delivery(new QuoteId(id)));
            var landed = delivery is { Status: TransferStatus.Landed };
            Require(QuoteTransitions.IsTerminal(quote.Status), "I4", () => $"{id} is {quote.Status} at the end");
            Require(
                landed == (quote.Status == QuoteStatus.Executed),
                "I5",
                () => $"{id} is {quote.Status} and its delivery is {delivery?.Status.ToString() ?? "nowhere"}");
            if (landed)
            {
                Require(
                    delivery!.Request.Amount == quote.Receive.Amount && delivery.Request.To == quote.Receive.Address,
                    "I5",
                    () => $"{id} promised {quote.Receive}, and {delivery.Request} was delivered");
                Require(
                    quote.AcceptedPayment is { } paid && payments.TryGetValue(paid.Value, out var payment)
                        && payment.Payment!.Amount.Asset == quote.Pay.Amount.Asset
                        && payment.Payment.Amount.Units >= quote.Pay.Amount.Units
                        && payment.Payment.PaidAt <= quote.ExpiresAt,
                    "I5",
                    () => $"{id} is executed for {quote.AcceptedPayment}, which does not pay {quote.Pay}");
            }
        }
    }

    private void CheckPayments()
    {
        foreach (var (id, payment) in payments)
        {
            Require(
                payment.Status is PaymentStatus.Settled or PaymentStatus.Refunded or PaymentStatus.Parked,
                "I4",
                () => $"{id} is {payment.Status} at the end");
            if (world.Vaults.Any(vault => vault.Address == payment.Payment!.Sender))
            {
                Require(
                    payment is { Status: PaymentStatus.Settled, GivingBack: null },
                    "I5",
                    () => $"{id} is the operator's own, and {payment.Status}");
                continue;
            }

            var refund = OutcomeOf(TransferId.Refund(payment.Payment!.Id));
            var excess = OutcomeOf(TransferId.Excess(payment.Payment.Id));
            var isRefunded = refund is { Status: TransferStatus.Landed };
            var quote = payment.Quote is { } named ? quotes.GetValueOrDefault(named.Value) : null;
            var paysFor = quote is { Status: QuoteStatus.Executed } && quote.AcceptedPayment == payment.Payment.Id;
            Require(
                isRefunded == (payment.Status == PaymentStatus.Refunded),
                "I5",
                () => $"{id} is {payment.Status} and its refund is {refund?.Status.ToString() ?? "nowhere"}");
            Require(!(paysFor && isRefunded), "I2", () => $"{id} was delivered for, and given back");
            Require(
                !(isRefunded && quote?.AcceptedPayment == payment.Payment.Id
                    && delivered.ContainsKey(TransferId.Delivery(payment.Quote!.Value).Value)),
                "I2",
                () => $"{id} is given back, and {payment.Quote} was delivered for it all the same");
            Require(
                paysFor || payment.Wallet is not null || payment.Status != PaymentStatus.Settled,
                "I5",
                () => $"{id} is settled, and nothing was delivered for it");
            Require(
                payment.Wallet is null || payment is { Status: PaymentStatus.Settled, GivingBack: null },
                "I5",
                () => $"{id} is {payment.Wallet}'s, and {payment.Status}");
            CheckGivenBack(id, payment.Payment.Amount, refund, excess, paysFor ? quote : null);
            var to = quote?.PayAccount == payment.Payment.Account && quote.RefundAddress is { } asked
                ? asked
                : payment.Payment.Sender;
            Require(
                (refund ?? excess) is not { } back || back.Request.To == to,
                "I5",
                () => $"{id} goes back to {(refund ?? excess)!.Request.To}, not to {to}");
        }
    }

    /// <summary>What goes back is what came, less what the quote took and the fee that is told for it.</summary>
    private void CheckGivenBack(
        string id, Amount paid, TransferView? refund, TransferView? excess, QuoteState? quote)
    {
        var asset = Worlds.SimulatedAssets.All.First(each => each.Id == paid.Asset.Value);
        if (refund is not null)
        {
            Require(
                refund.Request.Amount == paid with { Units = paid.Units - asset.RefundFeeUnits },
                "I5",
                () => $"{id} brought {paid}, and {refund.Request.Amount} goes back");
        }

        if (quote is null)
        {
            Require(excess is null, "I5", () => $"{id} pays for nothing, and an excess of it goes back");
            return;
        }

        var over = paid.Units - quote.Pay.Amount.Units;
        Require(
            excess is null || excess.Request.Amount == paid with { Units = over - asset.RefundFeeUnits },
            "I5",
            () => $"{id} is {over} too much, and {excess!.Request.Amount} goes back");
        Require(
            over <= asset.DustUnits || excess is not null || payments[id].Status == PaymentStatus.Parked,
            "I5",
            () => $"{id} is {over} too much, and nothing of it goes back");
    }

    /// <summary>What was promised with an answer is so; what was told is how it ended.</summary>
    private void CheckTold()
    {
        foreach (var trade in world.Customers.SelectMany(customer => customer.Trades))
        {
            var id = trade.Promised.Id.Value;
            Require(
                quotes.TryGetValue(id, out var quote),
                "I9",
                () => $"{id} was promised to a customer and is not stored");
            Require(
                quote is null || (quote.Status == trade.Told.Status && quote.Pay == trade.Promised.Pay
                    && quote.Receive == trade.Promised.Receive && quote.ExpiresAt == trade.Promised.ExpiresAt),
                "I6",
                () => $"{id} was told {trade.Told.Status} last, and is {quote!.Status}");
        }

        foreach (var payment in world.Customers.SelectMany(customer => customer.Payments))
        {
            var isThere = payments.Any(each => each.Value.Payment!.TransactionId == payment.TransactionId);
            world.Coverage.Hit(isThere ? "payment came" : "payment never came");
        }
    }

    /// <summary>
    /// The history was told in the write of what it tells: its last word on each quote is the quote's.
    /// </summary>
    private void CheckHistory()
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var steps = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in world.Disk.History.Where(row => row.Source.StartsWith("quote/", StringComparison.Ordinal)))
        {
            steps[row.Source] = steps.GetValueOrDefault(row.Source) + 1;
            if (Enum.TryParse<QuoteStatus>(row.Event.Kind["quote.".Length..], ignoreCase: true, out _)
                || row.Event.Kind == HistoryKinds.QuoteCreated)
            {
                last[row.Event.Subject] = row.Event.Kind["quote.".Length..];
            }
        }

        foreach (var (id, quote) in quotes)
        {
            var told = last.GetValueOrDefault(id);
            var isTold = string.Equals(told, quote.Status.ToString(), StringComparison.OrdinalIgnoreCase);
            Require(isTold, "history", () => $"{id} is {quote.Status}; the history says {told ?? "nothing"}");
            var timeline = quote.Timeline.Count(step => step.Step != "payment.final");
            Require(
                steps.GetValueOrDefault($"quote/{id}") == timeline,
                "history",
                () => $"{id} has {timeline} steps, and the history {steps.GetValueOrDefault($"quote/{id}")}");
        }
    }

    /// <summary>What was set aside and booked is used or given back.</summary>
    private void CheckPromises()
    {
        foreach (var (account, treasury) in treasuries)
        {
            var left = treasury.Reservations.Keys
                .Where(id => withdrawals.ContainsKey(id)
                    || (quotes.TryGetValue(id, out var quote) && QuoteTransitions.IsTerminal(quote.Status)))
                .ToList();

            // An activation that is behind another one does not know what it is to give back; that is given back when
            // its time is over.
            Require(
                left.Count == 0 || world.HadTwoProcesses,
                "I4",
                () => $"{account} still sets aside for {string.Join(", ", left)}");
            Require(treasury.Open.Count == 0, "I4", () => $"{account} has open transfers at the end");
        }

        foreach (var (user, payload) in world.Disk.ReadAll("risk"))
        {
            var risk = JsonSerializer.Deserialize<RiskState>(payload, GrainJson.Options)!;
            CheckCounted(user, risk);
            foreach (var (booking, cents) in risk.Bookings.Where(each => !walletTransfers.ContainsKey(each.Key)))
            {
                if (withdrawals.GetValueOrDefault(booking) is { } withdrawal)
                {
                    Require(
                        withdrawal.Status is WithdrawalStatus.Completed or WithdrawalStatus.Parked
                            && withdrawal.Terms!.UsdCents == cents,
                        "I4",
                        () => $"{user} has {cents} booked for {booking}, which is {withdrawal.Status}");
                    continue;
                }

                var quote = quotes.GetValueOrDefault(booking);
                Require(
                    quote is { Status: QuoteStatus.Executed or QuoteStatus.Parked } && quote.UsdCents == cents,
                    "I4",
                    () => $"{user} has {cents} booked for {booking}, which is {quote?.Status} for {quote?.UsdCents}");
            }

            foreach (var (id, _) in quotes.Where(each => each.Value.Status == QuoteStatus.Executed
                && each.Value.Command!.User.Value == user))
            {
                // Of two activations of a quote the one that is behind gives back under its id before it loses.
                Require(
                    risk.Bookings.ContainsKey(id) || world.HadTwoProcesses,
                    "I8",
                    () => $"{id} is executed and in no limit of {user}");
            }
        }
    }
}
