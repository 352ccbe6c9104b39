using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Storage;

/// <summary>The embedded engine's reminders, in the same file and through the same writer as the states.</summary>
internal sealed class SqliteReminderTable(SqliteStore store) : IReminderTable
{
    /// <summary>
    /// Rows read at a time when all are read, so that a start with many reminders holds no long snapshot.
    /// </summary>
    public const int PageRows = 1_000;

    /// <inheritdoc/>
    public Task UpsertAsync(ReminderRow row, CancellationToken cancellationToken)
    {
        RequireName(row.Name);
        if (row.Period <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The reminder {row.Name} of {row.GrainId} has period {row.Period}. It must be more than zero."),
                nameof(row));
        }

        return store.WriteAsync(new UpsertReminderCommand(row, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        return store.WriteAsync(new RemoveReminderCommand(grainId, name, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReminderRow>> ReadAsync(GrainId grainId, CancellationToken cancellationToken) =>
        await store.ReadAsync(grainId, ReminderRows.ReadOfGrain, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReminderRow> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReminderRow? last = null;
        IReadOnlyList<ReminderRow> page;
        do
        {
            page = await store.ReadAsync((last, PageRows), ReminderRows.ReadAfter, cancellationToken);
            foreach (var row in page)
            {
                yield return row;
                last = row;
            }
        }
        while (page.Count == PageRows);
    }

    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            name.Length,
            SqliteStorageConstants.TextLengthMax,
            nameof(name));
    }
}
