using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Risk;

/// <summary>Limits that hold for every user.</summary>
public sealed class RiskOptions
{
    /// <summary>The most one quote may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to 1,000,000 (10,000 dollars).</value>
    [Range(1L, 1_000_000_000_000L)]
    public long QuoteUsdCentsMax { get; set; } = 1_000_000;

    /// <summary>The most a user's committed quotes of one UTC day may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to 5,000,000 (50,000 dollars).</value>
    [Range(1L, 1_000_000_000_000L)]
    public long DayUsdCentsMax { get; set; } = 5_000_000;
}
