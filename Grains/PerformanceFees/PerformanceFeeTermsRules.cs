using System.Globalization;

namespace OrleansTrading.Grains.PerformanceFees;

/// <summary>Which terms a fee can have.</summary>
internal static class PerformanceFeeTermsRules
{
    /// <summary>How far from now a first period may begin: years of periods after it still fit the calendar.</summary>
    private const int StartYearsMax = 100;

    /// <summary>Why terms are refused; null: they are not.</summary>
    internal static Refusal? Refuse(PerformanceFeeTerms terms, AssetCatalog assets, DateTimeOffset now)
    {
        if (!WalletId.TryParse(terms.Subscriber.Value, out _) || !WalletId.TryParse(terms.Provider.Value, out _)
            || terms.Subscriber == terms.Provider)
        {
            return Malformed(
                "provider",
                $"A fee goes from one wallet to another one, not from '{terms.Subscriber}' to '{terms.Provider}'.");
        }

        if (assets.Find(terms.Asset.Value ?? string.Empty)?.Id != terms.Asset)
        {
            return new Refusal
            {
                Code = ErrorCodes.AssetUnknown,
                Field = "asset",
                Detail = $"{terms.Asset} is not on the platform's list. Add it to Platform:Assets.",
            };
        }

        return RefuseRate(terms.RateBasisPoints, 0)
            ?? RefuseNumber(
                "platformShareBasisPoints",
                terms.PlatformShareBasisPoints,
                0,
                PerformanceFeeConstants.BasisPointsMax)
            ?? RefusePeriod(terms.Length, terms.Unit)
            ?? (terms.OpeningEquity <= PerformanceFeeConstants.UnitsMax
                ? null
                : Malformed(
                    "openingEquity",
                    $"The opening equity has {terms.OpeningEquity} base units. It may have"
                        + $" {PerformanceFeeConstants.UnitsMax}."))
            ?? (Math.Abs(terms.StartsAt.Year - now.Year) <= StartYearsMax
                ? null
                : Malformed(
                    "startsAt",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The first period begins at {terms.StartsAt:O}, over {StartYearsMax} years from now.")));
    }

    /// <summary>Why nobody can charge at this rate, in basis points; null: one can.</summary>
    internal static Refusal? RefuseRate(int rate, int min) =>
        RefuseNumber("rateBasisPoints", rate, min, PerformanceFeeConstants.BasisPointsMax);

    /// <summary>Why periods cannot be so long; null: they can.</summary>
    internal static Refusal? RefusePeriod(int length, FeePeriodUnit unit) =>
        RefuseNumber("length", length, 1, PerformanceFeeConstants.LengthMax)
        ?? (Enum.IsDefined(unit) ? null : Malformed("unit", $"There is no unit {unit}."));

    private static Refusal? RefuseNumber(string field, int value, int min, int max) => value >= min && value <= max
        ? null
        : Malformed(field, $"{field} is {value}. It must be {min} to {max}.");

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.FeeTermsMalformed, Field = field, Detail = detail };
}
