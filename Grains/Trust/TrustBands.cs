namespace OrleansTrading.Grains.Trust;

/// <summary>What scores lead to.</summary>
internal static class TrustBands
{
    private const int BandsMax = 16;
    private const int NameLengthMax = 32;
    private const int LimitPercentMax = 1_000;
    private const int SpreadMax = 1_000;

    /// <summary>The effects of a score.</summary>
    internal static TrustEffects EffectsOf(IReadOnlyList<TrustBandOptions> bands, int score)
    {
        var band = bands.FirstOrDefault(candidate => score <= candidate.ScoreMax);
        return band is null
            ? TrustEffects.None
            : new TrustEffects
            {
                Band = band.Name,
                LimitPercent = band.LimitPercent,
                ExtraSpreadBasisPoints = band.ExtraSpreadBasisPoints,
                IsBlocked = band.IsBlocked,
            };
    }

    /// <summary>What is wrong with a configuration; less trust must never lead to more.</summary>
    internal static IEnumerable<string> Problems(IReadOnlyList<TrustBandOptions> bands)
    {
        if (bands.Count > BandsMax)
        {
            yield return $"Trust:Bands has {bands.Count} bands. It may have {BandsMax}.";
        }

        if (bands.Select(band => band.Name).Distinct(StringComparer.Ordinal).Count() < bands.Count)
        {
            yield return "Trust:Bands has two bands of one name. Give each its own.";
        }

        for (var i = 0; i < bands.Count; i++)
        {
            var band = bands[i];
            if (band.Name.Length is 0 or > NameLengthMax || band.Name.Any(char.IsControl))
            {
                yield return $"Trust:Bands:{i}:Name has {band.Name.Length} characters. It must have 1 to"
                    + $" {NameLengthMax}, on one line.";
            }

            if (band.ScoreMax is < 0 or > TrustConstants.One || band.LimitPercent is < 0 or > LimitPercentMax
                || band.ExtraSpreadBasisPoints is < 0 or > SpreadMax)
            {
                yield return $"Trust:Bands:{i} is out of range: ScoreMax is {band.ScoreMax} (0 to"
                    + $" {TrustConstants.One}), LimitPercent {band.LimitPercent} (0 to {LimitPercentMax}),"
                    + $" ExtraSpreadBasisPoints {band.ExtraSpreadBasisPoints} (0 to {SpreadMax}).";
            }

            if (i > 0 && !IsAbove(band, bands[i - 1]))
            {
                yield return $"Trust:Bands:{i} must have a higher ScoreMax than the band before it, and be no"
                    + " stricter in LimitPercent, ExtraSpreadBasisPoints and IsBlocked.";
            }
        }
    }

    private static bool IsAbove(TrustBandOptions band, TrustBandOptions before) =>
        band.ScoreMax > before.ScoreMax
        && (before.IsBlocked
            || (!band.IsBlocked
                && band.LimitPercent >= before.LimitPercent
                && band.ExtraSpreadBasisPoints <= before.ExtraSpreadBasisPoints));
}
