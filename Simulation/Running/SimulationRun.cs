using System.Diagnostics;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Running;

/// <summary>Which seeds are run, and for how long.</summary>
/// <param name="FirstSeed">The first.</param>
/// <param name="SeedsMax">How many at most.</param>
/// <param name="TimeMax">For how long at most; null: until all are run.</param>
/// <param name="Threads">How many at the same time.</param>
/// <param name="Settings">What each of them has.</param>
internal sealed record SimulationOrder(
    ulong FirstSeed, long SeedsMax, TimeSpan? TimeMax, int Threads, SimulationSettings Settings);

/// <summary>A seed that failed.</summary>
internal sealed record FailedSeed(ulong Seed, Violation Violation, IReadOnlyList<string> Met);

/// <summary>Many worlds, several at a time, each on a thread of its own.</summary>
internal sealed class SimulationRun(SimulationOrder order)
{
    /// <summary>One seed of so many is run twice, and must leave the same trace.</summary>
    private const ulong TwiceOf = 20;

    private readonly Lock gate = new();
    private readonly List<FailedSeed> failures = [];
    private readonly Stopwatch watch = new();
    private long taken;

    /// <summary>What happened in all worlds together.</summary>
    internal Coverage Coverage { get; } = new();

    internal long Seeds { get; private set; }

    /// <summary>How many quotes lived, from the request to their end.</summary>
    internal long Quotes { get; private set; }

    /// <summary>How many seeds were run twice.</summary>
    internal long Compared { get; private set; }

    /// <summary>Processor time of all threads.</summary>
    internal TimeSpan ProcessorTime { get; private set; }

    internal TimeSpan Elapsed => watch.Elapsed;

    /// <summary>The seeds that failed, lowest first.</summary>
    internal IReadOnlyList<FailedSeed> Failures => [.. failures.OrderBy(failure => failure.Seed)];

    /// <summary>Runs until all seeds are run, the time is over, or one failed.</summary>
    /// <param name="progress">Told now and then how many seeds were run.</param>
    internal void Run(Action<long>? progress = null)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        watch.Start();
        var threads = Enumerable.Range(0, order.Threads).Select(_ => new Thread(() => Work(progress))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        watch.Stop();
        process.Refresh();
        ProcessorTime = process.TotalProcessorTime - before;
    }

    /// <summary>Runs one seed once.</summary>
    internal static (Violation? Violation, SimulatedWorld World) RunOnce(ulong seed, SimulationSettings settings)
    {
        var world = new SimulatedWorld(seed, settings);
        return (world.Run(), world);
    }

    private void Work(Action<long>? progress)
    {
        while (Take() is { } seed)
        {
            var (violation, world) = RunOnce(seed, order.Settings);
            using (world)
            {
                var isCompared = violation is null && SplitMix.Hash(seed, "twice", 0) % TwiceOf == 0;
                violation ??= isCompared ? Compare(seed, world.Trace.Hash) : null;
                Note(seed, violation, world, isCompared);
            }

            progress?.Invoke(Seeds);
        }
    }

    private ulong? Take()
    {
        lock (gate)
        {
            var isOver = taken >= order.SeedsMax || failures.Count > 0 || watch.Elapsed > order.TimeMax;
            return isOver ? null : order.FirstSeed + (ulong)taken++;
        }
    }

    private Violation? Compare(ulong seed, ulong hash)
    {
        var (violation, again) = RunOnce(seed, order.Settings);
        using (again)
        {
            return again.Trace.Hash == hash && violation is null
                ? null
                : new Violation(
                    FailureKind.Crash, "same seed, same trace", $"{hash:x16} first, {again.Trace.Hash:x16} again", 0);
        }
    }

    private void Note(ulong seed, Violation? violation, SimulatedWorld world, bool isCompared)
    {
        lock (gate)
        {
            Seeds++;
            Compared += isCompared ? 1 : 0;
            Quotes += world.Customers.Sum(customer => customer.Trades.Count);
            Coverage.Add(world.Coverage);
            if (violation is not null)
            {
                failures.Add(new FailedSeed(seed, violation, world.Faults.Met));
            }
        }
    }
}
