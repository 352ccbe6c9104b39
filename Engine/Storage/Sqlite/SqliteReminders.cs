namespace OrleansTrading.Engine.Storage;

/// <summary>The statements on <c>reminder</c>, in the order of its key: grain type, grain key, name.</summary>
internal static class SqliteReminders
{
    private const string Columns = "grain_type, grain_key, name, start_at_100ns, period_100ns";

    private const string OfGrain =
        $"SELECT {Columns} FROM reminder WHERE grain_type = ?1 AND grain_key = ?2 ORDER BY name";

    private const string After = $"""
        SELECT {Columns} FROM reminder WHERE (grain_type, grain_key, name) > (?1, ?2, ?3)
        ORDER BY grain_type, grain_key, name LIMIT ?4
        """;

    private const string Put = """
        INSERT INTO reminder(grain_type, grain_key, name, start_at_100ns, period_100ns) VALUES(?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(grain_type, grain_key, name) DO UPDATE SET
          start_at_100ns = excluded.start_at_100ns, period_100ns = excluded.period_100ns
        """;

    private const string Delete = "DELETE FROM reminder WHERE grain_type = ?1 AND grain_key = ?2 AND name = ?3";
    private const string DeleteOnly = Delete + " AND start_at_100ns = ?4 AND period_100ns = ?5";

    public static bool Upsert(SqliteSession session, ReminderRow row)
    {
        var statement = session.Prepare(Put);
        statement.BindText(1, row.GrainId.Type.ToString());
        statement.BindText(2, row.GrainId.Key.ToString());
        statement.BindText(3, row.Name);
        statement.BindInt64(4, StorageTime.ToTicks100ns(row.StartAt));
        statement.BindInt64(5, row.Period.Ticks);
        statement.Run();
        return true;
    }

    public static bool Remove(SqliteSession session, GrainId grainId, string name, ReminderTimes? only)
    {
        var statement = session.Prepare(only is null ? Delete : DeleteOnly);
        statement.BindText(1, grainId.Type.ToString());
        statement.BindText(2, grainId.Key.ToString());
        statement.BindText(3, name);
        if (only is { } times)
        {
            statement.BindInt64(4, times.StartTicks100ns);
            statement.BindInt64(5, times.PeriodTicks);
        }

        statement.Run();
        return session.Changes == 1;
    }

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
                    StorageTime.FromTicks100ns(statement.GetInt64(3)),
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
