using System.Diagnostics.Metrics;

namespace OrleansTrading.Grains.Risk;

/// <summary>The instruments of limits, breakers and price moves. docs/operating.md lists them.</summary>
internal sealed class RiskMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    internal const string MeterName = "OrleansTrading.Risk";

    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _renewed;
    private readonly Counter<long> _priceMoves;
    private readonly Counter<long> _breakers;

    public RiskMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _refused = _meter.CreateCounter<long>(
            "risk.limit.refused", "{quote}", "Quotes and payments that a global limit refused, by limit.");
        _renewed = _meter.CreateCounter<long>(
            "risk.slice.renewed", "{renewal}", "Renewals of slices of global limits, by limit.");
        _priceMoves = _meter.CreateCounter<long>(
            "risk.price.moved", "{quote}", "Quotes whose price had moved too far when they were paid.");
        _breakers = _meter.CreateCounter<long>("risk.breaker.opened", "{opening}", "Breakers that opened, by chain.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>A limit refused.</summary>
    internal void Refused(string limit) => _refused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>A slice was renewed.</summary>
    internal void Renewed(string limit) => _renewed.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>A price moved too far.</summary>
    internal void PriceMoved() => _priceMoves.Add(1);

    /// <summary>A breaker opened.</summary>
    internal void BreakerOpened(string chain) => _breakers.Add(1, new KeyValuePair<string, object?>("chain", chain));
}
