using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>Shows what a provider's signals come to.</summary>
internal static class StatisticsMapper
{
    private const int FactorDecimals = 2;
    private const int FactorUnits = 100;

    /// <summary>Millionths are percents with four decimals.</summary>
    private const int PercentDecimals = 4;

    private const int CentDecimals = 2;

    internal static ProviderStatisticsBody Map(ProviderId provider, ProviderStatistics statistics) => new()
    {
        Provider = provider.Value,
        Since = statistics.Since,
        LastSignalAt = statistics.LastSignalAt,
        Subscribers = statistics.Subscribers,
        Open = new OpenStatisticsBody
        {
            Positions = statistics.OpenPositions,
            PendingOrders = statistics.PendingOrders,
            OldestAt = statistics.OldestOpenAt,
            Result = Cents(statistics.OpenResultCents),
            WorstResult = Cents(statistics.WorstOpenResultCents),
        },
        Closed = new ClosedStatisticsBody
        {
            Positions = statistics.Closed,
            Wins = statistics.Wins,
            Losses = statistics.Losses,
            Unpriced = statistics.Unpriced,
            HoldingSeconds = (long?)statistics.HoldingTime?.TotalSeconds,
        },
        Moves = Map(statistics.Moves, PercentDecimals),
        Money = Map(statistics.Money, CentDecimals),
        Currency = statistics.Currency,
    };

    private static ResultsBody? Map(ResultFigures figures, int decimals) => figures.Count == 0 ? null : new ResultsBody
    {
        Count = figures.Count,
        Net = FixedPoint.Format(figures.Net, decimals),
        Gain = FixedPoint.Format(figures.Gain, decimals),
        Loss = FixedPoint.Format(figures.Loss, decimals),
        Best = FixedPoint.Format(figures.Best, decimals),
        Worst = FixedPoint.Format(figures.Worst, decimals),
        MaxDrawdown = FixedPoint.Format(figures.Drawdown, decimals),
        ProfitFactor = figures.Loss == 0
            ? null
            : FixedPoint.Format(
                (long)Int128.Min((Int128)figures.Gain * FactorUnits / figures.Loss, long.MaxValue), FactorDecimals),
    };

    private static string? Cents(long? cents) => cents is { } known ? DecimalText.Cents(known) : null;
}
