using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>How well positions were executed, in whole numbers.</summary>
internal static class Execution
{
    /// <summary>
    /// Points by which the fill is worse than the provider's price, as the subscription's own guard counts them; null:
    /// nothing can be said.
    /// </summary>
    internal static long? SlippageOf(PositionView view, DateTimeOffset subscribedAt)
    {
        if (!IsMeasured(view, subscribedAt) || view.SignalPrice.IsNone || view.OpenPrice.IsNone)
        {
            return null;
        }

        var digits = view.SignalPrice.Digits;
        var higher = view.OpenPrice.To(digits).Points - view.SignalPrice.Points;
        return view.Terms.Kind == OrderKind.Buy ? higher : -higher;
    }

    /// <summary>Milliseconds from signal to fill; null: nothing can be said.</summary>
    internal static long? LatencyOf(PositionView view, DateTimeOffset subscribedAt) =>
        IsMeasured(view, subscribedAt) && view.OpenedAt is { } openedAt
            ? (openedAt - view.Terms.SignalAt).Ticks / TimeSpan.TicksPerMillisecond
            : null;

    /// <summary>The average of numbers in units of 1/<paramref name="scale"/>, rounded half away from zero.</summary>
    internal static long Average(IReadOnlyList<long> values, int scale = 1)
    {
        var sum = values.Aggregate(Int128.Zero, (sum, value) => sum + value) * scale;
        var half = values.Count / 2 * Int128.Sign(sum);
        return (long)((sum + half) / values.Count);
    }

    /// <summary>
    /// A pending order is filled when the market comes to it, and what the provider had open before is opened at
    /// another time: neither says how well signals are executed.
    /// </summary>
    private static bool IsMeasured(PositionView view, DateTimeOffset subscribedAt) =>
        view.Terms.Kind is OrderKind.Buy or OrderKind.Sell && view.Terms.SignalAt >= subscribedAt;
}
