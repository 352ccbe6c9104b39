using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OrleansTrading.Grains.Treasury;

/// <summary>Where an asset's level is.</summary>
internal enum TreasuryLevel
{
    Low = -1,
    Between = 0,
    High = 1,
}

/// <summary>The instruments of treasury accounts. docs/operating.md lists them.</summary>
internal sealed class TreasuryMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    internal const string MeterName = "OrleansTrading.Treasury";

    private readonly Meter _meter;
    private readonly ConcurrentDictionary<string, TreasuryLevel> _levels = new(StringComparer.Ordinal);

    public TreasuryMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableGauge(
            "treasury.level",
            () => _levels.OrderBy(level => level.Key, StringComparer.Ordinal).Select(level =>
                new Measurement<int>((int)level.Value, new KeyValuePair<string, object?>("asset", level.Key))),
            "{level}",
            "-1 below the low mark of Treasury:Levels, 1 above the high mark, else 0, by asset.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Tells where a level is.</summary>
    /// <returns>Where it was; null when it is told for the first time.</returns>
    internal TreasuryLevel? Tell(string asset, TreasuryLevel level)
    {
        TreasuryLevel? before = _levels.TryGetValue(asset, out var known) ? known : null;
        _levels[asset] = level;
        return before;
    }
}
