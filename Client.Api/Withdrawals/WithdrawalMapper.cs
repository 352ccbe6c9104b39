using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Withdrawals;

/// <summary>Shows deposits and withdrawals in the API's shape.</summary>
internal sealed class WithdrawalMapper(QuoteMapper amounts, AssetCatalog catalog)
{
    internal DepositBody Map(DepositInstructions view) => new()
    {
        Wallet = view.Wallet.Value,
        Asset = catalog.Find(view.Asset.Value)?.Alias ?? view.Asset.Value,
        AssetId = view.Asset.Value,
        Address = view.Address,
        Memo = view.Memo,
        LastDigits = view.LastDigits,
        Amount = view.Amount is { } amount ? amounts.Amount(amount) : null,
        Uri = view.Uri,
    };

    internal WithdrawalBody Map(WithdrawalView view) => new()
    {
        Id = view.Id.Value,
        Wallet = view.Wallet.Value,
        Status = Name(view.Status),
        Terminal = view.Terminal,
        Amount = amounts.Amount(view.Amount),
        Fee = amounts.Amount(view.Fee),
        Address = view.Address,
        Memo = view.Memo,
        CreatedAt = view.CreatedAt,
        ExecutesAt = view.ExecutesAt,
        TransactionId = view.TransactionId,
        Reason = view.Reason,
        Detail = view.Detail,
    };

    private static string Name(WithdrawalStatus status) => status switch
    {
        WithdrawalStatus.Waiting => "waiting",
        WithdrawalStatus.Releasing => "releasing",
        WithdrawalStatus.Executing => "executing",
        WithdrawalStatus.Returning => "returning",
        WithdrawalStatus.Completed => "completed",
        WithdrawalStatus.Cancelled => "cancelled",
        WithdrawalStatus.Failed => "failed",
        WithdrawalStatus.Parked => "parked",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The API has no name for this status."),
    };
}
