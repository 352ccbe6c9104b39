using System.Diagnostics;
using System.Globalization;

namespace OrleansTrading.Bench.Storage;

/// <summary>A small state: about 120 bytes of JSON.</summary>
internal sealed class SmallState
{
    public long Number { get; set; }

    public string Owner { get; set; } = "u_yn3zed3tyw42kefr5ulxamkqh4";

    public string Note { get; set; } = "a wallet's balance is a number, an owner and a few words";
}

/// <summary>Writes of many states, and the check that each is as it was acknowledged last.</summary>
internal static class WriteLoad
{
    private const string StateName = "small";
    private const int ChecksMax = 500;

    /// <summary>Callers that each have a write under way, all the time.</summary>
    internal static async Task<double> PerSecondAsync(IGrainStorage storage, int callers, TimeSpan time)
    {
        var written = new long[callers];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            await Task.Yield();
            var (grain, state) = await ReadAsync(storage, caller);
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                state.State!.Number++;
                await storage.WriteStateAsync(StateName, grain, state);
                written[caller]++;
            }

            await CheckAsync(storage, caller, state.State!.Number);
        }));
        return written.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Writes at a given rate; each counts from when it was due, however late it begins.</summary>
    internal static async Task<(double P50Ms, double P99Ms, double PerSecond)> LatencyAsync(
        IGrainStorage storage, int perSecond, int states, TimeSpan time)
    {
        var idle = new Queue<(GrainId Grain, GrainState<SmallState> State)>();
        for (var i = 0; i < states; i++)
        {
            idle.Enqueue(await ReadAsync(storage, i));
        }

        var total = (int)(perSecond * time.TotalSeconds);
        var waits = new double[total];
        var writes = new List<Task>(total);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var start = Stopwatch.GetTimestamp();
        for (var due = 0; due < total; await tick.WaitForNextTickAsync())
        {
            for (; due < total && due < Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond; due++)
            {
                writes.Add(WriteAsync(due));
            }
        }

        await Task.WhenAll(writes);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(waits);
        return (waits[total / 2], waits[(int)(total * 0.99)], total / elapsed);

        async Task WriteAsync(int index)
        {
            (GrainId Grain, GrainState<SmallState> State) next;
            lock (idle)
            {
                if (!idle.TryDequeue(out next))
                {
                    throw new BenchFailedException(
                        $"All {states} states wait: {perSecond}/s is more than can be held.");
                }
            }

            next.State.State!.Number++;
            await storage.WriteStateAsync(StateName, next.Grain, next.State);
            waits[index] = (Stopwatch.GetElapsedTime(start).TotalSeconds - ((double)index / perSecond)) * 1_000;
            lock (idle)
            {
                idle.Enqueue(next);
            }
        }
    }

    private static async Task<(GrainId Grain, GrainState<SmallState> State)> ReadAsync(
        IGrainStorage storage, int caller)
    {
        var grain = GrainId.Create("bench", caller.ToString(CultureInfo.InvariantCulture));
        var state = new GrainState<SmallState>();
        await storage.ReadStateAsync(StateName, grain, state);
        state.State ??= new SmallState();
        return (grain, state);
    }

    private static async Task CheckAsync(IGrainStorage storage, int caller, long number)
    {
        if (caller >= ChecksMax)
        {
            return;
        }

        var (grain, stored) = await ReadAsync(storage, caller);
        if (stored.State!.Number != number)
        {
            throw new BenchFailedException($"{grain} has {stored.State.Number}; {number} was acknowledged.");
        }
    }
}
