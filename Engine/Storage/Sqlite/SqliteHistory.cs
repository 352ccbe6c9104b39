namespace OrleansTrading.Engine.Storage;

/// <summary>The statements on <c>history</c>. Each page walks one index from the cursor on and sorts nothing.</summary>
internal static class SqliteHistory
{
    private const string Insert = """
        INSERT INTO history(grain_type, grain_key, state_name, etag, ordinal, at_100ns, kind, owner, subject, details)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    private const string Columns =
        "position, grain_type, grain_key, at_100ns, kind, owner, subject, details FROM history";

    private const string Newest = "position < ?1 ORDER BY position DESC LIMIT ?2";

    private const string OfAll = $"SELECT {Columns} WHERE {Newest}";
    private const string OfOwner = $"SELECT {Columns} WHERE owner = ?3 AND {Newest}";
    private const string OfSubject = $"SELECT {Columns} WHERE subject = ?3 AND {Newest}";

    /// <summary>Gets all page queries, for the test that looks at how they are executed.</summary>
    public static IReadOnlyList<string> All { get; } = [OfAll, OfOwner, OfSubject];

    /// <summary>Appends what came with the writing of a state. The etag makes the place of each unique.</summary>
    public static void Append(SqliteSession session, StateKey key, long etag, IReadOnlyList<HistoryEvent> events)
    {
        for (var ordinal = 0; ordinal < events.Count; ordinal++)
        {
            var e = events[ordinal];
            var statement = session.Prepare(Insert);
            key.Bind(statement);
            statement.BindInt64(4, etag);
            statement.BindInt64(5, ordinal);
            statement.BindInt64(6, StorageTime.ToTicks100ns(e.At));
            statement.BindText(7, e.Kind);
            statement.BindText(8, e.Owner);
            statement.BindText(9, e.Subject);
            statement.BindText(10, e.Details);
            statement.Run();
        }
    }

    public static IReadOnlyList<HistoryRow> Read(
        SqliteSession session,
        (HistoryFilter Filter, long Before, int Max) page)
    {
        var sql = page.Filter.Owner is not null ? OfOwner : page.Filter.Subject is not null ? OfSubject : OfAll;
        var statement = session.Prepare(sql);
        try
        {
            statement.BindInt64(1, page.Before);
            statement.BindInt64(2, page.Max);
            if ((page.Filter.Owner ?? page.Filter.Subject) is { } wanted)
            {
                statement.BindText(3, wanted);
            }

            var rows = new List<HistoryRow>(Math.Min(page.Max, 64));
            while (statement.Step())
            {
                rows.Add(new HistoryRow(
                    statement.GetInt64(0),
                    $"{statement.GetText(1)}/{statement.GetText(2)}",
                    new HistoryEvent(
                        statement.GetText(4),
                        statement.GetText(5),
                        statement.GetText(6),
                        StorageTime.FromTicks100ns(statement.GetInt64(3)),
                        statement.GetText(7))));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
