using OrleansTrading.Grains.Copy.Providers;

namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <summary>What a subscription's settings must keep.</summary>
internal static class SettingsRules
{
    private const long MultiplierMax = 1_000_000_000;
    private const int PointsMax = 1_000_000;
    private const int BasisPointsMax = 10_000;
    private static readonly TimeSpan s_windowMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_windowMax = TimeSpan.FromDays(1);

    /// <summary>Which rule they break; null: none.</summary>
    internal static Refusal? Check(SubscriptionSettings settings) => CheckVolumes(settings)
        ?? CheckSymbols(settings)
        ?? CheckGuards(settings);

    private static Refusal? CheckVolumes(SubscriptionSettings settings) =>
        InRange("multiplierMillionths", settings.MultiplierMillionths, 1, MultiplierMax)
        ?? (settings.Scaling == ScalingMode.FixedLots && settings.FixedLots.IsZero
            ? Broken("fixedLots", "Fixed lots are at least 0.01.")
            : null)
        ?? (settings.Scaling == ScalingMode.FixedRisk
            ? InRange("riskBasisPoints", settings.RiskBasisPoints, 1, BasisPointsMax)
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
        InRange("spreadPointsMax", settings.SpreadPointsMax, 0, PointsMax)
        ?? InRange("deviationPoints", settings.DeviationPoints, 0, PointsMax)
        ?? InRange("slippagePointsMax", settings.SlippagePointsMax, 0, PointsMax)
        ?? InRange("positionsMax", settings.PositionsMax, 1, CopyConstants.CopiesMax)
        ?? InRange("dailyDrawdownBasisPoints", settings.DailyDrawdownBasisPoints, 0, BasisPointsMax)
        ?? InRange("totalDrawdownBasisPoints", settings.TotalDrawdownBasisPoints, 0, BasisPointsMax)
        ?? (settings.OpeningWindow < s_windowMin || settings.OpeningWindow > s_windowMax
            ? Broken(
                "openingWindow",
                $"The opening window is {settings.OpeningWindow}. It must be {s_windowMin} to {s_windowMax}.")
            : null);

    private static Refusal? InRange(string field, long value, long min, long max) => value < min || value > max
        ? Broken(field, $"It is {value}. It must be {min} to {max}.")
        : null;

    private static Refusal BrokenSymbol(string field) => Broken(
        field, $"A symbol has 1 to {CopyConstants.SymbolLengthMax} characters, no spaces, '|' or ','.");

    private static Refusal Broken(string field, string detail) =>
        new() { Code = ErrorCodes.SettingsMalformed, Field = field, Detail = detail };
}
