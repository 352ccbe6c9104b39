namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Stores a payload, and the state's row in the lists, if the stored etag is the expected one; null expects that
/// nothing was ever stored.
/// </summary>
internal sealed class WriteStateCommand(
    StateKey key,
    long? expectedEtag,
    byte[] payload,
    ListingRow? row,
    CancellationToken cancellationToken) : WriteCommand<StateWriteResult>(cancellationToken)
{
    public override int Bytes => key.Bytes + payload.Length + (row?.Bytes ?? 0);

    protected override StateWriteResult Run(SqliteSession session, long nowUnixMs)
    {
        var result = expectedEtag is { } expected
            ? Update(session, nowUnixMs, expected)
            : Insert(session, nowUnixMs);
        if (result.Done && row is not null)
        {
            WholeOrNothing(() => ListingWrites.Store(session, row));
        }

        return result;
    }

    private StateWriteResult Insert(SqliteSession session, long nowUnixMs)
    {
        var statement = session.Prepare(StateRows.Insert);
        try
        {
            key.Bind(statement);
            statement.BindInt64(4, nowUnixMs);
            statement.BindText(5, payload);
            if (!statement.Step())
            {
                return new StateWriteResult(false, StateRows.ReadEtag(session, key));
            }

            var etag = statement.GetInt64(0);
            while (statement.Step())
            {
                // To its end: the statement is complete, and its errors known, only there.
            }

            return new StateWriteResult(true, etag);
        }
        finally
        {
            statement.Reset();
        }
    }

    private StateWriteResult Update(SqliteSession session, long nowUnixMs, long expected)
    {
        var statement = session.Prepare(StateRows.Update);
        key.Bind(statement);
        statement.BindInt64(4, nowUnixMs);
        statement.BindText(5, payload);
        statement.BindInt64(6, expected);
        statement.Run();
        return session.Changes == 1
            ? new StateWriteResult(true, expected + 1)
            : new StateWriteResult(false, StateRows.ReadEtag(session, key));
    }
}

/// <summary>
/// Clears a state, and takes its row out of the lists, if the stored etag is the expected one. What was never stored is
/// clear already: nothing is written and the result has no etag.
/// </summary>
internal sealed class ClearStateCommand(
    StateKey key,
    long? expectedEtag,
    ListingRow? row,
    CancellationToken cancellationToken) : WriteCommand<StateWriteResult>(cancellationToken)
{
    public override int Bytes => key.Bytes;

    protected override StateWriteResult Run(SqliteSession session, long nowUnixMs)
    {
        if (expectedEtag is not { } expected)
        {
            var stored = StateRows.ReadEtag(session, key);
            return new StateWriteResult(stored is null, stored);
        }

        var statement = session.Prepare(StateRows.Update);
        key.Bind(statement);
        statement.BindInt64(4, nowUnixMs);
        statement.BindNull(5);
        statement.BindInt64(6, expected);
        statement.Run();
        if (session.Changes != 1)
        {
            return new StateWriteResult(false, StateRows.ReadEtag(session, key));
        }

        if (row is not null)
        {
            WholeOrNothing(() => ListingWrites.Remove(session, row));
        }

        return new StateWriteResult(true, expected + 1);
    }
}

/// <summary>
/// Forgets states that were cleared before a time, some at once, after raising the floor above their etags.
/// </summary>
/// <remarks>The result is the number of rows forgotten.</remarks>
internal sealed class ForgetClearedCommand(
    long clearedBeforeUnixMs,
    int rowsMax,
    CancellationToken cancellationToken) : WriteCommand<long>(cancellationToken)
{
    private const string Oldest =
        "FROM grain_state WHERE payload IS NULL AND modified_at_ms < ?1 ORDER BY modified_at_ms, id LIMIT ?2";

    private const string RaiseFloor =
        $"UPDATE storage_meta SET value = max(value, coalesce((SELECT max(etag) FROM (SELECT etag {Oldest})), 0)) "
        + "WHERE name = 'etag_floor'";

    private const string Delete = $"DELETE FROM grain_state WHERE id IN (SELECT id {Oldest})";

    public override int Bytes => 0;

    protected override long Run(SqliteSession session, long nowUnixMs)
    {
        // The floor first: should the delete be refused, a floor that is too high harms nothing.
        foreach (var sql in (ReadOnlySpan<string>)[RaiseFloor, Delete])
        {
            var statement = session.Prepare(sql);
            statement.BindInt64(1, clearedBeforeUnixMs);
            statement.BindInt64(2, rowsMax);
            statement.Run();
        }

        return session.Changes;
    }
}
