namespace OrleansTrading.Grains.PerformanceFees;

/// <summary>
/// The arithmetic of a period, in whole base units: docs/performance-fees.md has the formula. Both divisions round
/// down: that of the fee in the subscriber's favour, that of the platform's part in the provider's.
/// </summary>
internal static class HighWaterMark
{
    /// <summary>What a period's figures lead to.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="before">The mark that the period began with.</param>
    /// <param name="figures">Figures that <see cref="Refuse(PerformanceFeeFigures)"/> lets through.</param>
    internal static PerformanceFeeCharge Charge(PerformanceFeeTerms terms, Int128 before, PerformanceFeeFigures figures)
    {
        var mark = checked(before + (Int128)figures.Deposits - (Int128)figures.Withdrawals);
        var profit = figures.Equity > mark ? (UInt128)checked(figures.Equity - mark) : UInt128.Zero;
        var fee = Part(profit, terms.RateBasisPoints);
        var platform = Part(fee, terms.PlatformShareBasisPoints);
        Check.That(fee <= profit && platform <= fee, $"{platform} of {fee} of {profit}");
        return new PerformanceFeeCharge
        {
            Mark = mark,
            Profit = profit,
            Fee = fee,
            ProviderUnits = fee - platform,
            PlatformUnits = platform,
            MarkAfter = Int128.Max(mark, figures.Equity),
        };
    }

    /// <summary>Why figures cannot be counted; null: they can.</summary>
    internal static Refusal? Refuse(PerformanceFeeFigures figures) =>
        Refuse("equity", figures.Equity == Int128.MinValue ? UInt128.MaxValue : (UInt128)Int128.Abs(figures.Equity))
        ?? Refuse("deposits", figures.Deposits)
        ?? Refuse("withdrawals", figures.Withdrawals);

    /// <summary>When a period begins, from 1; so the one before ends.</summary>
    internal static DateTimeOffset StartOf(PerformanceFeeTerms terms, int period)
    {
        var count = (period - 1) * terms.Length;
        var start = terms.StartsAt.ToUniversalTime();
        return terms.Unit switch
        {
            FeePeriodUnit.Day => start.AddDays(count),
            FeePeriodUnit.Week => start.AddDays(count * 7),
            FeePeriodUnit.Month => start.AddMonths(count),
            _ => throw new ArgumentOutOfRangeException(nameof(terms), terms.Unit, "There is no such unit."),
        };
    }

    private static UInt128 Part(UInt128 units, int basisPoints) =>
        checked(units * (UInt128)basisPoints) / PerformanceFeeConstants.BasisPointsMax;

    private static Refusal? Refuse(string field, UInt128 units) => units <= PerformanceFeeConstants.UnitsMax
        ? null
        : new Refusal
        {
            Code = ErrorCodes.FeeFiguresMalformed,
            Field = field,
            Detail = $"{field} has {units} base units. It may have {PerformanceFeeConstants.UnitsMax}.",
        };
}
