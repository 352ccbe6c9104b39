using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>One state write of a batch.</summary>
/// <param name="Key">Which state.</param>
/// <param name="Type">Its grain type, as the database has it.</param>
/// <param name="GrainKey">Its grain key, as the database has it.</param>
/// <param name="Name">Its name, as the database has it.</param>
/// <param name="Expected">The etag it must have; null: it must not exist.</param>
/// <param name="Payload">What it gets; null: it is cleared.</param>
/// <param name="Attached">What is stored with it.</param>
/// <param name="Command">Who asked.</param>
internal sealed record PostgresStateWrite(
    StateKey Key,
    string Type,
    string GrainKey,
    string Name,
    long? Expected,
    byte[]? Payload,
    StateAttachments Attached,
    WriteCommand<StateWriteResult> Command)
{
    /// <summary>Gets or sets the etag it has if it is done.</summary>
    public long Etag { get; set; }
}

/// <summary>The statements on <c>grain_state</c>. Each takes a whole batch as columns.</summary>
internal static class PostgresStates
{
    private const string InsertNew = """
        INSERT INTO orleanstrading.grain_state(grain_type, grain_key, state_name, etag, modified_at_ms, payload)
        SELECT i.grain_type, i.grain_key, i.state_name, i.etag, $6, i.payload
        FROM unnest($1, $2, $3, $4, $5) AS i(grain_type, grain_key, state_name, etag, payload)
        ON CONFLICT(grain_type, grain_key, state_name) DO NOTHING
        RETURNING etag
        """;

    private const string UpdateKnown = """
        UPDATE orleanstrading.grain_state AS s
        SET etag = i.etag, modified_at_ms = $7, payload = i.payload,
          cleared_at_ms = CASE WHEN i.payload IS NULL THEN $7 END
        FROM unnest($1, $2, $3, $4, $5, $6) AS i(grain_type, grain_key, state_name, etag, payload, expected)
        WHERE s.grain_type = i.grain_type AND s.grain_key = i.grain_key AND s.state_name = i.state_name
          AND s.etag = i.expected
        RETURNING s.etag
        """;

    private const string SelectEtags = """
        SELECT i.place, s.etag
        FROM unnest($1, $2, $3) WITH ORDINALITY AS i(grain_type, grain_key, state_name, place)
        JOIN orleanstrading.grain_state AS s
          ON s.grain_type = i.grain_type AND s.grain_key = i.grain_key AND s.state_name = i.state_name
        """;

    private const string Select = """
        SELECT etag, payload FROM orleanstrading.grain_state
        WHERE grain_type = $1 AND grain_key = $2 AND state_name = $3
        """;

    private const string DeleteOldest = """
        DELETE FROM orleanstrading.grain_state WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM orleanstrading.grain_state WHERE cleared_at_ms < $1
          ORDER BY cleared_at_ms LIMIT $2 FOR UPDATE SKIP LOCKED))
        """;

    public static NpgsqlBatchCommand Insert(IReadOnlyList<PostgresStateWrite> writes, long nowUnixMs)
    {
        var command = Keys(InsertNew, writes);
        command.Parameters.Add(PostgresParameters.Column(writes, w => w.Etag));
        command.Parameters.Add(PostgresParameters.Utf8Column(writes, w => w.Payload));
        command.Parameters.Add(PostgresParameters.Of(nowUnixMs));
        return command;
    }

    public static NpgsqlBatchCommand Update(IReadOnlyList<PostgresStateWrite> writes, long nowUnixMs)
    {
        var command = Keys(UpdateKnown, writes);
        command.Parameters.Add(PostgresParameters.Column(writes, w => w.Etag));
        command.Parameters.Add(PostgresParameters.Utf8Column(writes, w => w.Payload));
        command.Parameters.Add(PostgresParameters.Column(writes, w => w.Expected!.Value));
        command.Parameters.Add(PostgresParameters.Of(nowUnixMs));
        return command;
    }

    /// <summary>What is stored for these keys: the place in the list, from 1, and the etag.</summary>
    public static NpgsqlBatchCommand ReadEtags(IReadOnlyList<PostgresStateWrite> writes) => Keys(SelectEtags, writes);

    public static NpgsqlBatchCommand ForgetCleared(ForgetClearedCommand command) => new(DeleteOldest)
    {
        Parameters =
        {
            PostgresParameters.Of(command.ClearedBeforeUnixMs),
            PostgresParameters.Of(command.RowsMax),
        },
    };

    public static async Task<StoredState> ReadAsync(
        NpgsqlConnection connection,
        StateKey key,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(key.TypeText)));
        command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(key.KeyText)));
        command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(key.NameText)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StoredState(
                reader.GetInt64(0),
                await reader.IsDBNullAsync(1, cancellationToken)
                    ? null
                    : await reader.GetFieldValueAsync<byte[]>(1, cancellationToken))
            : default;
    }

    private static NpgsqlBatchCommand Keys(string sql, IReadOnlyList<PostgresStateWrite> writes) => new(sql)
    {
        Parameters =
        {
            PostgresParameters.Column(writes, w => w.Type),
            PostgresParameters.Column(writes, w => w.GrainKey),
            PostgresParameters.Column(writes, w => w.Name),
        },
    };
}
