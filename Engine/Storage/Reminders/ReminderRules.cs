using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>Which reminders can be stored.</summary>
internal static class ReminderRules
{
    /// <summary>Refuses a row that cannot be stored.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long, or the period is not positive.</exception>
    public static void Require(ReminderRow row)
    {
        StorageText.Require(row.Name);
        if (row.Period <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The reminder {row.Name} of {row.GrainId} has period {row.Period}. It must be more than zero."),
                nameof(row));
        }
    }
}
