using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansTrading.Bench.Actors;

/// <summary>
/// Touches very many grains once, at a steady pace, while those that are idle are collected. What is in memory must
/// follow how many are active at a time, not how many ever were.
/// </summary>
internal sealed class CollectionBench : IDisposable
{
    internal const int Grains = 1_000_000;
    internal const int GrainsPerSecond = 50_000;
    private const int GrainsPerBeat = 1_000;
    private const int Looks = 10;

    /// <summary>What an activation may take, with key, directory and the calls under way.</summary>
    private const long BytesEachMax = 1_024;

    /// <summary>What may be left when all is collected: directory and pool keep tables that have grown.</summary>
    private const long BytesLeftMax = 64 * 1_024 * 1_024;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1.0 * GrainsPerBeat / GrainsPerSecond);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MeterListener _listener = new();
    private readonly PeriodicTimer _beat = new(Beat);
    private int _live;
    private int _livePeak;
    private long _heapPeak;

    private CollectionBench()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: "engine.activations", Meter.Name: EngineConstants.MeterName })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, count, _, _) => _live = count);
        _listener.Start();
    }

    /// <summary>How long an activation may be idle here.</summary>
    internal static TimeSpan Age { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How often idle ones are looked for here.</summary>
    internal static TimeSpan Quantum { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How many can be there at a time: a first look sees that it was used, a later one that it was idle for its age.
    /// Half as many again for looks and ends that take their time.
    /// </summary>
    internal static int LiveMax { get; } = (int)((Age + (2 * Quantum)).TotalSeconds * GrainsPerSecond * 1.5);

    /// <exception cref="BenchFailedException">Memory followed the grains ever touched.</exception>
    internal static async Task<CollectionReport> RunAsync(CancellationToken cancellationToken)
    {
        using var bench = new CollectionBench();
        await using var stage = await EngineStage.StartAsync(
            database: null,
            cancellationToken,
            options =>
            {
                options.CollectionAge = Age;
                options.CollectionQuantum = Quantum;
            });
        return await bench.TouchAllAsync(stage.Grains, cancellationToken);
    }

    public void Dispose()
    {
        _beat.Dispose();
        _listener.Dispose();
    }

    private async Task<CollectionReport> TouchAllAsync(IGrainFactory grains, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IEchoGrain>("first").EchoAsync(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        var heapLivePeak = 0L;
        for (var touched = 0; touched < Grains;)
        {
            for (var i = 0; i < GrainsPerBeat; i++, touched++)
            {
                if (await grains.GetGrain<IEchoGrain>($"touched-{touched}").EchoAsync(touched) != touched)
                {
                    throw new BenchFailedException($"Grain {touched} did not answer its number.");
                }
            }

            Sample();
            if (touched % (Grains / Looks) == 0)
            {
                heapLivePeak = Math.Max(heapLivePeak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            await _beat.WaitForNextTickAsync(cancellationToken);
        }

        var took = Stopwatch.GetElapsedTime(start);
        await EmptyAsync(cancellationToken);
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;
        return Checked(new CollectionReport(Grains / took.TotalSeconds, _livePeak, heapLivePeak, _heapPeak, left));
    }

    /// <summary>Waits until all are collected.</summary>
    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (_live > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchFailedException($"{_live} idle activations are still there after {Patience:c}.");
            }

            await _beat.WaitForNextTickAsync(cancellationToken);
            Sample();
        }

        // The look that found the last ones has them in its hands for a moment longer.
        for (var waited = TimeSpan.Zero; waited < Quantum; waited += Beat)
        {
            await _beat.WaitForNextTickAsync(cancellationToken);
        }
    }

    private void Sample()
    {
        _listener.RecordObservableInstruments();
        _livePeak = Math.Max(_livePeak, _live);
        _heapPeak = Math.Max(_heapPeak, GC.GetTotalMemory(forceFullCollection: false));
    }

    private static CollectionReport Checked(CollectionReport report)
    {
        if (report.LivePeak > LiveMax)
        {
            throw new BenchFailedException(
                $"{report.LivePeak} activations were there at a time; at this pace and age there may be {LiveMax}.");
        }

        if (report.HeapLivePeak > LiveMax * BytesEachMax || report.HeapLeft > BytesLeftMax)
        {
            throw new BenchFailedException(
                $"After full collections the heap held {report.HeapLivePeak} bytes at most and {report.HeapLeft} at the"
                + $" end; it may hold {LiveMax * BytesEachMax} and {BytesLeftMax}.");
        }

        return report;
    }
}

/// <summary>What came out.</summary>
/// <param name="PerSecond">Grains touched per second.</param>
/// <param name="LivePeak">The most activations there were at a time.</param>
/// <param name="HeapLivePeak">The most bytes the heap held after a full collection, above what it held before.</param>
/// <param name="HeapPeak">The most bytes the heap had, with garbage.</param>
/// <param name="HeapLeft">The bytes it held more than before, when all were collected.</param>
internal sealed record CollectionReport(
    double PerSecond, int LivePeak, long HeapLivePeak, long HeapPeak, long HeapLeft);
