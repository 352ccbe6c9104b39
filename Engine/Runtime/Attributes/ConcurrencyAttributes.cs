using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansTrading.Engine;

/// <summary>
/// Every call of this grain class may start while others wait; they still never run at the same instant.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

/// <summary>The method may start whatever else the grain is waiting for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>
/// The method does not change the grain: such calls may interleave with each other, but with no other call.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>
/// The caller gets a completed task as soon as the call is queued; what fails is logged and goes nowhere else.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

/// <summary>How long a caller of this method waits for its answer.</summary>
[AttributeUsage(AttributeTargets.Method)]
[SuppressMessage("Design", "CA1019", Justification = "The property holds the parsed value, as in Orleans.")]
public sealed class ResponseTimeoutAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    /// <param name="timeout">In the syntax of <see cref="TimeSpan.Parse(string)"/>, for example
    /// <c>00:00:30</c>.</param>
    public ResponseTimeoutAttribute(string timeout) => Timeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);

    /// <summary>Gets the time; null: the engine's <see cref="EngineOptions.CallTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
