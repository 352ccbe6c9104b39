using System.Diagnostics.Metrics;

namespace OrleansTrading.Bridge.Diagnostics;

/// <summary>The bridge's instruments. docs/operating.md lists them.</summary>
internal sealed class BridgeMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _resent;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _signals;
    private readonly Counter<long> _marks;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _rejected;
    private readonly Histogram<double> _lag;
    private long _sessions;

    public BridgeMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(BridgeConstants.MeterName) ?? new Meter(BridgeConstants.MeterName);
        _ = _meter.CreateObservableUpDownCounter(
            "bridge.sessions", () => Interlocked.Read(ref _sessions), "{session}", "Sessions that were let in.");
        _refused = _meter.CreateCounter<long>(
            "bridge.connections.refused", "{connection}", "Connections closed before a word, by limit.");
        _ended = _meter.CreateCounter<long>("bridge.ended", "{session}", "Connections that ended, by cause.");
        _orders = _meter.CreateCounter<long>("bridge.orders", "{order}", "Orders sent to terminals.");
        _resent = _meter.CreateCounter<long>(
            "bridge.orders.resent", "{order}", "Orders sent that the terminal said it knows, or did not take.");
        _reports = _meter.CreateCounter<long>("bridge.reports", "{report}", "Reports stored and confirmed.");
        _signals = _meter.CreateCounter<long>("bridge.signals", "{signal}", "Signals of providers, by answer.");
        _marks = _meter.CreateCounter<long>(
            "bridge.marks", "{mark}", "Prices after providers' openings, by whether they say something.");
        _malformed = _meter.CreateCounter<long>("bridge.malformed", "{line}", "Malformed lines.");
        _rejected = _meter.CreateCounter<long>("bridge.rejected", "{order}", "Orders that a terminal did not take.");
        _lag = _meter.CreateHistogram<double>(
            "bridge.order.lag", "s", "From an order's sending to the terminal's first report of it.");
    }

    /// <summary>Gets whether anybody wants the lag.</summary>
    internal bool TimesOrders => _lag.Enabled;

    /// <summary>Gets how many sessions there are.</summary>
    internal long Sessions => Interlocked.Read(ref _sessions);

    public void Dispose() => _meter.Dispose();

    internal void SessionBegan() => Interlocked.Increment(ref _sessions);

    internal void SessionEnded() => Interlocked.Decrement(ref _sessions);

    internal void Refused(string limit) => _refused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    internal void Ended(string cause) => _ended.Add(1, new KeyValuePair<string, object?>("cause", cause));

    internal void OrderSent(bool isKnown)
    {
        _orders.Add(1);
        if (isKnown)
        {
            _resent.Add(1);
        }
    }

    internal void ReportStored() => _reports.Add(1);

    internal void SignalAnswered(string status) => _signals.Add(1, new KeyValuePair<string, object?>("status", status));

    internal void MarkTaken(bool saysSomething) =>
        _marks.Add(1, new KeyValuePair<string, object?>("taken", saysSomething));

    internal void MalformedLine() => _malformed.Add(1);

    internal void Rejected(string code) => _rejected.Add(1, new KeyValuePair<string, object?>("code", code));

    internal void OrderTook(TimeSpan time) => _lag.Record(time.TotalSeconds);
}
