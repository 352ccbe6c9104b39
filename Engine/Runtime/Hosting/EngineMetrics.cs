using System.Diagnostics.Metrics;

namespace OrleansTrading.Engine;

/// <summary>The engine's instruments; next to nothing while nobody listens.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter meter = new(EngineConstants.MeterName);
    private readonly Counter<long> calls;
    private readonly Counter<long> rejected;
    private readonly Histogram<double> turnSeconds;

    internal EngineMetrics(Func<int> activations)
    {
        meter.CreateObservableGauge("engine.activations", activations, "{activation}", "Activations in memory.");
        calls = meter.CreateCounter<long>("engine.calls", "{call}", "Calls sent.");
        rejected = meter.CreateCounter<long>(
            "engine.calls.rejected", "{call}", "Calls refused because a queue was full.");
        turnSeconds = meter.CreateHistogram<double>(
            "engine.turn.duration", "s", "Time from a turn's start to its end, with its awaits.");
    }

    /// <summary>Gets whether anybody wants turn durations.</summary>
    internal bool TimesTurns => turnSeconds.Enabled;

    /// <summary>Counts a call.</summary>
    internal void Called()
    {
        if (calls.Enabled)
        {
            calls.Add(1);
        }
    }

    /// <summary>Counts a refused call.</summary>
    internal void Rejected() => rejected.Add(1);

    /// <summary>Records how long a turn was under way.</summary>
    internal void TurnTook(TimeSpan time) => turnSeconds.Record(time.TotalSeconds);

    public void Dispose() => meter.Dispose();
}
