using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Executes many commands with few statements, in the transaction that is open: first the states, all in one trip;
/// then, in another if there is anything, what comes with those that were stored, and what else is stored where one
/// was not. No two commands of a batch have the same slot.
/// </summary>
internal sealed class PostgresBatch(NpgsqlConnection connection, PostgresEtags etags, long nowUnixMs) : IWriteVisitor
{
    private const string Fence =
        "UPDATE orleanstrading.storage_writer SET batch = $2, seen_at_ms = $3 WHERE writer = $1";

    private readonly List<PostgresStateWrite> _inserts = [];
    private readonly List<PostgresStateWrite> _updates = [];
    private readonly List<PostgresStateWrite> _notDone = [];
    private readonly List<UpsertReminderCommand> _upserts = [];
    private readonly List<RemoveReminderCommand> _removals = [];
    private readonly List<ForgetClearedCommand> _forgets = [];
    private readonly List<SnapshotLedgerCommand> _snapshots = [];

    public void Visit(WriteStateCommand command) =>
        (command.ExpectedEtag is null ? _inserts : _updates).Add(
            Write(command.Key, command.ExpectedEtag, command.Payload, command.Attached, command));

    // What was never stored is clear already: only what is stored has to be looked up.
    public void Visit(ClearStateCommand command) =>
        (command.ExpectedEtag is null ? _notDone : _updates).Add(
            Write(command.Key, command.ExpectedEtag, payload: null, command.Attached, command));

    public void Visit(ForgetClearedCommand command) => _forgets.Add(command);

    public void Visit(UpsertReminderCommand command) => _upserts.Add(command);

    public void Visit(RemoveReminderCommand command) => _removals.Add(command);

    public void Visit(SnapshotLedgerCommand command) => _snapshots.Add(command);

    /// <summary>Executes what was visited.</summary>
    /// <param name="writer">Whose batch it is.</param>
    /// <param name="number">The batch's number, stored with it.</param>
    public void Execute(Guid writer, long number)
    {
        GiveEtags(_inserts);
        GiveEtags(_updates);
        var done = new List<PostgresStateWrite>(_inserts.Count + _updates.Count);
        using (var batch = new NpgsqlBatch(connection))
        {
            var fence = new NpgsqlBatchCommand(Fence)
            {
                Parameters =
                {
                    PostgresParameters.Of(writer),
                    PostgresParameters.Of(number),
                    PostgresParameters.Of(nowUnixMs),
                },
            };
            batch.BatchCommands.Add(fence);
            Add(batch, _inserts, writes => PostgresStates.Insert(writes, nowUnixMs));
            Add(batch, _updates, writes => PostgresStates.Update(writes, nowUnixMs));
            Add(batch, _removals, PostgresReminders.Remove);
            Add(batch, _upserts, upserts => PostgresReminders.Upsert([.. upserts.Select(u => u.Row)]));
            foreach (var forget in _forgets)
            {
                batch.BatchCommands.Add(PostgresStates.ForgetCleared(forget));
            }

            foreach (var snapshot in _snapshots)
            {
                batch.BatchCommands.Add(PostgresLedgerBalances.Remember(snapshot));
            }

            using var reader = batch.ExecuteReader();
            ReadDone(reader, _inserts, done);
            ReadDone(reader, _updates, done);
            ReadRemoved(reader);
            while (reader.NextResult())
            {
                // To its end: a statement's error, and how many rows it changed, are known only there.
            }

            if (fence.RecordsAffected != 1)
            {
                throw new WriterForgottenException();
            }

            KeepForgotten(batch);
            KeepSnapshots(batch);
        }

        _upserts.ForEach(upsert => upsert.Keep(true));
        Attach(done);
    }

    private static PostgresStateWrite Write(
        StateKey key,
        long? expected,
        byte[]? payload,
        StateAttachments attached,
        WriteCommand<StateWriteResult> command) => new(
        key,
        PostgresText.Encode(key.TypeText),
        PostgresText.Encode(key.KeyText),
        PostgresText.Encode(key.NameText),
        expected,
        payload,
        attached,
        command);

    private static void Add<TItem>(
        NpgsqlBatch batch,
        IReadOnlyList<TItem> items,
        Func<IReadOnlyList<TItem>, NpgsqlBatchCommand> command)
    {
        if (items.Count > 0)
        {
            batch.BatchCommands.Add(command(items));
        }
    }

    private void GiveEtags(List<PostgresStateWrite> writes)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var next = etags.Take(connection, writes.Count);
        foreach (var write in writes)
        {
            write.Etag = next++;
        }
    }

    /// <summary>Tells those that were stored, by their etags, from those that met a conflict.</summary>
    private void ReadDone(NpgsqlDataReader reader, List<PostgresStateWrite> writes, List<PostgresStateWrite> done)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var first = writes[0].Etag;
        var stored = new bool[writes.Count];
        while (reader.Read())
        {
            stored[(int)(reader.GetInt64(0) - first)] = true;
        }

        reader.NextResult();
        for (var i = 0; i < writes.Count; i++)
        {
            (stored[i] ? done : _notDone).Add(writes[i]);
        }
    }

    private void ReadRemoved(NpgsqlDataReader reader)
    {
        if (_removals.Count == 0)
        {
            return;
        }

        _removals.ForEach(removal => removal.Keep(false));
        while (reader.Read())
        {
            _removals[(int)reader.GetInt64(0) - 1].Keep(true);
        }
    }

    private void KeepForgotten(NpgsqlBatch batch)
    {
        for (var i = 0; i < _forgets.Count; i++)
        {
            var place = batch.BatchCommands.Count - _snapshots.Count - _forgets.Count + i;
            _forgets[i].Keep((long)batch.BatchCommands[place].RecordsAffected);
        }
    }

    private void KeepSnapshots(NpgsqlBatch batch)
    {
        for (var i = 0; i < _snapshots.Count; i++)
        {
            var place = batch.BatchCommands.Count - _snapshots.Count + i;
            _snapshots[i].Keep(batch.BatchCommands[place].RecordsAffected > 0);
        }
    }

    private void Attach(List<PostgresStateWrite> done)
    {
        done.ForEach(write => write.Command.Keep(new StateWriteResult(Done: true, write.Etag)));
        var rows = done.Where(w => w.Attached.Row is not null).ToLookup(w => w.Payload is null, w => w.Attached.Row!);
        var events = done.SelectMany(w => PostgresHistoryRow.Of(w.Key, w.Etag, w.Attached.Events)).ToList();
        using var batch = new NpgsqlBatch(connection);
        Add(batch, _notDone, PostgresStates.ReadEtags);
        Add(batch, [.. rows[false]], PostgresListings.Store);
        Add(batch, [.. rows[true]], PostgresListings.Remove);
        Add(batch, events, PostgresHistory.Append);
        Add(batch, [.. done.SelectMany(w => w.Attached.Entries)], PostgresLedger.Append);
        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        using var reader = batch.ExecuteReader();
        if (_notDone.Count > 0)
        {
            KeepNotDone(reader);
        }

        while (reader.NextResult())
        {
            // To its end: a statement's error is known only there.
        }
    }

    private void KeepNotDone(NpgsqlDataReader reader)
    {
        var stored = new long?[_notDone.Count];
        while (reader.Read())
        {
            stored[(int)reader.GetInt64(0) - 1] = reader.GetInt64(1);
        }

        for (var i = 0; i < stored.Length; i++)
        {
            // To clear what is not there, for one who never saw it there, is no conflict.
            var isClear = _notDone[i] is { Expected: null, Payload: null } && stored[i] is null;
            _notDone[i].Command.Keep(new StateWriteResult(isClear, stored[i]));
        }
    }
}

/// <summary>The writer's own row is gone: another server took it for one that never came back.</summary>
[SuppressMessage(
    "Design",
    "CA1064:Exceptions should be public",
    Justification = "Never crosses the store's border: the writer registers anew and tries again.")]
internal sealed class WriterForgottenException : Exception;
