namespace OrleansTrading.Engine.Storage;

/// <summary>The statements on <c>grain_state</c>.</summary>
/// <remarks>
/// An etag only ever goes up for one key. A cleared state keeps its row, so its etag goes on from there; when such rows
/// are forgotten at last, <c>etag_floor</c> rises above all of theirs and new states start above the floor. So an etag
/// that was ever handed out for a key never fits a different content of it.
/// </remarks>
internal static class SqliteStates
{
    private const string InsertNew = """
        INSERT INTO grain_state(grain_type, grain_key, state_name, etag, modified_at_ms, payload)
        VALUES(?1, ?2, ?3, 1 + (SELECT value FROM storage_meta WHERE name = 'etag_floor'), ?4, ?5)
        ON CONFLICT(grain_type, grain_key, state_name) DO NOTHING
        RETURNING etag
        """;

    private const string UpdateKnown = """
        UPDATE grain_state SET etag = ?6 + 1, modified_at_ms = ?4, payload = ?5
        WHERE grain_type = ?1 AND grain_key = ?2 AND state_name = ?3 AND etag = ?6
        """;

    private const string SelectEtag =
        "SELECT etag FROM grain_state WHERE grain_type = ?1 AND grain_key = ?2 AND state_name = ?3";

    private const string Select =
        "SELECT etag, payload FROM grain_state WHERE grain_type = ?1 AND grain_key = ?2 AND state_name = ?3";

    private const string Oldest =
        "FROM grain_state WHERE payload IS NULL AND modified_at_ms < ?1 ORDER BY modified_at_ms, id LIMIT ?2";

    private const string RaiseFloor =
        $"UPDATE storage_meta SET value = max(value, coalesce((SELECT max(etag) FROM (SELECT etag {Oldest})), 0)) "
        + "WHERE name = 'etag_floor'";

    private const string DeleteOldest = $"DELETE FROM grain_state WHERE id IN (SELECT id {Oldest})";

    public static StoredState Read(SqliteSession session, StateKey key)
    {
        var statement = session.Prepare(Select);
        try
        {
            key.Bind(statement);
            return statement.Step()
                ? new StoredState(
                    statement.GetInt64(0),
                    statement.IsNull(1) ? null : statement.GetBytes(1).ToArray())
                : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static StateWriteResult Insert(SqliteSession session, long nowUnixMs, StateKey key, byte[] payload)
    {
        var statement = session.Prepare(InsertNew);
        try
        {
            key.Bind(statement);
            statement.BindInt64(4, nowUnixMs);
            statement.BindText(5, payload);
            if (!statement.Step())
            {
                return new StateWriteResult(false, ReadEtag(session, key));
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

    /// <summary>Puts a payload, or null for a cleared state, in the place of what has the expected etag.</summary>
    public static StateWriteResult Update(
        SqliteSession session,
        long nowUnixMs,
        StateKey key,
        byte[]? payload,
        long expected)
    {
        var statement = session.Prepare(UpdateKnown);
        key.Bind(statement);
        statement.BindInt64(4, nowUnixMs);
        if (payload is null)
        {
            statement.BindNull(5);
        }
        else
        {
            statement.BindText(5, payload);
        }

        statement.BindInt64(6, expected);
        statement.Run();
        return session.Changes == 1
            ? new StateWriteResult(true, expected + 1)
            : new StateWriteResult(false, ReadEtag(session, key));
    }

    public static long? ReadEtag(SqliteSession session, StateKey key)
    {
        var statement = session.Prepare(SelectEtag);
        try
        {
            key.Bind(statement);
            return statement.Step() ? statement.GetInt64(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static long ForgetCleared(SqliteSession session, long clearedBeforeUnixMs, int rowsMax)
    {
        // The floor first: should the delete be refused, a floor that is too high harms nothing.
        foreach (var sql in (ReadOnlySpan<string>)[RaiseFloor, DeleteOldest])
        {
            var statement = session.Prepare(sql);
            statement.BindInt64(1, clearedBeforeUnixMs);
            statement.BindInt64(2, rowsMax);
            statement.Run();
        }

        return session.Changes;
    }
}
