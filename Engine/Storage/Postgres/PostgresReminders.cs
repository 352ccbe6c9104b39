using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>The statements on <c>reminder</c>, in the order of its key: grain type, grain key, name.</summary>
internal static class PostgresReminders
{
    private const string Columns =
        "grain_type, grain_key, name, start_at_100ns, period_100ns FROM orleanstrading.reminder";

    private const string OfGrain = $"SELECT {Columns} WHERE grain_type = $1 AND grain_key = $2 ORDER BY name";

    private const string After = $"""
        SELECT {Columns} WHERE (grain_type, grain_key, name) > ($1, $2, $3)
        ORDER BY grain_type, grain_key, name LIMIT $4
        """;

    private const string Put = """
        INSERT INTO orleanstrading.reminder(grain_type, grain_key, name, start_at_100ns, period_100ns)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT(grain_type, grain_key, name) DO UPDATE SET
          start_at_100ns = excluded.start_at_100ns, period_100ns = excluded.period_100ns
        """;

    private const string Delete = """
        DELETE FROM orleanstrading.reminder AS r
        USING unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS i(grain_type, grain_key, name, start_at, period, place)
        WHERE r.grain_type = i.grain_type AND r.grain_key = i.grain_key AND r.name = i.name
          AND (i.start_at IS NULL OR (r.start_at_100ns = i.start_at AND r.period_100ns = i.period))
        RETURNING i.place
        """;

    public static NpgsqlBatchCommand Upsert(IReadOnlyList<ReminderRow> rows) => new(Put)
    {
        Parameters =
        {
            PostgresParameters.Column(rows, r => Type(r.GrainId)),
            PostgresParameters.Column(rows, r => Key(r.GrainId)),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Name)),
            PostgresParameters.Column(rows, r => StorageTime.ToTicks100ns(r.StartAt)),
            PostgresParameters.Column(rows, r => r.Period.Ticks),
        },
    };

    /// <summary>Returns the places, from 1, of those that were there.</summary>
    public static NpgsqlBatchCommand Remove(IReadOnlyList<RemoveReminderCommand> removals) => new(Delete)
    {
        Parameters =
        {
            PostgresParameters.Column(removals, r => Type(r.GrainId)),
            PostgresParameters.Column(removals, r => Key(r.GrainId)),
            PostgresParameters.Column(removals, r => PostgresText.Encode(r.Name)),
            PostgresParameters.Column(removals, r => r.Only?.StartTicks100ns),
            PostgresParameters.Column(removals, r => r.Only?.PeriodTicks),
        },
    };

    public static NpgsqlCommand ReadOfGrain(GrainId grainId)
    {
        var command = new NpgsqlCommand(OfGrain);
        command.Parameters.Add(PostgresParameters.Of(Type(grainId)));
        command.Parameters.Add(PostgresParameters.Of(Key(grainId)));
        return command;
    }

    public static NpgsqlCommand PageAfter(ReminderRow? last, int max)
    {
        var command = new NpgsqlCommand(After);
        command.Parameters.Add(PostgresParameters.Of(last is null ? "" : Type(last.GrainId)));
        command.Parameters.Add(PostgresParameters.Of(last is null ? "" : Key(last.GrainId)));
        command.Parameters.Add(PostgresParameters.Of(last is null ? "" : PostgresText.Encode(last.Name)));
        command.Parameters.Add(PostgresParameters.Of(max));
        return command;
    }

    public static ReminderRow Read(NpgsqlDataReader reader) => new(
        GrainId.Create(PostgresText.Decode(reader.GetString(0)), PostgresText.Decode(reader.GetString(1))),
        PostgresText.Decode(reader.GetString(2)),
        StorageTime.FromTicks100ns(reader.GetInt64(3)),
        TimeSpan.FromTicks(reader.GetInt64(4)));

    private static string Type(GrainId grainId) => PostgresText.Encode(grainId.Type.ToString()!);

    private static string Key(GrainId grainId) => PostgresText.Encode(grainId.Key.ToString()!);
}
