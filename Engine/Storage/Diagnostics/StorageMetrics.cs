using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansTrading.Engine.Storage;

/// <summary>The storage's instruments, all under the meter <see cref="StorageConstants.MeterName"/>.</summary>
internal sealed class StorageMetrics : IDisposable
{
    private readonly Histogram<int> _batchItems;
    private readonly Histogram<double> _commitSeconds;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _breaks;
    private readonly ConcurrentDictionary<GroupCommitWriter, byte> _writers = new();

    public StorageMetrics(IMeterFactory? meters = null)
    {
        Meter = meters?.Create(StorageConstants.MeterName) ?? new Meter(StorageConstants.MeterName);
        _batchItems = Meter.CreateHistogram<int>("storage.batch.items", "{write}", "Writes that shared one commit.");
        _commitSeconds = Meter.CreateHistogram<double>("storage.commit.duration", "s", "Time of one commit.");
        _writes = Meter.CreateCounter<long>("storage.writes", "{write}", "Writes committed.");
        _failures = Meter.CreateCounter<long>("storage.failures", "{write}", "Writes that failed, by kind.");
        _retries = Meter.CreateCounter<long>("storage.retries", "{call}", "Calls to a server that were repeated.");
        _breaks = Meter.CreateCounter<long>("storage.breaks", "{break}", "Times that a failing server was left alone.");
        _ = Meter.CreateObservableGauge(
            "storage.queue.depth",
            () => _writers.Keys.Sum(writer => writer.QueueDepth),
            "{write}",
            "Writes that wait for the writer.");
    }

    public Meter Meter { get; }

    public void Watch(GroupCommitWriter writer) => _writers.TryAdd(writer, 0);

    public void Unwatch(GroupCommitWriter writer) => _writers.TryRemove(writer, out _);

    public void Committed(int items, TimeSpan commit)
    {
        _batchItems.Record(items);
        _commitSeconds.Record(commit.TotalSeconds);
        _writes.Add(items);
    }

    public void Retried() => _retries.Add(1);

    public void BreakerOpened() => _breaks.Add(1);

    public void Failed(StorageException failure, int items)
    {
        var tags = default(TagList);
        tags.Add("kind", failure switch
        {
            StorageOutcomeUnknownException => "outcome_unknown",
            StorageOverloadedException => "overloaded",
            StorageRejectedException => "rejected",
            StorageCorruptException => "corrupt",
            _ => "unavailable",
        });
        _failures.Add(items, tags);
    }

    public void Dispose() => Meter.Dispose();
}
