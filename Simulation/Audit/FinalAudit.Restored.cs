using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Simulation.Audit;

/// <content>
/// What is promised of a platform whose database was restored from an older copy: nothing is paid twice, nothing is
/// delivered for and given back, each payment is recorded, all that is known comes to an end, and the books are whole.
/// What was answered after the copy was made is not promised, nor that the books have what was paid since.
/// </content>
internal sealed partial class FinalAudit
{
    private async Task CheckRestoredAsync()
    {
        foreach (var treasury in world.Treasuries)
        {
            var movements = await world.Books.ReadHistoryAsync(treasury);
            foreach (var movement in movements.Where(m => m is
                { Direction: MovementDirection.Outgoing, Succeeded: true, Amount: not null }))
            {
                CheckPaidOnce(movement);
            }

            CheckIncoming(
                treasury, [.. movements.Where(m => m.Direction == MovementDirection.Incoming && m.Succeeded)]);
        }

        CheckNotGivenBack();
        CheckHistory();
        CheckStreams();
        CheckNeverNegative();
        CheckEnded();
    }

    private void CheckPaidOnce(Movement movement)
    {
        if (!world.Books.SignedFor.TryGetValue(movement.TransactionId, out var id))
        {
            world.Violate("I8", $"{movement} was never stored as signed");
            return;
        }

        if (!delivered.TryGetValue(id, out var landed))
        {
            delivered.Add(id, landed = []);
        }

        landed.Add(movement);
        Require(landed.Count == 1, "I2", () => $"{id} took effect {landed.Count} times: "
            + string.Join(", ", landed.Select(m => m.TransactionId)));
    }

    /// <summary>What was delivered for keeps one payment at least: whoever paid twice gets one of them back.</summary>
    private void CheckNotGivenBack()
    {
        foreach (var paid in world.Customers.SelectMany(customer => customer.Payments)
            .Where(payment => payment.Trade is not null)
            .GroupBy(payment => payment.Trade!.Promised.Id)
            .Where(paid => delivered.ContainsKey(TransferId.Delivery(paid.Key).Value)))
        {
            var sent = paid.Select(payment => payment.TransactionId).ToHashSet(StringComparer.Ordinal);
            var came = payments.Where(each => sent.Contains(each.Value.Payment!.TransactionId)).ToList();
            Require(
                came.Exists(each => !delivered.ContainsKey(TransferId.Refund(each.Value.Payment!.Id).Value)),
                "I2",
                () => $"{paid.Key} was delivered, and all that was paid for it is given back:"
                    + $" {string.Join(", ", came.Select(each => each.Key))}");
        }
    }

    private void CheckEnded()
    {
        foreach (var (id, quote) in quotes)
        {
            Require(QuoteTransitions.IsTerminal(quote.Status), "I4", () => $"{id} is {quote.Status} at the end");
            RequireSettled(LedgerAccounts.Quote(new QuoteId(id)));
        }

        foreach (var (id, payment) in payments)
        {
            Require(
                payment.Status is PaymentStatus.Settled or PaymentStatus.Refunded or PaymentStatus.Parked,
                "I4",
                () => $"{id} is {payment.Status} at the end");
            RequireSettled(LedgerAccounts.Payment(payment.Payment!.Id));
        }

        foreach (var (id, state) in withdrawals.Where(each => each.Value.Command is not null))
        {
            Require(WithdrawalTransitions.IsTerminal(state.Status), "I4", () => $"{id} is {state.Status} at the end");
        }
    }
}
