using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Simulation.Disk;

/// <summary>
/// What is durable: the tables of the database, in memory. Whatever happens to a process, this stays; and of a batch of
/// writes all of it is here or nothing.
/// </summary>
internal sealed class DiskTables : IWriteVisitor
{
    private readonly Dictionary<StateKey, StoredState> states = [];
    private readonly SortedDictionary<(GrainId GrainId, string Name), ReminderRow> reminders =
        new(Comparer<(GrainId GrainId, string Name)>.Create(static (x, y) =>
            x.GrainId.CompareTo(y.GrainId) is var byGrain and not 0 ? byGrain : string.CompareOrdinal(x.Name, y.Name)));

    private readonly Dictionary<GrainId, SortedDictionary<string, ReminderRow>> remindersOf = [];
    private readonly Dictionary<(string Kind, string Id), ListingRow> rows = [];
    private readonly List<HistoryRow> history = [];

    /// <summary>Told of each state that was written, after it was.</summary>
    internal event Action<StateKey, byte[]>? Stored;

    internal IReadOnlyList<HistoryRow> History => history;

    internal DiskLedger Ledger { get; private set; } = new();

    /// <summary>All that is here now, as a backup has it.</summary>
    internal DiskTables Copy()
    {
        var copy = new DiskTables();
        copy.Restore(this);
        return copy;
    }

    /// <summary>Puts what a backup has in the place of all that is here. Nobody is told.</summary>
    internal void Restore(DiskTables backup)
    {
        states.Clear();
        reminders.Clear();
        remindersOf.Clear();
        rows.Clear();
        history.Clear();
        foreach (var (key, state) in backup.states)
        {
            states.Add(key, state);
        }

        foreach (var row in backup.reminders.Values)
        {
            Put(row);
        }

        foreach (var (key, row) in backup.rows)
        {
            rows.Add(key, row);
        }

        history.AddRange(backup.history);
        Ledger = new DiskLedger();
        Ledger.Append(backup.Ledger.Entries);
    }

    internal StoredState Read(StateKey key) => states.GetValueOrDefault(key);

    /// <summary>All states of a grain type, by key.</summary>
    internal IReadOnlyList<(string Key, byte[] Payload)> ReadAll(string grainType) =>
    [
        .. states.Where(each => each.Value.Payload is not null && each.Key.TypeText == grainType)
            .Select(each => (each.Key.KeyText, each.Value.Payload!))
            .OrderBy(each => each.KeyText, StringComparer.Ordinal),
    ];

    /// <summary>Each activation asks: it must not look through those of all grains.</summary>
    internal IReadOnlyList<ReminderRow> RemindersOf(GrainId grain) =>
        remindersOf.TryGetValue(grain, out var own) ? [.. own.Values] : [];

    internal IReadOnlyList<ReminderRow> PageReminders(ReminderRow? after, int max) =>
    [
        .. reminders.Values.Where(row => after is null || row.GrainId.CompareTo(after.GrainId) > 0
            || (row.GrainId == after.GrainId && string.CompareOrdinal(row.Name, after.Name) > 0)).Take(max),
    ];

    internal IReadOnlyList<ListingRow> ByOwner(string kind, string owner, ListingCursor? before, int max) =>
    [
        .. rows.Values.Where(row => row.Kind == kind && row.Owner == owner
                && (before is not { } last || Compare((row.CreatedAt, row.Id), (last.At, last.Id)) < 0))
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id, StringComparer.Ordinal)
            .Take(max),
    ];

    internal IReadOnlyList<ListingRow> Overdue(string kind, DateTimeOffset now, ListingCursor? after, int max) =>
    [
        .. rows.Values.Where(row => row.Kind == kind && row.IsOpen && row.Deadline < now
                && (after is not { } last || Compare((row.Deadline.Value, row.Id), (last.At, last.Id)) > 0))
            .OrderBy(row => row.Deadline).ThenBy(row => row.Id, StringComparer.Ordinal)
            .Take(max),
    ];

    internal IReadOnlyList<ListingRow> AwaitingOperator(string kind, ListingCursor? after, int max) =>
    [
        .. rows.Values.Where(row => row.Kind == kind && row.AwaitsOperator
                && (after is not { } last || Compare((row.CreatedAt, row.Id), (last.At, last.Id)) > 0))
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id, StringComparer.Ordinal)
            .Take(max),
    ];

    internal IReadOnlyList<HistoryRow> PageHistory(HistoryFilter filter, long before, int max) =>
    [
        .. Enumerable.Reverse(history).Where(row => row.Position < before
            && (filter.Owner is null || row.Event.Owner == filter.Owner)
            && (filter.Subject is null || row.Event.Subject == filter.Subject)).Take(max),
    ];

    public void Visit(WriteStateCommand command)
    {
        var stored = states.GetValueOrDefault(command.Key).Etag;
        if (stored != command.ExpectedEtag)
        {
            command.Keep(new StateWriteResult(Done: false, stored));
            return;
        }

        var etag = (stored ?? 0) + 1;
        states[command.Key] = new StoredState(etag, command.Payload);
        if (command.Attached.Row is { } row)
        {
            rows[(row.Kind, row.Id)] = row;
        }

        Append(command.Key, command.Attached.Events);
        Ledger.Append(command.Attached.Entries);
        command.Keep(new StateWriteResult(Done: true, etag));
        Stored?.Invoke(command.Key, command.Payload);
    }

    public void Visit(ClearStateCommand command)
    {
        var stored = states.GetValueOrDefault(command.Key).Etag;
        if (stored != command.ExpectedEtag || stored is null)
        {
            command.Keep(new StateWriteResult(Done: stored is null && command.ExpectedEtag is null, stored));
            return;
        }

        states[command.Key] = new StoredState(stored + 1, Payload: null);
        if (command.Attached.Row is { } row)
        {
            rows.Remove((row.Kind, row.Id));
        }

        Append(command.Key, command.Attached.Events);
        command.Keep(new StateWriteResult(Done: true, stored + 1));
    }

    /// <summary>No world lives as long as a cleared state is remembered.</summary>
    public void Visit(ForgetClearedCommand command) => command.Keep(0);

    public void Visit(UpsertReminderCommand command)
    {
        Put(command.Row);
        command.Keep(true);
    }

    public void Visit(RemoveReminderCommand command)
    {
        var key = (command.GrainId, command.Name);
        var fits = reminders.TryGetValue(key, out var row)
            && (command.Only is not { } only || ReminderTimes.Of(row) == only);
        if (fits)
        {
            remindersOf[command.GrainId].Remove(command.Name);
        }

        command.Keep(fits && reminders.Remove(key));
    }

    /// <summary>No world has so many postings that their sum is slow.</summary>
    public void Visit(SnapshotLedgerCommand command) => command.Keep(false);

    private void Put(ReminderRow row)
    {
        reminders[(row.GrainId, row.Name)] = row;
        if (!remindersOf.TryGetValue(row.GrainId, out var own))
        {
            remindersOf.Add(row.GrainId, own = new SortedDictionary<string, ReminderRow>(StringComparer.Ordinal));
        }

        own[row.Name] = row;
    }

    private void Append(StateKey key, IReadOnlyList<HistoryEvent> events)
    {
        foreach (var e in events)
        {
            history.Add(new HistoryRow(history.Count + 1, $"{key.TypeText}/{key.KeyText}", e));
        }
    }

    private static int Compare((DateTimeOffset At, string Id) x, (DateTimeOffset At, string Id) y) =>
        x.At.CompareTo(y.At) is var byTime and not 0 ? byTime : string.CompareOrdinal(x.Id, y.Id);
}
