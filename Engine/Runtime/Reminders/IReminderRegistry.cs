namespace OrleansTrading.Engine;

/// <summary>
/// Registers reminders for grains; grain code uses the extensions in <see cref="GrainReminderExtensions"/>.
/// </summary>
public interface IReminderRegistry
{
    /// <summary>Stores a reminder, or replaces the one of that name.</summary>
    /// <param name="callingGrainId">Whose reminder it is.</param>
    /// <param name="reminderName">Its name within the grain.</param>
    /// <param name="dueTime">Until the first tick; zero or more.</param>
    /// <param name="period">Between ticks; at least <see cref="EngineOptions.ReminderPeriodMin"/>.</param>
    Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    /// <summary>Removes a reminder; nothing happens when it is gone already.</summary>
    Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

    /// <summary>The reminder of that name; null when there is none.</summary>
    Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

    /// <summary>All reminders of the grain, by name.</summary>
    Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
}
