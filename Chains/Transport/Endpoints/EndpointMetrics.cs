using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// One chain's instruments, under the meter <see cref="MeterName"/>. Endpoints are told by name, never by address.
/// </summary>
internal sealed class EndpointMetrics : IDisposable
{
    internal const string MeterName = "OrleansTrading.Chains";

    private readonly string _chain;
    private readonly Meter _meter;
    private readonly Counter<long> _calls;
    private readonly Histogram<long> _duration;
    private readonly Counter<long> _quarantines;

    internal EndpointMetrics(string chain, IMeterFactory? meters)
    {
        _chain = chain;
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _calls = _meter.CreateCounter<long>("chain.endpoint.calls", "{call}", "Calls to an endpoint, by outcome.");
        _duration = _meter.CreateHistogram<long>("chain.endpoint.duration", "ms", "Time of one call to an endpoint.");
        _quarantines = _meter.CreateCounter<long>(
            "chain.endpoint.quarantines", "{time}", "Times that an endpoint was set aside, by reason.");
    }

    /// <summary>Shows how many endpoints can be used, and whether the chain is out.</summary>
    internal void Watch(Func<int> usable, Func<bool> isOut)
    {
        var tags = new TagList { { "chain", _chain } };
        _ = _meter.CreateObservableGauge(
            "chain.endpoints.usable",
            () => new Measurement<int>(usable(), tags),
            "{endpoint}",
            "Endpoints that can be used now.");
        _ = _meter.CreateObservableGauge(
            "chain.outage", () => new Measurement<int>(isOut() ? 1 : 0, tags), "1", "1 while the chain is out.");
    }

    internal void Called(string endpoint, RequestKind kind, string outcome, TimeSpan time)
    {
        var tags = new TagList
        {
            { "chain", _chain },
            { "endpoint", endpoint },
            { "kind", kind == RequestKind.Read ? "read" : "submission" },
            { "outcome", outcome },
        };
        _calls.Add(1, tags);
        _duration.Record((long)time.TotalMilliseconds, tags);
    }

    internal void SetAside(string endpoint, EndpointState reason) => _quarantines.Add(
        1,
        new TagList { { "chain", _chain }, { "endpoint", endpoint }, { "reason", reason.ToString() } });

    public void Dispose() => _meter.Dispose();
}
