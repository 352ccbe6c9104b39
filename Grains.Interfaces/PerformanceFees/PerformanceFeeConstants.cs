namespace OrleansTrading.Grains;

/// <summary>Limits of performance fees that callers meet.</summary>
public static class PerformanceFeeConstants
{
    /// <summary>All, in basis points.</summary>
    public const int BasisPointsMax = 10_000;

    /// <summary>
    /// Periods of a subscription: 166 years of months, 38 of weeks. All are kept, so that each is closed once for good.
    /// </summary>
    public const int PeriodsMax = 2_000;

    /// <summary>The most days, weeks or months of a period.</summary>
    public const int LengthMax = 12;

    /// <summary>
    /// Base units that an equity, deposits or withdrawals may have, in either direction: 2^96, so that no sum of all
    /// periods leaves 128 bits, nor does its product with <see cref="BasisPointsMax"/>.
    /// </summary>
    public static UInt128 UnitsMax { get; } = UInt128.One << 96;
}
