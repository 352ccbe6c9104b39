using System.Diagnostics;
using System.Globalization;

namespace OrleansTrading.Bench.Copy;

/// <summary>When each terminal had the last byte of its order.</summary>
internal sealed class Arrivals
{
    private readonly long[] _at;
    private readonly TaskCompletionSource _part = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _count;

    internal Arrivals(int expected)
    {
        _at = new long[expected];
        Part = expected;
    }

    /// <summary>Gets how many have arrived when <see cref="UntilPartAsync"/> ends.</summary>
    internal int Part { get; init; }

    internal Task UntilPartAsync(TimeSpan atMost) => _part.Task.WaitAsync(atMost);

    internal Task UntilAllAsync(TimeSpan atMost) => _all.Task.WaitAsync(atMost);

    /// <summary>Notes one. More than are expected is a mistake that the count of what was executed shows.</summary>
    internal void Note()
    {
        var number = Interlocked.Increment(ref _count);
        if (number <= _at.Length)
        {
            _at[number - 1] = Stopwatch.GetTimestamp();
        }

        if (number == Part)
        {
            _part.TrySetResult();
        }

        if (number == _at.Length)
        {
            _all.TrySetResult();
        }
    }

    /// <summary>Describes how long after the beginning they came.</summary>
    internal FanOut Describe()
    {
        double[] sorted = [.. _at.Select(at => Stopwatch.GetElapsedTime(_began, at).TotalMilliseconds).Order()];
        return new FanOut(sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], sorted[^1]);
    }
}

/// <summary>How long one signal took to all terminals, in milliseconds.</summary>
internal readonly record struct FanOut(double Median, double P99, double Max)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median,10:F0}{P99,10:F0}{Max,10:F0}");
}
