using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Engine;

/// <summary>
/// A timer of one activation; it ends with it. A tick is a turn, and never starts before the last one ended.
/// </summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Starts over with other times.</summary>
    /// <param name="dueTime">Until the next tick; <see cref="Timeout.InfiniteTimeSpan"/>: never.</param>
    /// <param name="period">From the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/>: no further
    /// one.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a timer ticks.</summary>
public readonly struct GrainTimerCreationOptions : IEquatable<GrainTimerCreationOptions>
{
    /// <summary>Creates it; set the properties.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>Creates it with its times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>
    /// Gets the time until the first tick; <see cref="Timeout.InfiniteTimeSpan"/>: none until changed.
    /// </summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>
    /// Gets the time from the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/>: one tick only.
    /// </summary>
    public required TimeSpan Period { get; init; }

    /// <summary>
    /// Gets whether a tick may start while a call waits; otherwise it queues like a call. Defaults to false.
    /// </summary>
    public bool Interleave { get; init; }

    /// <summary>
    /// Gets whether a tick counts as use, so that the activation is not collected. Defaults to false.
    /// </summary>
    public bool KeepAlive { get; init; }

    /// <inheritdoc/>
    public bool Equals(GrainTimerCreationOptions other) => DueTime == other.DueTime && Period == other.Period
        && Interleave == other.Interleave && KeepAlive == other.KeepAlive;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainTimerCreationOptions other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DueTime, Period, Interleave, KeepAlive);

    /// <summary>Equality of all parts.</summary>
    public static bool operator ==(GrainTimerCreationOptions left, GrainTimerCreationOptions right) =>
        left.Equals(right);

    /// <summary>Inequality of any part.</summary>
    public static bool operator !=(GrainTimerCreationOptions left, GrainTimerCreationOptions right) =>
        !left.Equals(right);
}
