namespace OrleansTrading.Engine.Storage;

/// <summary>The changes of <c>listing</c>, each inside the transaction that changes the state the row is of.</summary>
internal static class SqliteListingWrites
{
    private const string Put = """
        INSERT INTO listing(kind, id, owner, created_at_100ns, status, is_open, deadline_100ns, awaits_operator)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT(kind, id) DO UPDATE SET
          owner = excluded.owner, created_at_100ns = excluded.created_at_100ns, status = excluded.status,
          is_open = excluded.is_open, deadline_100ns = excluded.deadline_100ns,
          awaits_operator = excluded.awaits_operator
        """;

    private const string Delete = "DELETE FROM listing WHERE kind = ?1 AND id = ?2";

    /// <summary>Stores the row in place of the one there.</summary>
    public static void Store(SqliteSession session, ListingRow row)
    {
        var statement = session.Prepare(Put);
        BindName(statement, row);
        statement.BindText(3, row.Owner);
        statement.BindInt64(4, StorageTime.ToTicks100ns(row.CreatedAt));
        statement.BindText(5, row.Status);
        statement.BindInt64(6, row.IsOpen ? 1 : 0);
        if (row.Deadline is { } deadline)
        {
            statement.BindInt64(7, StorageTime.ToTicks100ns(deadline));
        }
        else
        {
            statement.BindNull(7);
        }

        statement.BindInt64(8, row.AwaitsOperator ? 1 : 0);
        statement.Run();
    }

    /// <summary>Takes the row of that kind and id away, if there is one.</summary>
    public static void Remove(SqliteSession session, ListingRow row)
    {
        var statement = session.Prepare(Delete);
        BindName(statement, row);
        statement.Run();
    }

    private static void BindName(SqliteStatement statement, ListingRow row)
    {
        statement.BindText(1, row.Kind);
        statement.BindText(2, row.Id);
    }
}
