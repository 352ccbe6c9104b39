using System.Diagnostics;
using System.Globalization;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Risk.Limits;

namespace OrleansTrading.Bench.Limits;

/// <summary>
/// What a limit of all users costs a quote in process: a check, and a booking that is durable. Beside one grain that
/// everybody asks, measured in turn with it; the medians of the rounds are said.
/// </summary>
internal static class LimitsBench
{
    private const int Checks = 200_000;
    private const int Threads = 4;
    private const int Callers = 100;
    private const double P99MicrosMax = 20;

    /// <returns>0 when every booking was made and the check meets its target; else 1.</returns>
    internal static async Task<int> RunAsync(int seconds, int rounds, CancellationToken cancellationToken)
    {
        await using var stage = await LimitsStage.StartAsync(cancellationToken);
        var counters = stage.Counters;
        var one = stage.Grains.GetGrain<IOneCounterGrain>("all");
        await BookOneAsync(stage, counters, "first");
        var slices = FilledSlices(counters);
        var (checks, rates) = (new List<Pair<(double P50, double P99)>>(), new List<Pair<double>>());
        var counts = new List<Pair<(double P50, double P99)>>();
        var time = TimeSpan.FromSeconds(seconds);

        // The round before the first warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var check = new Pair<(double P50, double P99)>(
                await LatencyAsync(() => stage.Limits.Check(counters, 1) is null ? Task.FromResult(true) : Short()),
                await LatencyAsync(() => one.CheckAsync(1)));
            var count = new Pair<(double P50, double P99)>(
                await LatencyAsync(() => slices.Take(counters, 1) ? Task.FromResult(true) : Short()), check.Reference);
            var prefix = $"r{round}";
            var rate = new Pair<double>(
                await RateAsync((caller, n) => BookOneAsync(stage, counters, $"{prefix}-{caller}-{n}"), time),
                await RateAsync((_, _) => one.BookAsync(1), time));
            if (round > 0)
            {
                checks.Add(check);
                counts.Add(count);
                rates.Add(rate);
            }
        }

        var p99 = Median(checks.Select(c => c.Ours.P99));
        Say($"{Environment.ProcessorCount} processors, medians of {rounds} rounds, {counters.Count} limits to a quote");
        Say($"a check in process, {Threads} at once (target p99 < {P99MicrosMax} µs)");
        Row("p50 µs", [.. checks.Select(c => new Pair<double>(c.Ours.P50, c.Reference.P50))], "F2");
        Row("p99 µs", [.. checks.Select(c => new Pair<double>(c.Ours.P99, c.Reference.P99))], "F2");
        Say($"taken from all slices of this process, or from none, {Threads} at once");
        Row("p50 µs", [.. counts.Select(c => new Pair<double>(c.Ours.P50, c.Reference.P50))], "F2");
        Row("p99 µs", [.. counts.Select(c => new Pair<double>(c.Ours.P99, c.Reference.P99))], "F2");
        Say($"durable bookings, {Callers} callers, ours settled too");
        Row("bookings/s", rates, "N0");
        return p99 < P99MicrosMax ? 0 : 1;
    }

    /// <summary>Slices that nothing here uses up.</summary>
    private static LocalSlices FilledSlices(IReadOnlyList<LimitCounter> counters)
    {
        var slices = new LocalSlices(TimeProvider.System);
        foreach (var counter in counters)
        {
            slices.Renew(counter, new LimitRenewal { FreeUsdCents = counter.UsdCentsMax }, shortage: null);
        }

        return slices;
    }

    private static Task<bool> Short() => throw new BenchFailedException("A limit that is never reached refused.");

    private static async Task<bool> BookOneAsync(LimitsStage stage, IReadOnlyList<LimitCounter> counters, string id)
    {
        var outcome = await stage.Limits.BookAsync(stage.Grains, stage.Limits.Holder, id, counters, 1);
        if (outcome.Refusal is not null || outcome.HasMoved)
        {
            throw new BenchFailedException($"{id} was not booked: {outcome.Refusal?.Detail}");
        }

        // As a delivered quote does: the table has what is under way only.
        await GlobalLimits.SettleAsync(stage.Grains, stage.Limits.Holder, id);
        return true;
    }

    private static async Task<(double P50, double P99)> LatencyAsync(Func<Task<bool>> checkAsync)
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(async () =>
        {
            var micros = new double[Checks / Threads];
            for (var i = 0; i < micros.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await checkAsync();
                micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }

            return micros;
        })));
        double[] sorted = [.. runs.SelectMany(run => run).Order()];
        return (sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }

    private static async Task<double> RateAsync(Func<int, int, Task<bool>> bookAsync, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await bookAsync(caller, count++);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Row(string unit, IReadOnlyList<Pair<double>> rounds, string format)
    {
        var (ours, other) = (Median(rounds.Select(r => r.Ours)), Median(rounds.Select(r => r.Reference)));
        var ratio = Median(rounds.Select(r => r.Ours / r.Reference));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {unit,-12}{ours.ToString(format, CultureInfo.InvariantCulture),12}   {"one grain",-16}"
            + $"{other.ToString(format, CultureInfo.InvariantCulture),12}   ratio {ratio:F2}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Pair<T>(T Ours, T Reference);
}
