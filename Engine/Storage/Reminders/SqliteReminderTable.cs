namespace OrleansTrading.Engine.Storage;

/// <summary>The embedded engine's reminders, in the same file and through the same writer as the states.</summary>
internal sealed class SqliteReminderTable(SqliteStore store) : IReminderTable
{
    /// <inheritdoc/>
    public Task UpsertAsync(ReminderRow row, CancellationToken cancellationToken)
    {
        ReminderRows.Require(row);
        return store.WriteAsync(new UpsertReminderCommand(row, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken)
    {
        ReminderRows.RequireName(name);
        return store.WriteAsync(new RemoveReminderCommand(grainId, name, only: null, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReminderRow>> ReadAsync(GrainId grainId, CancellationToken cancellationToken) =>
        await store.ReadAsync(grainId, ReminderRows.ReadOfGrain, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ReminderRow> ReadAllAsync(CancellationToken cancellationToken) =>
        ReminderRows.ReadAllAsync(store, cancellationToken);
}
