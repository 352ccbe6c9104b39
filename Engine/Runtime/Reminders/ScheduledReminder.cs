namespace OrleansTrading.Engine;

/// <summary>A reminder that is waited for.</summary>
internal sealed class ScheduledReminder(ReminderRow row, DateTimeOffset dueAt)
{
    internal ReminderRow Row { get; } = row;

    /// <summary>Gets or sets when it is delivered next.</summary>
    internal DateTimeOffset DueAt { get; set; } = dueAt;

    /// <summary>The first whole period after a time.</summary>
    internal DateTimeOffset NextAfter(DateTimeOffset time)
    {
        if (time < Row.StartAt)
        {
            return Row.StartAt;
        }

        // A row with no period can only be a damaged one; it must not stop the others.
        var period = Row.Period > TimeSpan.Zero ? Row.Period.Ticks : TimeSpan.TicksPerMinute;
        var periods = ((time - Row.StartAt).Ticks / period) + 1;
        return Row.StartAt.AddTicks(periods * period);
    }
}

/// <summary>A reminder as its grain sees it.</summary>
internal sealed record GrainReminder(string ReminderName) : IGrainReminder;
