namespace OrleansTrading.Engine.Storage;

/// <summary>The queries on <c>reminder</c>, in the order of its key: grain type, grain key, name.</summary>
internal static class ReminderRows
{
    private const string Columns = "grain_type, grain_key, name, start_at_100ns, period_100ns";

    private const string OfGrain =
        $"SELECT {Columns} FROM reminder WHERE grain_type = ?1 AND grain_key = ?2 ORDER BY name";

    private const string After = $"""
        SELECT {Columns} FROM reminder WHERE (grain_type, grain_key, name) > (?1, ?2, ?3)
        ORDER BY grain_type, grain_key, name LIMIT ?4
        """;

    public static IReadOnlyList<ReminderRow> ReadOfGrain(SqliteSession session, GrainId grainId)
    {
        var statement = session.Prepare(OfGrain);
        statement.BindText(1, grainId.Type.ToString());
        statement.BindText(2, grainId.Key.ToString());
        return Read(statement);
    }

    /// <summary>One page of all rows behind a row; a null row stands for the beginning.</summary>
    public static IReadOnlyList<ReminderRow> ReadAfter(SqliteSession session, (ReminderRow? Last, int Max) page)
    {
        var statement = session.Prepare(After);
        statement.BindText(1, page.Last?.GrainId.Type.ToString() ?? "");
        statement.BindText(2, page.Last?.GrainId.Key.ToString() ?? "");
        statement.BindText(3, page.Last?.Name ?? "");
        statement.BindInt64(4, page.Max);
        return Read(statement);
    }

    private static List<ReminderRow> Read(SqliteStatement statement)
    {
        try
        {
            var rows = new List<ReminderRow>();
            while (statement.Step())
            {
                rows.Add(new ReminderRow(
                    GrainId.Create(statement.GetText(0), statement.GetText(1)),
                    statement.GetText(2),
                    SqliteTime.FromTicks100ns(statement.GetInt64(3)),
                    TimeSpan.FromTicks(statement.GetInt64(4))));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
