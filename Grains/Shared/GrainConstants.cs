namespace OrleansTrading.Grains;

/// <summary>What all grains share.</summary>
internal static class GrainConstants
{
    /// <summary>The shortest reminder period that every engine offers.</summary>
    internal static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
}
