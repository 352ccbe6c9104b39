using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>
/// Orleans' reminders, in the same database and through the same writer as the states: a payment that waits is taken up
/// again after a start because its reminder is still there.
/// </summary>
/// <remarks>
/// After a start, each reminder whose first tick has passed comes once, soon, as on the embedded engine. Orleans alone
/// would let it wait for the next of its whole periods.
/// </remarks>
internal sealed class ClusterReminderTable(
    IStore store,
    TimeProvider time,
    IOptions<ClusterReminderOptions> options) : IReminderTable
{
    private readonly Lock gate = new();
    private DateTimeOffset? firstReadAt;

    // The host opens the store before the silo starts and closes it after the silo has stopped.
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public async Task<ReminderTableData> ReadRows(GrainId grainId) =>
        new((await ReadAsync(grainId)).Select(row => Entry(row, row.StartAt)));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        var rows = new List<ReminderRow>();
        await foreach (var row in ReminderPages.ReadAllAsync(store, CancellationToken.None))
        {
            if (IsBetween(row.GrainId.GetUniformHashCode(), begin, end))
            {
                rows.Add(row);
            }
        }

        // The same answer for as long as the process lives: the etag says that nothing has changed.
        var start = NoteFirstRead();
        var soon = start + options.Value.StartDelay;
        return new ReminderTableData(rows.Select(row => Entry(row, row.StartAt <= start ? soon : row.StartAt)));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var rows = await ReadAsync(grainId);
        return rows.FirstOrDefault(row => row.Name == reminderName) is { } found ? Entry(found, found.StartAt) : null;
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var startAt = new DateTimeOffset(DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc));
        var row = new ReminderRow(entry.GrainId, entry.ReminderName, startAt, entry.Period);
        ReminderRules.Require(row);
        await store.WriteAsync(new UpsertReminderCommand(row, CancellationToken.None));
        return ReminderTimes.Of(row).ToEtag();
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        StorageText.Require(reminderName);
        return ReminderTimes.FromEtag(eTag) is { } times
            && await store.WriteAsync(
                new RemoveReminderCommand(grainId, reminderName, times, CancellationToken.None));
    }

    public Task TestOnlyClearTable() => throw new NotSupportedException(
        "This table is not cleared: payments under way would be forgotten. Delete the file of the test instead.");

    /// <summary>Orleans' ranges are open at their beginning and go round at their end.</summary>
    private static bool IsBetween(uint hash, uint begin, uint end) =>
        begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderEntry Entry(ReminderRow row, DateTimeOffset startAt) => new()
    {
        GrainId = row.GrainId,
        ReminderName = row.Name,
        StartAt = startAt.UtcDateTime,
        Period = row.Period,
        ETag = ReminderTimes.Of(row).ToEtag(),
    };

    private ValueTask<IReadOnlyList<ReminderRow>> ReadAsync(GrainId grainId) =>
        store.ReadRemindersAsync(grainId, CancellationToken.None);

    private DateTimeOffset NoteFirstRead()
    {
        lock (gate)
        {
            return firstReadAt ??= time.GetUtcNow();
        }
    }
}
