using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// Shows providers in the API's shape. Everybody sees a name, since when, and how many positions are open; which they
/// are, and who may copy them, is the provider's affair.
/// </summary>
internal static class ProviderMapper
{
    internal static ProviderItemBody MapItem(ProviderView view) => new()
    {
        Id = view.Id.Value,
        Name = view.Terms.Name,
        Since = view.CreatedAt,
        Account = view.Terms.Account?.Value,
        OpenPositions = view.Open.Count,
        LastSignal = view.LastNumber,
    };

    internal static ProviderBody Map(ProviderView view, bool isOwn, CopyFeeBody? fee) => new()
    {
        Id = view.Id.Value,
        Name = view.Terms.Name,
        Since = view.CreatedAt,
        OpenPositions = view.Open.Count,
        Fee = fee,
        Own = !isOwn ? null : new OwnProviderBody
        {
            Account = view.Terms.Account?.Value,
            LastSignal = view.LastNumber,
            ToldSignal = view.ToldNumber,
            FeeWallet = view.Fee?.Wallet.Value,
            Only = view.Admission.Only is { } only ? [.. only.Select(user => user.Value)] : null,
            Except = [.. view.Admission.Except.Select(user => user.Value)],
            Open = [.. view.Open.Select(Map)],
        },
    };

    internal static SignalBody Map(CopySignal signal) => new()
    {
        Number = signal.Number,
        At = signal.At,
        Action = EnumText<SignalAction>.Of(signal.Action),
        Ticket = Map(signal.Ticket),
        ClosePrice = Price(signal.ClosePrice),
    };

    /// <summary>A price with its decimals; null: there is none.</summary>
    internal static string? Price(SymbolPrice price) => price.IsNone ? null : price.ToString();

    private static TicketBody Map(ProviderTicket ticket) => new()
    {
        Ticket = ticket.Ticket,
        Symbol = ticket.Symbol,
        Kind = EnumText<OrderKind>.Of(ticket.Kind),
        Pending = ticket.IsPending,
        Opened = ticket.Opened.ToString(),
        Left = ticket.Left.ToString(),
        Price = Price(ticket.Price),
        StopLoss = Price(ticket.StopLoss),
        TakeProfit = Price(ticket.TakeProfit),
        OpenedAt = ticket.OpenedAt,
    };
}
