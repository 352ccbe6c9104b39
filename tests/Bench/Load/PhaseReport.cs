using System.Globalization;

namespace OrleansTrading.Bench.Load;

/// <summary>What one phase measured.</summary>
internal sealed record PhaseReport
{
    private PhaseReport(string name, int[] sortedMicros, TimeSpan elapsed, TimeSpan processor)
    {
        Name = name;
        Count = sortedMicros.Length;
        PerSecond = Count / elapsed.TotalSeconds;
        P50 = At(sortedMicros, 0.50);
        P99 = At(sortedMicros, 0.99);
        Max = At(sortedMicros, 1);
        ProcessorPerRequest = Count == 0 ? 0 : processor.TotalMicroseconds / Count;
    }

    internal string Name { get; }

    internal int Count { get; }

    internal double PerSecond { get; }

    /// <summary>Milliseconds.</summary>
    internal double P50 { get; }

    /// <summary>Milliseconds.</summary>
    internal double P99 { get; }

    /// <summary>Milliseconds.</summary>
    internal double Max { get; }

    /// <summary>Microseconds of the server's processor time for each request.</summary>
    internal double ProcessorPerRequest { get; }

    internal static string Header =>
        $"{"phase",-12}{"requests/s",12}{"p50 ms",10}{"p99 ms",10}{"max ms",10}{"cpu µs",10}{"answers",10}";

    internal static PhaseReport Of(string name, IEnumerable<List<int>> micros, TimeSpan elapsed, TimeSpan processor)
    {
        int[] sorted = [.. micros.SelectMany(m => m)];
        Array.Sort(sorted);
        return new PhaseReport(name, sorted, elapsed, processor);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-12}{PerSecond,12:F0}{P50,10:F2}{P99,10:F2}{Max,10:F2}{ProcessorPerRequest,10:F1}{Count,10}");

    private static double At(int[] sorted, double part) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))] / 1000.0;
}
