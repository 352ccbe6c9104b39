using OrleansTrading.Client.Api.Copy;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Accounts;

/// <summary>Shows trading accounts in the API's shape.</summary>
internal static class TradingAccountMapper
{
    internal static TradingAccountSecretBody Map(TradingAccountSecret told) => new()
    {
        Account = Map(told.Account),
        Secret = told.Secret?.Text,
    };

    internal static TradingAccountBody Map(TradingAccountView view) => new()
    {
        Id = view.Id.Value,
        Role = EnumText<TradingRole>.Of(view.Terms.Role),
        Login = view.Terms.Login,
        TradeServer = view.Terms.TradeServer,
        RegisteredAt = view.RegisteredAt,
        SecretSince = view.SecretSince,
        ConnectedSince = view.ConnectedSince,
        Report = view.Report is { } report ? Map(report) : null,
    };

    private static AccountReportBody Map(AccountReport report) => new()
    {
        Currency = report.Currency,
        Mode = EnumText<PositionMode>.Of(report.Mode),
        Leverage = report.Leverage,
        Balance = DecimalText.Cents(report.BalanceCents),
        Equity = DecimalText.Cents(report.EquityCents),
        FreeMargin = DecimalText.Cents(report.FreeMarginCents),
        CanTrade = report.CanTrade,
        ServerOffsetSeconds = report.ServerOffset.Ticks / TimeSpan.TicksPerSecond,
    };
}
