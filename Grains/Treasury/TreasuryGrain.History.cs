using System.Globalization;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// What the account tells the history. Each event is added in the stretch of code that makes the change, so that the
/// shared write which stores the one stores the other. A transfer's end is told by its own grain, which decides it.
/// </content>
internal sealed partial class TreasuryGrain
{
    /// <summary>
    /// Events of orders that may wait for one write. It leaves half of what a state may hold to the pump, which adds at
    /// most one for each movement of a page, or for each transfer in flight, before it waits for the write.
    /// </summary>
    private const int UnstoredOrdersMax = 500;

    /// <summary>Refuses an order while too many changes wait for the write under way; null: there is room.</summary>
    private Refusal? RefuseUnstored() => State.History.Count < UnstoredOrdersMax
        ? null
        : new Refusal
        {
            Code = ErrorCodes.Overloaded,
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{Account} has {State.History.Count} changes that are not stored yet; it takes orders again below "
                + $"{UnstoredOrdersMax}. Order again in a moment."),
        };

    private void RecordOrdered(OpenTransfer transfer) => Record(
        HistoryKinds.TransferOrdered, transfer, new TransferDetails
        {
            Account = Account,
            To = transfer.Request.To,
            Amount = transfer.Request.Amount,
            Memo = HistoryDetails.Clip(transfer.Request.Memo),
            Quote = transfer.Request.NotifyQuote,
            Payment = transfer.Request.NotifyPayment,
            Withdrawal = transfer.Request.NotifyWithdrawal,
        });

    /// <summary>The last signature was made, or is dead.</summary>
    private void RecordSignature(string kind, OpenTransfer transfer, string? reason) => Record(
        kind, transfer, new TransferDetails
        {
            TransactionId = transfer.Signed!.TransactionId,
            Attempt = transfer.Attempts,
            Reason = HistoryDetails.Clip(reason),
        });

    private void RecordUnknown(UnknownTransaction unknown) => Record(
        HistoryKinds.TreasuryUnknownTransaction, new UnknownTransactionDetails
        {
            TransactionId = unknown.TransactionId,
            BlockTime = unknown.At,
            To = unknown.To,
            Amount = unknown.Amount,
            Memo = HistoryDetails.Clip(unknown.Memo),
            Succeeded = unknown.Succeeded,
        });

    /// <summary>At the time of the step that was just added to the transfer.</summary>
    private void Record(string kind, OpenTransfer transfer, HistoryDetails details) =>
        State.Record(transfer.Steps[^1].At, kind, transfer.Request.User, transfer.Request.Id.Value, details);

    private void Record(string kind, HistoryDetails details) =>
        State.Record(time.GetUtcNow(), kind, user: null, Account.Value, details);
}
