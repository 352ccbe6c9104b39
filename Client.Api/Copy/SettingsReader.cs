using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// Reads settings, and shows them. Rules of what has another unit or name inside are checked here, so that a refusal
/// speaks of what was sent; the subscription checks the others.
/// </summary>
internal static class SettingsReader
{
    private const int MultiplierDecimals = 6;
    private const int PercentDecimals = 2;

    private static readonly SubscriptionSettings s_defaults = new();

    /// <summary>Reads settings.</summary>
    /// <param name="request">The settings; null: all are the defaults.</param>
    /// <param name="path">What precedes the members' names in a refusal.</param>
    internal static Outcome<SubscriptionSettings> Read(SettingsRequest? request, string path)
    {
        if (request is null)
        {
            return Outcome.Of(s_defaults);
        }

        var settings = ReadVolumes(request, s_defaults, out var refusal);
        settings = refusal is null ? ReadTrades(request, settings, out refusal) : settings;
        settings = refusal is null ? ReadGuards(request, settings, out refusal) : settings;
        return refusal is null
            ? Outcome.Of(settings)
            : Outcome.Refused<SubscriptionSettings>(refusal with { Field = path + refusal.Field });
    }

    internal static SettingsBody Map(SubscriptionSettings settings) => new()
    {
        Scaling = EnumText<ScalingMode>.Of(settings.Scaling),
        Multiplier = DecimalText.Trimmed(settings.MultiplierMillionths, MultiplierDecimals),
        FixedLots = settings.FixedLots.ToString(),
        RiskPercent = settings.RiskBasisPoints == 0 ? null : Percent(settings.RiskBasisPoints),
        SmallVolume = EnumText<SmallVolume>.Of(settings.SmallVolume),
        Symbols = settings.Symbols,
        SymbolSuffix = settings.SymbolSuffix,
        Reverse = settings.IsReverse,
        Sides = EnumText<SideFilter>.Of(settings.Sides),
        OnlySymbols = settings.OnlySymbols,
        ExceptSymbols = settings.ExceptSymbols,
        CopiesStopLoss = settings.CopiesStopLoss,
        CopiesTakeProfit = settings.CopiesTakeProfit,
        CopiesPendingOrders = settings.CopiesPendingOrders,
        SpreadPointsMax = settings.SpreadPointsMax,
        DeviationPoints = settings.DeviationPoints,
        SlippagePointsMax = settings.SlippagePointsMax,
        SlippageAction = EnumText<SlippageAction>.Of(settings.SlippageAction),
        PositionsMax = settings.PositionsMax,
        LotsMax = settings.LotsMax.ToString(),
        DailyDrawdownPercent = Percent(settings.DailyDrawdownBasisPoints),
        TotalDrawdownPercent = Percent(settings.TotalDrawdownBasisPoints),
        DrawdownAction = EnumText<DrawdownAction>.Of(settings.DrawdownAction),
        OpeningWindowSeconds = Seconds(settings.OpeningWindow),
        Start = EnumText<StartMode>.Of(settings.Start),
    };

    private static SubscriptionSettings ReadVolumes(
        SettingsRequest request, SubscriptionSettings settings, out Refusal? refusal)
    {
        var smallVolume = settings.SmallVolume;
        Lots fixedLots = default, lotsMax = default;
        var multiplier = settings.MultiplierMillionths;
        var risk = 0;
        refusal = EnumText<ScalingMode>.Read("scaling", request.Scaling, settings.Scaling, out var scaling)
            ?? EnumText<SmallVolume>.Read("smallVolume", request.SmallVolume, smallVolume, out smallVolume)
            ?? ReadMultiplier(request.Multiplier, ref multiplier)
            ?? Settings(SignalReader.ReadLots("fixedLots", request.FixedLots, out fixedLots))
            ?? Settings(SignalReader.ReadLots("lotsMax", request.LotsMax, out lotsMax))
            ?? ReadPercent("riskPercent", request.RiskPercent, isNoneAllowed: false, out risk)
            ?? (scaling == ScalingMode.FixedRisk && risk == 0
                ? Malformed("riskPercent", "Fixed risk needs riskPercent, \"0.01\" to \"100\".")
                : null);
        return settings with
        {
            Scaling = scaling,
            SmallVolume = smallVolume,
            MultiplierMillionths = multiplier,
            FixedLots = fixedLots,
            LotsMax = lotsMax,
            RiskBasisPoints = risk,
        };
    }

    private static SubscriptionSettings ReadTrades(
        SettingsRequest request, SubscriptionSettings settings, out Refusal? refusal)
    {
        var start = settings.Start;
        refusal = EnumText<SideFilter>.Read("sides", request.Sides, settings.Sides, out var sides)
            ?? EnumText<StartMode>.Read("start", request.Start, start, out start);
        return settings with
        {
            Sides = sides,
            Start = start,

            // In an order of their own: what was sent is the same in whichever order it was sent.
            Symbols = request.Symbols is { } symbols
                ? symbols.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal)
                : settings.Symbols,
            SymbolSuffix = request.SymbolSuffix,
            IsReverse = request.Reverse ?? settings.IsReverse,
            OnlySymbols = request.OnlySymbols,
            ExceptSymbols = request.ExceptSymbols,
            CopiesStopLoss = request.CopiesStopLoss ?? settings.CopiesStopLoss,
            CopiesTakeProfit = request.CopiesTakeProfit ?? settings.CopiesTakeProfit,
            CopiesPendingOrders = request.CopiesPendingOrders ?? settings.CopiesPendingOrders,
        };
    }

    private static SubscriptionSettings ReadGuards(
        SettingsRequest request, SubscriptionSettings settings, out Refusal? refusal)
    {
        var drawdownAction = settings.DrawdownAction;
        var window = settings.OpeningWindow;
        int daily = 0, total = 0;
        refusal = EnumText<SlippageAction>.Read(
                "slippageAction", request.SlippageAction, settings.SlippageAction, out var slippageAction)
            ?? EnumText<DrawdownAction>.Read(
                "drawdownAction", request.DrawdownAction, drawdownAction, out drawdownAction)
            ?? ReadPercent("dailyDrawdownPercent", request.DailyDrawdownPercent, isNoneAllowed: true, out daily)
            ?? ReadPercent("totalDrawdownPercent", request.TotalDrawdownPercent, isNoneAllowed: true, out total)
            ?? ReadWindow(request.OpeningWindowSeconds, ref window);
        return settings with
        {
            SlippageAction = slippageAction,
            DrawdownAction = drawdownAction,
            DailyDrawdownBasisPoints = daily,
            TotalDrawdownBasisPoints = total,
            OpeningWindow = window,
            SpreadPointsMax = request.SpreadPointsMax ?? settings.SpreadPointsMax,
            DeviationPoints = request.DeviationPoints ?? settings.DeviationPoints,
            SlippagePointsMax = request.SlippagePointsMax ?? settings.SlippagePointsMax,
            PositionsMax = request.PositionsMax ?? settings.PositionsMax,
        };
    }

    private static Refusal? ReadMultiplier(string? text, ref long millionths) =>
        text is null || (DecimalText.TryParse(text, MultiplierDecimals, out millionths)
            && millionths is >= 1 and <= CopyConstants.MultiplierMillionthsMax)
            ? null
            : Malformed(
                "multiplier", "multiplier is a number from \"0.000001\" to \"1000\" with at most six decimals.");

    private static Refusal? ReadPercent(string field, string? text, bool isNoneAllowed, out int basisPoints)
    {
        long parsed = 0;
        var isRight = text is null || (DecimalText.TryParse(text, PercentDecimals, out parsed)
            && parsed <= CopyConstants.BasisPointsMax && (isNoneAllowed || parsed > 0));
        basisPoints = isRight ? (int)parsed : 0;
        return isRight
            ? null
            : Malformed(
                field,
                $"{field} is a number from \"{(isNoneAllowed ? "0" : "0.01")}\" to \"100\" with at most two decimals.");
    }

    private static Refusal? ReadWindow(int? seconds, ref TimeSpan window)
    {
        window = seconds is { } given ? TimeSpan.FromSeconds(given) : window;
        return window >= CopyConstants.OpeningWindowMin && window <= CopyConstants.OpeningWindowMax
            ? null
            : Malformed(
                "openingWindowSeconds",
                $"openingWindowSeconds is {seconds}. It must be {Seconds(CopyConstants.OpeningWindowMin)} to"
                + $" {Seconds(CopyConstants.OpeningWindowMax)}.");
    }

    private static string Percent(int basisPoints) => DecimalText.Trimmed(basisPoints, PercentDecimals);

    private static long Seconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerSecond;

    private static Refusal? Settings(Refusal? refusal) =>
        refusal is null ? null : refusal with { Code = ErrorCodes.SettingsMalformed };

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.SettingsMalformed, Field = field, Detail = detail };
}
