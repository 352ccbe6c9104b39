namespace OrleansTrading.Engine;

/// <summary>A stored reminder.</summary>
/// <param name="GrainId">Whose it is.</param>
/// <param name="Name">Its name within the grain.</param>
/// <param name="StartAt">When its first tick is due; ticks are at this plus whole periods.</param>
/// <param name="Period">Between ticks.</param>
public sealed record ReminderRow(GrainId GrainId, string Name, DateTimeOffset StartAt, TimeSpan Period);
