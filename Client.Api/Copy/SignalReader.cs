using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// Reads a signal. What its action has no use for is refused and not passed over: whoever sends it means something.
/// </summary>
internal static class SignalReader
{
    internal static Outcome<PublishSignal> Read(string key, SignalRequest request)
    {
        var kind = OrderKind.Buy;
        Lots? volume = null;
        SymbolPrice? price = null, stopLoss = null, takeProfit = null;
        var refusal = EnumText<SignalAction>.Read("action", request.Action, default, out var action)
            ?? TextRules.Check("symbol", request.Symbol)
            ?? EnumText<OrderKind>.Read("kind", request.Kind, kind, out kind)
            ?? ReadVolume(request.Volume, out volume)
            ?? ReadPrice("price", request.Price, out price)
            ?? ReadPrice("stopLoss", request.StopLoss, out stopLoss)
            ?? ReadPrice("takeProfit", request.TakeProfit, out takeProfit)
            ?? CheckUse(action, request);
        return refusal is not null
            ? Outcome.Refused<PublishSignal>(refusal)
            : Outcome.Of(new PublishSignal
            {
                Key = key,
                Action = action,
                Ticket = request.Ticket,
                Symbol = request.Symbol,
                Kind = request.Kind is null ? null : kind,
                Volume = volume,
                Price = price,
                StopLoss = stopLoss,
                TakeProfit = takeProfit,
            });
    }

    /// <summary>Refuses lots that are none; null are none given.</summary>
    internal static Refusal? ReadLots(string field, string? text, out Lots lots)
    {
        lots = default;
        return text is null || Lots.TryParse(text, out lots)
            ? null
            : Malformed(field, $"{field} is a number of lots with two decimals, like \"0.10\".");
    }

    private static Refusal? ReadVolume(string? text, out Lots? volume)
    {
        var refusal = ReadLots("volume", text, out var lots);
        volume = text is null ? null : lots;
        return refusal;
    }

    private static Refusal? ReadPrice(string field, string? text, out SymbolPrice? price)
    {
        price = null;
        if (text is null)
        {
            return null;
        }

        var isRead = SymbolPrice.TryParse(text, out var parsed);
        price = parsed;
        return isRead
            ? null
            : Malformed(
                field,
                $"{field} is a price with the symbol's decimals, at most {FixedPoint.DecimalsMax}, like \"1.08345\".");
    }

    private static Refusal? CheckUse(SignalAction action, SignalRequest request)
    {
        var isPriced = action is SignalAction.Open or SignalAction.Fill or SignalAction.Modify;
        return Unused(action, "kind", request.Kind, action == SignalAction.Open)
            ?? Unused(action, "volume", request.Volume, action is not (SignalAction.Modify or SignalAction.Cancel))
            ?? Unused(action, "price", request.Price, action != SignalAction.Cancel)
            ?? Unused(action, "stopLoss", request.StopLoss, isPriced)
            ?? Unused(action, "takeProfit", request.TakeProfit, isPriced);
    }

    private static Refusal? Unused(SignalAction action, string field, string? text, bool isUsed) =>
        text is null || isUsed
            ? null
            : Malformed(field, $"{field} says nothing with {EnumText<SignalAction>.Of(action)}. Leave it out.");

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.SignalMalformed, Field = field, Detail = detail };
}
