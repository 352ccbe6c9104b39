using System.Collections.Frozen;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>The protocol's words for what grains have names of their own for.</summary>
internal static class Words
{
    internal static readonly FrozenDictionary<string, TradingRole> Roles = Of(
        ("SUBSCRIBER", TradingRole.Subscriber), ("PROVIDER", TradingRole.Provider));

    internal static readonly FrozenDictionary<string, PositionMode> Modes = Of(
        ("HEDGING", PositionMode.Hedging), ("NETTING", PositionMode.Netting));

    internal static readonly FrozenDictionary<string, bool> Switches = Of(("0", false), ("1", true));

    internal static readonly FrozenDictionary<string, SymbolTrading> Trading = Of(
        ("FULL", SymbolTrading.Full),
        ("LONG", SymbolTrading.Long),
        ("SHORT", SymbolTrading.Short),
        ("CLOSE", SymbolTrading.Close),
        ("NONE", SymbolTrading.None));

    internal static readonly FrozenDictionary<string, ReportKind> Reports = Of(
        ("FILLED", ReportKind.Filled),
        ("PARTIAL", ReportKind.Partial),
        ("PLACED", ReportKind.Placed),
        ("DONE", ReportKind.Done),
        ("REJECTED", ReportKind.Rejected),
        ("DROPPED", ReportKind.Dropped),
        ("UNKNOWN", ReportKind.Unknown),
        ("NONE", ReportKind.None),
        ("OPENED", ReportKind.Opened),
        ("CLOSED", ReportKind.Closed),
        ("REDUCED", ReportKind.Reduced),
        ("CHANGED", ReportKind.Changed),
        ("CANCELLED", ReportKind.Cancelled),
        ("EXPIRED", ReportKind.Expired));

    internal static readonly FrozenDictionary<string, RejectionCode> Rejections = Of(
        ("SIGNATURE", RejectionCode.Signature),
        ("SYNTAX", RejectionCode.Syntax),
        ("GAP", RejectionCode.Gap),
        ("UNKNOWN", RejectionCode.Unknown));

    internal static readonly FrozenDictionary<string, TrustHorizon> Horizons = Of(
        ("1", TrustHorizon.OneSecond), ("10", TrustHorizon.TenSeconds), ("60", TrustHorizon.OneMinute));

    internal static readonly FrozenDictionary<string, SignalAction> Actions = Of(
        ("OPEN", SignalAction.Open),
        ("FILL", SignalAction.Fill),
        ("MODIFY", SignalAction.Modify),
        ("CLOSE", SignalAction.Close),
        ("CANCEL", SignalAction.Cancel));

    internal static readonly FrozenDictionary<string, OrderKind> Orders = Of(
        ("BUY", OrderKind.Buy),
        ("SELL", OrderKind.Sell),
        ("BUY_LIMIT", OrderKind.BuyLimit),
        ("SELL_LIMIT", OrderKind.SellLimit),
        ("BUY_STOP", OrderKind.BuyStop),
        ("SELL_STOP", OrderKind.SellStop));

    /// <summary>True for what tells of an order itself, not of what became of its position later.</summary>
    internal static bool IsResult(ReportKind kind) => kind < ReportKind.Opened;

    private static FrozenDictionary<string, T> Of<T>(params (string Word, T Meaning)[] words) =>
        words.ToFrozenDictionary(pair => pair.Word, pair => pair.Meaning, StringComparer.Ordinal);
}

/// <summary>Why a terminal did not take an order.</summary>
internal enum RejectionCode
{
    /// <summary>The signature is wrong.</summary>
    Signature,

    /// <summary>The line is not well-formed.</summary>
    Syntax,

    /// <summary>The sequence is not the next one.</summary>
    Gap,

    /// <summary>The subscription had no <c>SUB</c>.</summary>
    Unknown,
}
