namespace OrleansTrading.Engine;

/// <summary>A grain that can have reminders: timers that survive the activation and the process.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. If it fails, it is delivered again at the next period.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}

/// <summary>A registered reminder.</summary>
public interface IGrainReminder
{
    /// <summary>Gets its name, unique within the grain.</summary>
    string ReminderName { get; }
}

/// <summary>When a reminder was due.</summary>
[GenerateSerializer, Immutable]
public readonly struct TickStatus : IEquatable<TickStatus>
{
    /// <summary>Creates it.</summary>
    public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
    {
        FirstTickTime = firstTickTime;
        Period = period;
        CurrentTickTime = timeStamp;
    }

    /// <summary>Gets when the first tick was due, in UTC.</summary>
    [Id(0)]
    public DateTime FirstTickTime { get; }

    /// <summary>Gets the time between ticks.</summary>
    [Id(1)]
    public TimeSpan Period { get; }

    /// <summary>Gets when this tick was delivered, in UTC.</summary>
    [Id(2)]
    public DateTime CurrentTickTime { get; }

    /// <inheritdoc/>
    public bool Equals(TickStatus other) => FirstTickTime == other.FirstTickTime && Period == other.Period
        && CurrentTickTime == other.CurrentTickTime;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TickStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstTickTime, Period, CurrentTickTime);

    /// <inheritdoc/>
    public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";

    /// <summary>Equality of all parts.</summary>
    public static bool operator ==(TickStatus left, TickStatus right) => left.Equals(right);

    /// <summary>Inequality of any part.</summary>
    public static bool operator !=(TickStatus left, TickStatus right) => !left.Equals(right);
}

/// <summary>A reminder could not be registered or removed.</summary>
public sealed class ReminderException : OrleansException
{
    /// <summary>Creates it.</summary>
    public ReminderException(string message)
        : base(message)
    {
    }
}
