using System.Diagnostics.Metrics;

namespace OrleansTrading.Grains.Ledger;

/// <summary>The instruments of the ledger's audit. docs/operating.md lists them.</summary>
internal sealed class LedgerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    internal const string MeterName = "OrleansTrading.Ledger";

    private readonly Meter _meter;
    private readonly Counter<long> _checked;
    private int _isBroken;

    public LedgerMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _checked = _meter.CreateCounter<long>(
            "ledger.entries.checked", "{entry}", "Entries whose hash, balance and place were recomputed.");
        _meter.CreateObservableGauge(
            "ledger.broken", () => _isBroken, "{ledger}", "1 while the audit knows of something wrong, else 0.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Counts a part of a pass.</summary>
    internal void Checked(long entries) => _checked.Add(entries);

    /// <summary>Tells what the audit knows.</summary>
    internal void Tell(bool isBroken) => Volatile.Write(ref _isBroken, isBroken ? 1 : 0);
}
