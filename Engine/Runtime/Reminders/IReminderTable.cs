namespace OrleansTrading.Engine;

/// <summary>
/// Where reminders are kept. Only one engine uses a table at a time, so rows carry no version. A method returns when
/// the change is durable; if it fails, the outcome is unknown and the caller may repeat it.
/// </summary>
public interface IReminderTable
{
    /// <summary>Stores a row in the place of one with the same grain and name.</summary>
    Task UpsertAsync(ReminderRow row, CancellationToken cancellationToken);

    /// <summary>Removes a row; false when there was none.</summary>
    Task<bool> RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken);

    /// <summary>The rows of one grain, ordered by name (ordinal).</summary>
    Task<IReadOnlyList<ReminderRow>> ReadAsync(GrainId grainId, CancellationToken cancellationToken);

    /// <summary>All rows, ordered by grain type, key and name (ordinal), read in pages.</summary>
    IAsyncEnumerable<ReminderRow> ReadAllAsync(CancellationToken cancellationToken);
}
