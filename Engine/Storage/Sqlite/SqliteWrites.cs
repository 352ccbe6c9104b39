namespace OrleansTrading.Engine.Storage;

/// <summary>Executes each command at once, in the transaction that is open.</summary>
internal sealed class SqliteWrites(SqliteSession session, long nowUnixMs) : IWriteVisitor
{
    /// <summary>Gets the connection.</summary>
    public SqliteSession Session => session;

    public void Visit(WriteStateCommand command)
    {
        var result = command.ExpectedEtag is { } expected
            ? SqliteStates.Update(session, nowUnixMs, command.Key, command.Payload, expected)
            : SqliteStates.Insert(session, nowUnixMs, command.Key, command.Payload);
        Attach(command.Key, command.Attached, result, SqliteListingWrites.Store);
        command.Keep(result);
    }

    public void Visit(ClearStateCommand command)
    {
        if (command.ExpectedEtag is not { } expected)
        {
            var stored = SqliteStates.ReadEtag(session, command.Key);
            command.Keep(new StateWriteResult(stored is null, stored));
            return;
        }

        var result = SqliteStates.Update(session, nowUnixMs, command.Key, payload: null, expected);
        Attach(command.Key, command.Attached, result, SqliteListingWrites.Remove);
        command.Keep(result);
    }

    public void Visit(ForgetClearedCommand command) =>
        command.Keep(SqliteStates.ForgetCleared(session, command.ClearedBeforeUnixMs, command.RowsMax));

    public void Visit(UpsertReminderCommand command) => command.Keep(SqliteReminders.Upsert(session, command.Row));

    public void Visit(RemoveReminderCommand command) =>
        command.Keep(SqliteReminders.Remove(session, command.GrainId, command.Name, command.Only));

    public void Visit(SnapshotLedgerCommand command) => command.Keep(SqliteLedgerBalances.Remember(session, command));

    /// <summary>
    /// The later steps of a command. SQLite undoes only the statement it refuses, so a refusal here, after earlier
    /// steps stand, is not this item's alone: it rolls the whole batch back.
    /// </summary>
    private void Attach(
        StateKey key,
        StateAttachments attached,
        StateWriteResult result,
        Action<SqliteSession, ListingRow> list)
    {
        if (!result.Done || attached.IsEmpty)
        {
            return;
        }

        try
        {
            if (attached.Row is { } row)
            {
                list(session, row);
            }

            SqliteHistory.Append(session, key, result.Etag!.Value, attached.Events);
            SqliteLedger.Append(session, key, attached.Entries);
        }
        catch (SqliteFailure failure) when (failure.IsAboutOneItem)
        {
            throw new InvalidOperationException($"A later step of a write was refused: {failure.Message}", failure);
        }
    }
}
