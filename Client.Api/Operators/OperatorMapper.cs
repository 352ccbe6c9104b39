using System.Globalization;
using OrleansTrading.Client.Api.Catalog;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Operators;

/// <summary>
/// Shows treasuries and payments to operators: in base units, because the asset may be any that exists.
/// </summary>
internal static class OperatorMapper
{
    internal static TreasuryBody Map(ChainStatus status, AssetCatalog catalog) => new()
    {
        Chain = status.Chain.Name,
        AccountId = AccountId.Of(status.Chain.Id, status.Chain.Treasury).Value,
        Answers = status.Treasury is not null && status.Watcher is not null,
        Halted = status.Treasury?.Halted,
        WaitsFor = status.Treasury?.WaitsFor,
        Unknown = [.. (status.Treasury?.Unknown ?? []).Select(Unknown)],
        UnknownBeyond = status.Treasury?.UnknownBeyond ?? 0,
        Differences = [.. (status.Treasury?.Differences ?? []).Select(Difference)],
        ReconciledAt = status.Treasury?.ReconciledAt,
        Balances = [.. (status.Treasury?.Balances ?? []).Select(balance => Balance(balance, catalog))],
        Open = [.. (status.Treasury?.Open ?? []).Select(Transfer)],
        CaughtUpAt = status.Watcher?.CaughtUpAt,
        WatcherProblem = status.Watcher?.Problem,
        PaymentsRecorded = status.Watcher?.PaymentsRecorded ?? 0,
    };

    internal static OperatorPaymentBody Map(PaymentView view) => new()
    {
        PaymentId = view.Payment.Id.Value,
        AccountId = view.Payment.Account.Value,
        Sender = view.Payment.Sender,
        AssetId = view.Payment.Amount.Asset.Value,
        Units = QuoteMapper.Units(view.Payment.Amount.Units),
        Memo = view.Payment.Memo,
        TransactionId = view.Payment.TransactionId,
        PaidAt = view.Payment.PaidAt,
        Height = view.Payment.Height.ToString(CultureInfo.InvariantCulture),
        Status = Name(view.Status),
        QuoteId = view.Quote?.Value,
        WalletId = view.Wallet?.Value,
        Reason = view.Reason,
        RefundedUnits = QuoteMapper.Units(view.RefundedUnits),
        RefundTransactionId = view.RefundTransactionId,
    };

    private static BalanceBody Balance(TreasuryBalance balance, AssetCatalog catalog) => new()
    {
        Asset = catalog.Find(balance.Asset.Value)?.Alias ?? balance.Asset.Value,
        AssetId = balance.Asset.Value,
        ChainUnits = QuoteMapper.Units(balance.ChainUnits),
        ReservedUnits = QuoteMapper.Units(balance.ReservedUnits),
        InFlightUnits = QuoteMapper.Units(balance.InFlightUnits),
        AvailableUnits = QuoteMapper.Units(balance.AvailableUnits),
    };

    private static LedgerDifferenceBody Difference(LedgerDifference difference) => new()
    {
        AssetId = difference.Asset.Value,
        ChainUnits = QuoteMapper.Units(difference.ChainUnits),
        LedgerUnits = difference.LedgerUnits,
    };

    private static UnknownTransactionBody Unknown(UnknownTransaction transaction) => new()
    {
        TransactionId = transaction.TransactionId,
        At = transaction.At,
        To = transaction.To,
        AssetId = transaction.Amount?.Asset.Value,
        Units = transaction.Amount is { } amount ? QuoteMapper.Units(amount.Units) : null,
        Memo = transaction.Memo,
        Succeeded = transaction.Succeeded,
    };

    private static TransferBody Transfer(TransferView transfer) => new()
    {
        TransferId = transfer.Request.Id.Value,
        To = transfer.Request.To,
        AssetId = transfer.Request.Amount.Asset.Value,
        Units = QuoteMapper.Units(transfer.Request.Amount.Units),
        Status = Name(transfer.Status),
        TransactionId = transfer.TransactionId,
        Attempts = transfer.Attempts,
        Problem = transfer.Problem ?? transfer.Reason,
    };

    private static string Name(TransferStatus status) => status switch
    {
        TransferStatus.Queued => "queued",
        TransferStatus.Signed => "signed",
        TransferStatus.Landed => "landed",
        TransferStatus.Failed => "failed",
        TransferStatus.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The API has no name for this status."),
    };

    private static string Name(PaymentStatus status) => status switch
    {
        PaymentStatus.Received => "received",
        PaymentStatus.Allocated => "allocated",
        PaymentStatus.Refunding => "refunding",
        PaymentStatus.Settled => "settled",
        PaymentStatus.Refunded => "refunded",
        PaymentStatus.Parked => "parked",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The API has no name for this status."),
    };
}
