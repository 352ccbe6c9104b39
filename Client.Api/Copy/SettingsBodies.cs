namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// How a subscription copies. What is left out, or null, has its default. Lots have exactly two decimals
/// (<c>"0.10"</c>), percents at most two (<c>"2.5"</c>), points are the account's symbol's.
/// </summary>
internal sealed record SettingsRequest
{
    /// <summary>
    /// How volumes follow from the provider's: <c>multiplier</c> (the default), <c>fixedLots</c>, <c>balanceRatio</c>,
    /// <c>equityRatio</c> or <c>fixedRisk</c>.
    /// </summary>
    public string? Scaling { get; init; }

    /// <summary>The factor of volumes, from <c>"0.000001"</c> to <c>"1000"</c>; by default <c>"1"</c>.</summary>
    public string? Multiplier { get; init; }

    /// <summary>Lots of each copy; needed for fixed lots.</summary>
    public string? FixedLots { get; init; }

    /// <summary>The share of equity that a stop loss may cost, to <c>"100"</c>; needed for fixed risk.</summary>
    public string? RiskPercent { get; init; }

    /// <summary>A volume below the symbol's least: <c>skip</c> (the default) or <c>raise</c> to the least.</summary>
    public string? SmallVolume { get; init; }

    /// <summary>Your broker's names for the provider's symbols where they differ, at most 200.</summary>
    public IReadOnlyDictionary<string, string>? Symbols { get; init; }

    /// <summary>What your broker adds to all other symbols; by default nothing.</summary>
    public string? SymbolSuffix { get; init; }

    /// <summary>Whether to copy to the other side; by default not.</summary>
    public bool? Reverse { get; init; }

    /// <summary>Which of the provider's trades: <c>both</c> (the default), <c>long</c> or <c>short</c>.</summary>
    public string? Sides { get; init; }

    /// <summary>Only these of the provider's symbols, at most 200; by default all.</summary>
    public IReadOnlyList<string>? OnlySymbols { get; init; }

    /// <summary>Not these of the provider's symbols, at most 200; by default none.</summary>
    public IReadOnlyList<string>? ExceptSymbols { get; init; }

    /// <summary>Whether stop losses are copied; by default they are.</summary>
    public bool? CopiesStopLoss { get; init; }

    /// <summary>Whether take profits are copied; by default they are.</summary>
    public bool? CopiesTakeProfit { get; init; }

    /// <summary>Whether pending orders are copied; by default they are.</summary>
    public bool? CopiesPendingOrders { get; init; }

    /// <summary>The widest spread at an opening, in points; 0, the default: any.</summary>
    public int? SpreadPointsMax { get; init; }

    /// <summary>The slippage that a request allows, in points; by default 20. Brokers may ignore it.</summary>
    public int? DeviationPoints { get; init; }

    /// <summary>How far to your disadvantage a fill may be from the provider's price; 0, the default: any.</summary>
    public int? SlippagePointsMax { get; init; }

    /// <summary>What follows when it is farther: <c>warn</c> (the default) or <c>close</c>.</summary>
    public string? SlippageAction { get; init; }

    /// <summary>The most copies at once, 1 to 500; by default 100.</summary>
    public int? PositionsMax { get; init; }

    /// <summary>The most lots of all copies together; <c>"0.00"</c>, the default: any.</summary>
    public string? LotsMax { get; init; }

    /// <summary>The loss of a UTC day in percent of the equity at its start; <c>"0"</c>, the default: any.</summary>
    public string? DailyDrawdownPercent { get; init; }

    /// <summary>The loss since the highest equity in percent of it; <c>"0"</c>, the default: any.</summary>
    public string? TotalDrawdownPercent { get; init; }

    /// <summary>What follows from either: <c>warn</c>, <c>stopOpening</c> (the default) or <c>closeAll</c>.</summary>
    public string? DrawdownAction { get; init; }

    /// <summary>How old a signal that opens may be, in seconds, 1 to 86,400; by default 60.</summary>
    public int? OpeningWindowSeconds { get; init; }

    /// <summary>
    /// Where a new subscription begins: with the provider's next signal (<c>newOnly</c>, the default) or with what the
    /// provider has open (<c>openPositions</c>).
    /// </summary>
    public string? Start { get; init; }
}

/// <summary>How a subscription copies, whole: it can be sent back as it is, or changed.</summary>
internal sealed record SettingsBody
{
    /// <summary>
    /// <c>multiplier</c>, <c>fixedLots</c>, <c>balanceRatio</c>, <c>equityRatio</c> or <c>fixedRisk</c>.
    /// </summary>
    public required string Scaling { get; init; }

    /// <summary>The factor of volumes.</summary>
    public required string Multiplier { get; init; }

    /// <summary>Lots of each copy; <c>"0.00"</c>: none are fixed.</summary>
    public required string FixedLots { get; init; }

    /// <summary>The share of equity that a stop loss may cost; null: none is fixed.</summary>
    public required string? RiskPercent { get; init; }

    /// <summary>A volume below the symbol's least: <c>skip</c> or <c>raise</c>.</summary>
    public required string SmallVolume { get; init; }

    /// <summary>Your broker's names for the provider's symbols where they differ.</summary>
    public required IReadOnlyDictionary<string, string> Symbols { get; init; }

    /// <summary>What your broker adds to all other symbols; null: nothing.</summary>
    public required string? SymbolSuffix { get; init; }

    /// <summary>Whether it copies to the other side.</summary>
    public required bool Reverse { get; init; }

    /// <summary>Which of the provider's trades: <c>both</c>, <c>long</c> or <c>short</c>.</summary>
    public required string Sides { get; init; }

    /// <summary>Only these of the provider's symbols; null: all.</summary>
    public required IReadOnlyList<string>? OnlySymbols { get; init; }

    /// <summary>Not these of the provider's symbols; null: none.</summary>
    public required IReadOnlyList<string>? ExceptSymbols { get; init; }

    /// <summary>Whether stop losses are copied.</summary>
    public required bool CopiesStopLoss { get; init; }

    /// <summary>Whether take profits are copied.</summary>
    public required bool CopiesTakeProfit { get; init; }

    /// <summary>Whether pending orders are copied.</summary>
    public required bool CopiesPendingOrders { get; init; }

    /// <summary>The widest spread at an opening, in points; 0: any.</summary>
    public required int SpreadPointsMax { get; init; }

    /// <summary>The slippage that a request allows, in points.</summary>
    public required int DeviationPoints { get; init; }

    /// <summary>How far to your disadvantage a fill may be from the provider's price, in points; 0: any.</summary>
    public required int SlippagePointsMax { get; init; }

    /// <summary>What follows when it is farther: <c>warn</c> or <c>close</c>.</summary>
    public required string SlippageAction { get; init; }

    /// <summary>The most copies at once.</summary>
    public required int PositionsMax { get; init; }

    /// <summary>The most lots of all copies together; <c>"0.00"</c>: any.</summary>
    public required string LotsMax { get; init; }

    /// <summary>The loss of a UTC day in percent of the equity at its start; <c>"0"</c>: any.</summary>
    public required string DailyDrawdownPercent { get; init; }

    /// <summary>The loss since the highest equity in percent of it; <c>"0"</c>: any.</summary>
    public required string TotalDrawdownPercent { get; init; }

    /// <summary>What follows from either: <c>warn</c>, <c>stopOpening</c> or <c>closeAll</c>.</summary>
    public required string DrawdownAction { get; init; }

    /// <summary>How old a signal that opens may be, in seconds.</summary>
    public required long OpeningWindowSeconds { get; init; }

    /// <summary>Where it began: <c>newOnly</c> or <c>openPositions</c>.</summary>
    public required string Start { get; init; }
}
