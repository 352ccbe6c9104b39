namespace OrleansTrading.Engine.Storage;

/// <summary>The embedded engine's reminders, in the same database and through the same writer as the states.</summary>
internal sealed class StoredReminderTable(IStore store) : IReminderTable
{
    /// <inheritdoc/>
    public Task UpsertAsync(ReminderRow row, CancellationToken cancellationToken)
    {
        ReminderRules.Require(row);
        return store.WriteAsync(new UpsertReminderCommand(row, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken)
    {
        StorageText.Require(name);
        return store.WriteAsync(new RemoveReminderCommand(grainId, name, only: null, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReminderRow>> ReadAsync(GrainId grainId, CancellationToken cancellationToken) =>
        await store.ReadRemindersAsync(grainId, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ReminderRow> ReadAllAsync(CancellationToken cancellationToken) =>
        ReminderPages.ReadAllAsync(store, cancellationToken);
}
