using System.Diagnostics;

namespace OrleansTrading.Bench.Actors;

/// <summary>Callers that each wait for one answer before they ask again.</summary>
internal static class EchoLoad
{
    /// <summary>
    /// How many calls per second all callers make together; each goes round its own share of the targets.
    /// </summary>
    internal static async Task<double> PerSecondAsync(
        IReadOnlyList<Func<int, Task<int>>> targets, int callers, TimeSpan time)
    {
        var share = targets.Count / callers;
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                for (var i = 0; i < share; i++)
                {
                    Check(await targets[(caller * share) + i](i), i);
                }

                count += share;
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The median and the 99th percentile, in microseconds, of calls made one after the other.</summary>
    internal static Task<(double P50, double P99)> LatencyAsync(Func<int, Task<int>> target, int calls) =>
        Task.Run(async () =>
        {
            var ticks = new long[calls];
            for (var i = 0; i < calls; i++)
            {
                var start = Stopwatch.GetTimestamp();
                Check(await target(i), i);
                ticks[i] = Stopwatch.GetTimestamp() - start;
            }

            Array.Sort(ticks);
            return (Micros(ticks[calls / 2]), Micros(ticks[calls * 99 / 100]));
        });

    /// <summary>The least a call to another piece of work can be: to the thread pool and back.</summary>
    internal static Task<int> PoolRoundTrip(int value)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(
            static both => both.answer.SetResult(both.value), (answer, value), preferLocal: true);
        return answer.Task;
    }

    private static double Micros(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static void Check(int answer, int asked)
    {
        if (answer != asked)
        {
            throw new BenchFailedException($"Asked for {asked}, answered {answer}.");
        }
    }
}
