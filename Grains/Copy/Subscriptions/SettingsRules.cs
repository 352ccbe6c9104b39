using OrleansTrading.Grains.Copy.Providers;

namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <summary>What a subscription's settings must keep.</summary>
internal static class SettingsRules
{
    /// <summary>Which rule they break; null: none.</summary>
    internal static Refusal? Check(SubscriptionSettings settings) => CheckVolumes(settings)
        ?? CheckSymbols(settings)
        ?? CheckGuards(settings);

    private static Refusal? CheckVolumes(SubscriptionSettings settings) =>
        InRange("multiplierMillionths", settings.MultiplierMillionths, 1, CopyConstants.MultiplierMillionthsMax)
        ?? (settings.Scaling == ScalingMode.FixedLots && settings.FixedLots.IsZero
            ? Broken("fixedLots", "Fixed lots are at least 0.01.")
            : null)
        ?? (settings.Scaling == ScalingMode.FixedRisk
            ? InRange("riskBasisPoints", settings.RiskBasisPoints, 1, CopyConstants.BasisPointsMax)
            : null);

    private static Refusal? CheckSymbols(SubscriptionSettings settings)
    {
        if (settings.Symbols.Count > CopyConstants.SymbolsMax)
        {
            return Broken("symbols", $"At most {CopyConstants.SymbolsMax} symbols have names of their own.");
        }

        foreach (var (theirs, own) in settings.Symbols)
        {
            if (!SignalRules.IsSymbol(theirs) || !SignalRules.IsSymbol(own))
            {
                return BrokenSymbol("symbols");
            }
        }

        if (settings.SymbolSuffix is { } suffix && !SignalRules.IsSymbol(suffix))
        {
            return BrokenSymbol("symbolSuffix");
        }

        return CheckList("onlySymbols", settings.OnlySymbols) ?? CheckList("exceptSymbols", settings.ExceptSymbols);
    }

    private static Refusal? CheckList(string field, IReadOnlyList<string>? symbols) => symbols is null ? null
        : symbols.Count > CopyConstants.SymbolsMax
            ? Broken(field, $"It has {symbols.Count} symbols; at most {CopyConstants.SymbolsMax} can be named.")
            : symbols.All(SignalRules.IsSymbol) ? null
            : BrokenSymbol(field);

    private static Refusal? CheckGuards(SubscriptionSettings settings) =>
        InRange("spreadPointsMax", settings.SpreadPointsMax, 0, CopyConstants.PointsMax)
        ?? InRange("deviationPoints", settings.DeviationPoints, 0, CopyConstants.PointsMax)
        ?? InRange("slippagePointsMax", settings.SlippagePointsMax, 0, CopyConstants.PointsMax)
        ?? InRange("positionsMax", settings.PositionsMax, 1, CopyConstants.CopiesMax)
        ?? InRange("dailyDrawdownBasisPoints", settings.DailyDrawdownBasisPoints, 0, CopyConstants.BasisPointsMax)
        ?? InRange("totalDrawdownBasisPoints", settings.TotalDrawdownBasisPoints, 0, CopyConstants.BasisPointsMax)
        ?? CheckWindow(settings.OpeningWindow);

    private static Refusal? CheckWindow(TimeSpan window) =>
        window < CopyConstants.OpeningWindowMin || window > CopyConstants.OpeningWindowMax
            ? Broken(
                "openingWindow",
                $"The opening window is {window}. It must be {CopyConstants.OpeningWindowMin} to"
                + $" {CopyConstants.OpeningWindowMax}.")
            : null;

    private static Refusal? InRange(string field, long value, long min, long max) => value < min || value > max
        ? Broken(field, $"It is {value}. It must be {min} to {max}.")
        : null;

    private static Refusal BrokenSymbol(string field) => Broken(
        field, $"A symbol has 1 to {CopyConstants.SymbolLengthMax} characters, no spaces, '|' or ','.");

    private static Refusal Broken(string field, string detail) =>
        new() { Code = ErrorCodes.SettingsMalformed, Field = field, Detail = detail };
}
