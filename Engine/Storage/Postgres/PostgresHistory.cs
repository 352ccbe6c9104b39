using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>One event of a batch.</summary>
/// <param name="Key">The state that it came with.</param>
/// <param name="Etag">A number that no other write has.</param>
/// <param name="Ordinal">Its place among the events of that write, from 0.</param>
/// <param name="Event">What happened.</param>
internal readonly record struct PostgresHistoryRow(StateKey Key, long Etag, int Ordinal, HistoryEvent Event)
{
    /// <summary>The events that come with one write.</summary>
    public static IEnumerable<PostgresHistoryRow> Of(StateKey key, long etag, IReadOnlyList<HistoryEvent> events) =>
        events.Select((e, ordinal) => new PostgresHistoryRow(key, etag, ordinal, e));
}

/// <summary>The statements on <c>history</c>. Each page walks one index from the cursor on and sorts nothing.</summary>
internal static class PostgresHistory
{
    private const string Columns =
        "position, grain_type, grain_key, at_100ns, kind, owner, subject, details FROM orleanstrading.history";

    private const string Newest = "position < $1 ORDER BY position DESC LIMIT $2";

    private const string OfAll = $"SELECT {Columns} WHERE {Newest}";
    private const string OfOwner = $"SELECT {Columns} WHERE owner = $3 AND {Newest}";
    private const string OfSubject = $"SELECT {Columns} WHERE subject = $3 AND {Newest}";

    private const string Insert = """
        INSERT INTO orleanstrading.history(
          grain_type, grain_key, state_name, etag, ordinal, at_100ns, kind, owner, subject, details)
        SELECT i.grain_type, i.grain_key, i.state_name, i.etag, i.ordinal, i.at, i.kind, i.owner, i.subject, i.details
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
          AS i(grain_type, grain_key, state_name, etag, ordinal, at, kind, owner, subject, details, place)
        ORDER BY i.place
        """;

    /// <summary>Appends what came with the writing of states. The etag makes the place of each unique.</summary>
    public static NpgsqlBatchCommand Append(IReadOnlyList<PostgresHistoryRow> rows) => new(Insert)
    {
        Parameters =
        {
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Key.TypeText)),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Key.KeyText)),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Key.NameText)),
            PostgresParameters.Column(rows, r => r.Etag),
            PostgresParameters.Column(rows, r => r.Ordinal),
            PostgresParameters.Column(rows, r => StorageTime.ToTicks100ns(r.Event.At)),
            PostgresParameters.Column(rows, r => r.Event.Kind),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Event.Owner)),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Event.Subject)),
            PostgresParameters.Column(rows, r => r.Event.Details),
        },
    };

    public static NpgsqlCommand Page(HistoryFilter filter, long before, int max)
    {
        var wanted = filter.Owner ?? filter.Subject;
        var command = PostgresSql.Command(
            filter.Owner is not null ? OfOwner : wanted is not null ? OfSubject : OfAll);
        command.Parameters.Add(PostgresParameters.Of(before));
        command.Parameters.Add(PostgresParameters.Of(max));
        if (wanted is not null)
        {
            command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(wanted)));
        }

        return command;
    }

    public static HistoryRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        $"{PostgresText.Decode(reader.GetString(1))}/{PostgresText.Decode(reader.GetString(2))}",
        new HistoryEvent(
            reader.GetString(4),
            PostgresText.Decode(reader.GetString(5)),
            PostgresText.Decode(reader.GetString(6)),
            StorageTime.FromTicks100ns(reader.GetInt64(3)),
            reader.GetString(7)));
}
