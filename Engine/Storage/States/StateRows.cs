namespace OrleansTrading.Engine.Storage;

/// <summary>A state as stored. A cleared one has an etag and no payload.</summary>
/// <param name="Etag">The version. Null: never stored.</param>
/// <param name="Payload">UTF-8 JSON. Null: never stored, or cleared.</param>
internal readonly record struct StoredState(long? Etag, byte[]? Payload);

/// <summary>What a conditional write came to.</summary>
/// <param name="Done">True: written. False: the stored etag was not the expected one and nothing changed.</param>
/// <param name="Etag">The etag that is stored now. Null: nothing is stored.</param>
internal readonly record struct StateWriteResult(bool Done, long? Etag);

/// <summary>The statements on <c>grain_state</c>.</summary>
/// <remarks>
/// An etag only ever goes up for one key. A cleared state keeps its row, so its etag goes on from there; when such rows
/// are forgotten at last, <c>etag_floor</c> rises above all of theirs and new states start above the floor. So an etag
/// that was ever handed out for a key never fits a different content of it.
/// </remarks>
internal static class StateRows
{
    public const string Insert = """
        INSERT INTO grain_state(grain_type, grain_key, state_name, etag, modified_at_ms, payload)
        VALUES(?1, ?2, ?3, 1 + (SELECT value FROM storage_meta WHERE name = 'etag_floor'), ?4, ?5)
        ON CONFLICT(grain_type, grain_key, state_name) DO NOTHING
        RETURNING etag
        """;

    public const string Update = """
        UPDATE grain_state SET etag = ?6 + 1, modified_at_ms = ?4, payload = ?5
        WHERE grain_type = ?1 AND grain_key = ?2 AND state_name = ?3 AND etag = ?6
        """;

    private const string SelectEtag =
        "SELECT etag FROM grain_state WHERE grain_type = ?1 AND grain_key = ?2 AND state_name = ?3";

    private const string Select =
        "SELECT etag, payload FROM grain_state WHERE grain_type = ?1 AND grain_key = ?2 AND state_name = ?3";

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
}
