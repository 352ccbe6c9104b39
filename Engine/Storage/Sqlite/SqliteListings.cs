namespace OrleansTrading.Engine.Storage;

/// <summary>The page queries on <c>listing</c>. Each walks one index from the cursor on and sorts nothing.</summary>
internal static class SqliteListings
{
    private const string Columns =
        "kind, id, owner, created_at_100ns, status, is_open, deadline_100ns, awaits_operator";

    private const string ByOwner = $"""
        SELECT {Columns} FROM listing
        WHERE kind = ?1 AND owner = ?2 AND (created_at_100ns, id) < (?3, ?4)
        ORDER BY created_at_100ns DESC, id DESC LIMIT ?5
        """;

    private const string ByOwnerFromNewest = $"""
        SELECT {Columns} FROM listing
        WHERE kind = ?1 AND owner = ?2
        ORDER BY created_at_100ns DESC, id DESC LIMIT ?5
        """;

    private const string Overdue = $"""
        SELECT {Columns} FROM listing
        WHERE kind = ?1 AND is_open = 1 AND deadline_100ns IS NOT NULL AND deadline_100ns < ?2
          AND (deadline_100ns, id) > (?3, ?4)
        ORDER BY deadline_100ns, id LIMIT ?5
        """;

    private const string OverdueFromOldest = $"""
        SELECT {Columns} FROM listing
        WHERE kind = ?1 AND is_open = 1 AND deadline_100ns IS NOT NULL AND deadline_100ns < ?2
        ORDER BY deadline_100ns, id LIMIT ?5
        """;

    private const string AwaitingOperator = $"""
        SELECT {Columns} FROM listing
        WHERE kind = ?1 AND awaits_operator = 1 AND (created_at_100ns, id) > (?3, ?4)
        ORDER BY created_at_100ns, id LIMIT ?5
        """;

    private const string AwaitingOperatorFromOldest = $"""
        SELECT {Columns} FROM listing
        WHERE kind = ?1 AND awaits_operator = 1
        ORDER BY created_at_100ns, id LIMIT ?5
        """;

    /// <summary>Gets all page queries, for the test that looks at how they are executed.</summary>
    public static IReadOnlyList<string> All { get; } =
        [ByOwner, ByOwnerFromNewest, Overdue, OverdueFromOldest, AwaitingOperator, AwaitingOperatorFromOldest];

    public static IReadOnlyList<ListingRow> ReadByOwner(
        SqliteSession session,
        (string Kind, string Owner, ListingCursor? Before, int Max) page)
    {
        var statement = session.Prepare(page.Before is null ? ByOwnerFromNewest : ByOwner);
        statement.BindText(1, page.Kind);
        statement.BindText(2, page.Owner);
        return Read(statement, page.Before, page.Max);
    }

    public static IReadOnlyList<ListingRow> ReadOverdue(
        SqliteSession session,
        (string Kind, DateTimeOffset Now, ListingCursor? After, int Max) page)
    {
        var statement = session.Prepare(page.After is null ? OverdueFromOldest : Overdue);
        statement.BindText(1, page.Kind);
        statement.BindInt64(2, StorageTime.ToTicks100ns(page.Now));
        return Read(statement, page.After, page.Max);
    }

    public static IReadOnlyList<ListingRow> ReadAwaitingOperator(
        SqliteSession session,
        (string Kind, ListingCursor? After, int Max) page)
    {
        var statement = session.Prepare(page.After is null ? AwaitingOperatorFromOldest : AwaitingOperator);
        statement.BindText(1, page.Kind);
        return Read(statement, page.After, page.Max);
    }

    private static List<ListingRow> Read(SqliteStatement statement, ListingCursor? cursor, int max)
    {
        try
        {
            if (cursor is { } place)
            {
                statement.BindInt64(3, StorageTime.ToTicks100ns(place.At));
                statement.BindText(4, place.Id);
            }

            statement.BindInt64(5, max);
            var rows = new List<ListingRow>(Math.Min(max, 64));
            while (statement.Step())
            {
                rows.Add(new ListingRow(
                    statement.GetText(0),
                    statement.GetText(1),
                    statement.GetText(2),
                    StorageTime.FromTicks100ns(statement.GetInt64(3)),
                    statement.GetText(4),
                    statement.GetInt64(5) != 0,
                    statement.IsNull(6) ? null : StorageTime.FromTicks100ns(statement.GetInt64(6)),
                    statement.GetInt64(7) != 0));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
