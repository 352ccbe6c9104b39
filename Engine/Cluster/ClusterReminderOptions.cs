namespace OrleansTrading.Engine.Cluster;

/// <summary>Reminders on Orleans.</summary>
public sealed class ClusterReminderOptions
{
    /// <summary>
    /// Gets or sets how long after a start the reminders whose first tick has passed come. Defaults to 1 second.
    /// </summary>
    public TimeSpan StartDelay { get; set; } = TimeSpan.FromSeconds(1);
}
