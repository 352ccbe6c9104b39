using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine;

/// <summary>What a grain does with its reminders. The grain must implement <see cref="IRemindable"/>.</summary>
public static class GrainReminderExtensions
{
    /// <inheritdoc cref="IReminderRegistry.RegisterOrUpdateReminder"/>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        if (grain is not IRemindable)
        {
            throw new InvalidOperationException(
                $"{grain.GetType().Name} must implement {nameof(IRemindable)} to register the reminder"
                    + $" '{reminderName}'.");
        }

        return Registry(grain).RegisterOrUpdateReminder(grain.GrainContext.GrainId, reminderName, dueTime, period);
    }

    /// <inheritdoc cref="IReminderRegistry.UnregisterReminder"/>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
        Registry(grain).UnregisterReminder(grain.GrainContext.GrainId, reminder);

    /// <inheritdoc cref="IReminderRegistry.GetReminder"/>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        return Registry(grain).GetReminder(grain.GrainContext.GrainId, reminderName);
    }

    /// <inheritdoc cref="IReminderRegistry.GetReminders"/>
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) =>
        Registry(grain).GetReminders(grain.GrainContext.GrainId);

    private static IReminderRegistry Registry(IGrainBase grain) =>
        RuntimeContext.Of(grain).ActivationServices.GetRequiredService<IReminderRegistry>();
}
