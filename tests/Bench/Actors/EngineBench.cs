using System.Diagnostics;
using System.Globalization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Bench.Actors;

/// <summary>
/// What a grain costs in process: calls, idle activations, activations from the store. Each beside a reference that is
/// measured in turn with it; the medians of the rounds are said.
/// </summary>
internal static class EngineBench
{
    private const int Callers = 100;
    private const int Targets = 1_000;
    private const int LatencyCalls = 200_000;
    private const int IdleActivations = 200_000;
    private const int StoredStates = 10_000;
    private const int StoresAtOnce = 1_000;

    /// <returns>
    /// 0 unless an answer was wrong or memory followed the grains ever called; the other targets are reported, not
    /// enforced.
    /// </returns>
    internal static async Task<int> RunAsync(int seconds, int rounds, CancellationToken cancellationToken)
    {
        try
        {
            Say($"{Environment.ProcessorCount} processors, medians of {rounds} rounds");
            await using (var stage = await EngineStage.StartAsync(database: null, cancellationToken))
            {
                await MeasureCallsAsync(stage.Grains, TimeSpan.FromSeconds(seconds), rounds);
            }

            await MeasureMemoryAsync(cancellationToken);
            Report(await CollectionBench.RunAsync(cancellationToken));
            await MeasureActivationsAsync(rounds, cancellationToken);
            return 0;
        }
        catch (BenchFailedException failure)
        {
            await Console.Error.WriteLineAsync($"No result. {failure.Message}");
            return 1;
        }
    }

    private static async Task MeasureCallsAsync(IGrainFactory grains, TimeSpan time, int rounds)
    {
        var echoes = new Func<int, Task<int>>[Targets];
        var channels = new Func<int, Task<int>>[Targets];
        for (var i = 0; i < Targets; i++)
        {
            echoes[i] = grains.GetGrain<IEchoGrain>($"echo-{i}").EchoAsync;
            channels[i] = new ChannelActor().EchoAsync;
        }

        var rates = new List<(double Engine, double Reference)>();
        var latencies = new List<((double P50, double P99) Engine, (double P50, double P99) Reference)>();

        // The round before the first warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var rate = (
                await EchoLoad.PerSecondAsync(echoes, Callers, time),
                await EchoLoad.PerSecondAsync(channels, Callers, time));
            var latency = (
                await EchoLoad.LatencyAsync(echoes[0], LatencyCalls),
                await EchoLoad.LatencyAsync(EchoLoad.PoolRoundTrip, LatencyCalls));
            if (round > 0)
            {
                rates.Add(rate);
                latencies.Add(latency);
            }
        }

        Say($"echo, {Callers} callers on {Targets} grains (target 1,000,000/s)");
        Row("calls/s", "channel actors", rates, "N0");
        Say($"echo, one caller on one grain (target p50 < 5 µs)");
        Row("p50 µs", "pool round trip", [.. latencies.Select(l => (l.Engine.P50, l.Reference.P50))], "F2");
        Row("p99 µs", "pool round trip", [.. latencies.Select(l => (l.Engine.P99, l.Reference.P99))], "F2");
    }

    private static async Task MeasureMemoryAsync(CancellationToken cancellationToken)
    {
        await using var stage = await EngineStage.StartAsync(database: null, cancellationToken);
        await stage.Grains.GetGrain<IEchoGrain>("first").EchoAsync(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < IdleActivations; i++)
        {
            await stage.Grains.GetGrain<IEchoGrain>($"idle-{i}").EchoAsync(i);
        }

        var engine = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / IdleActivations;
        before = GC.GetTotalMemory(forceFullCollection: true);
        var actors = new Dictionary<string, ChannelActor>();
        for (var i = 0; i < IdleActivations; i++)
        {
            var actor = actors[$"idle-{i}"] = new ChannelActor();
            await actor.EchoAsync(i);
        }

        var reference = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / IdleActivations;
        GC.KeepAlive(actors);
        Say($"{IdleActivations} grains called once, with key, directory and the grain object (target < 1024 bytes)");
        Row("bytes each", "channel actors", [(engine, reference)], "F0");
    }

    private static void Report(CollectionReport report)
    {
        const double mebi = 1024 * 1024;
        var (age, quantum) = (CollectionBench.Age.TotalSeconds, CollectionBench.Quantum.TotalSeconds);
        var (heap, garbage, left) = (report.HeapLivePeak / mebi, report.HeapPeak / mebi, report.HeapLeft / mebi);
        Say($"{CollectionBench.Grains} grains called once, {report.PerSecond:N0}/s, idle for {age} s at most");
        Say($"  live at most {report.LivePeak:N0}, bound {CollectionBench.LiveMax:N0}, looked at every {quantum} s");
        Say($"  heap after collections at most {heap:F1} MiB, with garbage {garbage:F1}, left at the end {left:F1}");
    }

    private static async Task MeasureActivationsAsync(int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("orleanstrading-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "bench.db");
            await StoreAsync(database, cancellationToken);
            var micros = new List<(double Engine, double Reference)>();
            for (var round = 0; round <= rounds; round++)
            {
                await using var stage = await EngineStage.StartAsync(database, cancellationToken);
                var read = await ReadAsync(stage.Storage);
                var activated = await ActivateAsync(stage.Grains);
                if (round > 0)
                {
                    micros.Add((activated, read));
                }
            }

            Say($"first call of {StoredStates} stored grains, one after the other, warm (target < 50 µs)");
            Row("µs each", "storage read", micros, "F1");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task StoreAsync(string database, CancellationToken cancellationToken)
    {
        await using var stage = await EngineStage.StartAsync(database, cancellationToken);
        foreach (var some in Enumerable.Range(0, StoredStates).Chunk(StoresAtOnce))
        {
            await Task.WhenAll(some.Select(i => stage.Grains.GetGrain<IStoredGrain>($"stored-{i}").StoreAsync(i)));
        }
    }

    private static async Task<double> ReadAsync(IGrainStorage storage)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < StoredStates; i++)
        {
            var state = new GrainState<StoredNumber>();
            await storage.ReadStateAsync("number", GrainId.Create("stored", $"stored-{i}"), state);
            Check(i, state.State?.Number);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / StoredStates;
    }

    private static async Task<double> ActivateAsync(IGrainFactory grains)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < StoredStates; i++)
        {
            Check(i, await grains.GetGrain<IStoredGrain>($"stored-{i}").ReadAsync());
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / StoredStates;
    }

    private static void Check(long stored, long? read)
    {
        if (read != stored)
        {
            throw new BenchFailedException($"Stored {stored}, read {read?.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private static void Row(
        string unit, string reference, IReadOnlyList<(double Engine, double Reference)> rounds, string format)
    {
        var (engine, other) = (Median(rounds.Select(r => r.Engine)), Median(rounds.Select(r => r.Reference)));
        var ratio = Median(rounds.Select(r => r.Engine / r.Reference));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {unit,-12}{engine.ToString(format, CultureInfo.InvariantCulture),12}   {reference,-16}"
            + $"{other.ToString(format, CultureInfo.InvariantCulture),12}   ratio {ratio:F2}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
