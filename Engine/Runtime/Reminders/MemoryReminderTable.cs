using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine;

/// <summary>Reminders in memory, for tests: keep the object to restart the engine on it.</summary>
public sealed class MemoryReminderTable : IReminderTable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(GrainId GrainId, string Name), ReminderRow> rows = new(new KeyOrder());

    /// <inheritdoc/>
    public Task UpsertAsync(ReminderRow row, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            rows[(row.GrainId, row.Name)] = row;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(rows.Remove((grainId, name)));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReminderRow>> ReadAsync(GrainId grainId, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<ReminderRow>>([.. rows.Values.Where(row => row.GrainId == grainId)]);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReminderRow> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        ReminderRow[] all;
        lock (gate)
        {
            all = [.. rows.Values];
        }

        foreach (var row in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private sealed class KeyOrder : IComparer<(GrainId GrainId, string Name)>
    {
        public int Compare((GrainId GrainId, string Name) x, (GrainId GrainId, string Name) y) =>
            x.GrainId.CompareTo(y.GrainId) is var order && order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }
}
