using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>Shows copied positions, and what they come to, in the API's shape.</summary>
/// <param name="subscribedAt">Since when there is the subscription.</param>
/// <param name="currency">The account's; null: not known.</param>
internal sealed class PositionMapper(DateTimeOffset subscribedAt, string? currency)
{
    private const int AverageDecimals = 2;
    private const int AverageScale = 100;

    internal PositionBody Map(PositionView view) => new()
    {
        Id = view.Terms.Id.Value,
        Ticket = view.Terms.Ticket,
        Symbol = view.Terms.Symbol,
        Kind = EnumText<OrderKind>.Of(view.Terms.Kind),
        Status = EnumText<PositionStatus>.Of(view.Status),
        Terminal = view.Status is PositionStatus.Closed or PositionStatus.Rejected,
        SignalAt = view.Terms.SignalAt,
        Volume = view.Volume.ToString(),
        Opened = view.Opened.ToString(),
        SignalPrice = ProviderMapper.Price(view.SignalPrice),
        OpenPrice = ProviderMapper.Price(view.OpenPrice),
        ClosePrice = ProviderMapper.Price(view.ClosePrice),
        StopLoss = ProviderMapper.Price(view.StopLoss),
        TakeProfit = ProviderMapper.Price(view.TakeProfit),
        OpenedAt = view.OpenedAt,
        ClosedAt = view.ClosedAt,
        SlippagePoints = Execution.SlippageOf(view, subscribedAt),
        LatencyMilliseconds = Execution.LatencyOf(view, subscribedAt),
        NetProfit = DecimalText.Cents(view.NetProfitCents),
        Currency = currency,
        Reason = view.Reason,
        Retcode = view.Retcode,
        Attempts = view.Attempts,
    };

    /// <summary>What positions come to.</summary>
    /// <param name="views">The positions, newest first.</param>
    /// <param name="hasOlder">Whether there are older ones.</param>
    internal CopyReportBody Report(IReadOnlyList<PositionView> views, bool hasOlder) => new()
    {
        Positions = views.Count,
        HasOlder = hasOlder,
        Since = views.Count > 0 ? views[^1].Terms.SignalAt : null,
        Statuses = Count(views.CountBy(view => view.Status).ToDictionary()),
        NetProfit = DecimalText.Cents(views.Sum(view => view.NetProfitCents)),
        Currency = currency,
        Slippage = Slippage([.. views.Select(view => Execution.SlippageOf(view, subscribedAt)).OfType<long>()]),
        Latency = Latency([.. views.Select(view => Execution.LatencyOf(view, subscribedAt)).OfType<long>()]),
    };

    private static StatusCountsBody Count(Dictionary<PositionStatus, int> counts) => new()
    {
        Requested = counts.GetValueOrDefault(PositionStatus.Requested),
        Sent = counts.GetValueOrDefault(PositionStatus.Sent),
        Placed = counts.GetValueOrDefault(PositionStatus.Placed),
        Filled = counts.GetValueOrDefault(PositionStatus.Filled),
        PartiallyFilled = counts.GetValueOrDefault(PositionStatus.PartiallyFilled),
        Modifying = counts.GetValueOrDefault(PositionStatus.Modifying),
        Closing = counts.GetValueOrDefault(PositionStatus.Closing),
        Unknown = counts.GetValueOrDefault(PositionStatus.Unknown),
        Closed = counts.GetValueOrDefault(PositionStatus.Closed),
        Rejected = counts.GetValueOrDefault(PositionStatus.Rejected),
    };

    private static SlippageBody? Slippage(IReadOnlyList<long> points) => points.Count == 0 ? null : new SlippageBody
    {
        Positions = points.Count,
        AveragePoints = FixedPoint.Format(Execution.Average(points, AverageScale), AverageDecimals),
        WorstPoints = points.Max(),
    };

    private static LatencyBody? Latency(IReadOnlyList<long> times) => times.Count == 0 ? null : new LatencyBody
    {
        Positions = times.Count,
        AverageMilliseconds = Execution.Average(times),
        WorstMilliseconds = times.Max(),
    };
}
