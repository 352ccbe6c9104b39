using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>Shows subscriptions in the API's shape.</summary>
internal static class SubscriptionMapper
{
    internal static SubscriptionItemBody MapItem(SubscriptionView view) => new()
    {
        Id = view.Id.Value,
        Account = view.Terms.Account.Value,
        Provider = view.Terms.Provider.Value,
        Status = EnumText<SubscriptionStatus>.Of(view.Status),
        Reason = view.Reason,
        CreatedAt = view.CreatedAt,
        OpenCopies = view.Copies.Count,
        NetProfit = DecimalText.Cents(view.NetProfitCents),
        Skipped = view.Skipped,
    };

    internal static SubscriptionBody Map(SubscriptionView view, string? currency, SubscriptionFeeBody? fee) => new()
    {
        Id = view.Id.Value,
        Account = view.Terms.Account.Value,
        Provider = view.Terms.Provider.Value,
        Status = EnumText<SubscriptionStatus>.Of(view.Status),
        Terminal = view.Status == SubscriptionStatus.Ended,
        Reason = view.Reason,
        CreatedAt = view.CreatedAt,
        Settings = SettingsReader.Map(view.Settings),
        LastSignal = view.SignalNumber,
        LastOrder = view.Sequence,
        OrdersWaiting = view.OrdersWaiting,
        NetProfit = DecimalText.Cents(view.NetProfitCents),
        Currency = currency,
        Skipped = view.Skipped,
        LastSkip = view.LastSkip,
        Fee = fee,
        Copies =
        [
            .. view.Copies.Select(copy => new CopyBody
            {
                Position = copy.Position.Value,
                Ticket = copy.Ticket,
                Symbol = copy.Symbol,
                Kind = EnumText<OrderKind>.Of(copy.Kind),
                Volume = copy.Volume.ToString(),
                Waits = copy.Waits,
            }),
        ],
    };
}
