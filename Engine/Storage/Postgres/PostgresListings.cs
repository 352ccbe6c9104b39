using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>The statements on <c>listing</c>. Each page walks one index from the cursor on and sorts nothing.</summary>
internal static class PostgresListings
{
    private const string Columns = """
        kind, id, owner, created_at_100ns, status, is_open, deadline_100ns, awaits_operator FROM orleanstrading.listing
        """;

    private const string ByOwner = $"""
        SELECT {Columns}
        WHERE kind = $1 AND owner = $2 AND (created_at_100ns, id) < ($3, $4)
        ORDER BY created_at_100ns DESC, id DESC LIMIT $5
        """;

    private const string ByOwnerFromNewest = $"""
        SELECT {Columns}
        WHERE kind = $1 AND owner = $2
        ORDER BY created_at_100ns DESC, id DESC LIMIT $3
        """;

    private const string Overdue = $"""
        SELECT {Columns}
        WHERE kind = $1 AND is_open AND deadline_100ns IS NOT NULL AND deadline_100ns < $2
          AND (deadline_100ns, id) > ($3, $4)
        ORDER BY deadline_100ns, id LIMIT $5
        """;

    private const string OverdueFromOldest = $"""
        SELECT {Columns}
        WHERE kind = $1 AND is_open AND deadline_100ns IS NOT NULL AND deadline_100ns < $2
        ORDER BY deadline_100ns, id LIMIT $3
        """;

    private const string AwaitingOperator = $"""
        SELECT {Columns}
        WHERE kind = $1 AND awaits_operator AND (created_at_100ns, id) > ($2, $3)
        ORDER BY created_at_100ns, id LIMIT $4
        """;

    private const string AwaitingOperatorFromOldest = $"""
        SELECT {Columns}
        WHERE kind = $1 AND awaits_operator
        ORDER BY created_at_100ns, id LIMIT $2
        """;

    private const string Put = """
        INSERT INTO orleanstrading.listing(
          kind, id, owner, created_at_100ns, status, is_open, deadline_100ns, awaits_operator)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT(kind, id) DO UPDATE SET
          owner = excluded.owner, created_at_100ns = excluded.created_at_100ns, status = excluded.status,
          is_open = excluded.is_open, deadline_100ns = excluded.deadline_100ns,
          awaits_operator = excluded.awaits_operator
        """;

    private const string Delete = """
        DELETE FROM orleanstrading.listing AS l USING unnest($1, $2) AS i(kind, id)
        WHERE l.kind = i.kind AND l.id = i.id
        """;

    /// <summary>Stores the rows in place of those there.</summary>
    public static NpgsqlBatchCommand Store(IReadOnlyList<ListingRow> rows) => new(Put)
    {
        Parameters =
        {
            PostgresParameters.Column(rows, r => r.Kind),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Id)),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Owner)),
            PostgresParameters.Column(rows, r => StorageTime.ToTicks100ns(r.CreatedAt)),
            PostgresParameters.Column(rows, r => r.Status),
            PostgresParameters.Column(rows, r => r.IsOpen),
            PostgresParameters.Column(
                rows, r => r.Deadline is { } deadline ? StorageTime.ToTicks100ns(deadline) : (long?)null),
            PostgresParameters.Column(rows, r => r.AwaitsOperator),
        },
    };

    /// <summary>Takes the rows of these kinds and ids away, if they are there.</summary>
    public static NpgsqlBatchCommand Remove(IReadOnlyList<ListingRow> rows) => new(Delete)
    {
        Parameters =
        {
            PostgresParameters.Column(rows, r => r.Kind),
            PostgresParameters.Column(rows, r => PostgresText.Encode(r.Id)),
        },
    };

    public static NpgsqlCommand PageByOwner(string kind, string owner, ListingCursor? before, int max)
    {
        var command = PostgresSql.Command(before is null ? ByOwnerFromNewest : ByOwner);
        command.Parameters.Add(PostgresParameters.Of(kind));
        command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(owner)));
        return AddPlace(command, before, max);
    }

    public static NpgsqlCommand PageOverdue(string kind, DateTimeOffset now, ListingCursor? after, int max)
    {
        var command = PostgresSql.Command(after is null ? OverdueFromOldest : Overdue);
        command.Parameters.Add(PostgresParameters.Of(kind));
        command.Parameters.Add(PostgresParameters.Of(StorageTime.ToTicks100ns(now)));
        return AddPlace(command, after, max);
    }

    public static NpgsqlCommand PageAwaitingOperator(string kind, ListingCursor? after, int max)
    {
        var command = PostgresSql.Command(after is null ? AwaitingOperatorFromOldest : AwaitingOperator);
        command.Parameters.Add(PostgresParameters.Of(kind));
        return AddPlace(command, after, max);
    }

    public static ListingRow Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        PostgresText.Decode(reader.GetString(1)),
        PostgresText.Decode(reader.GetString(2)),
        StorageTime.FromTicks100ns(reader.GetInt64(3)),
        reader.GetString(4),
        reader.GetBoolean(5),
        reader.IsDBNull(6) ? null : StorageTime.FromTicks100ns(reader.GetInt64(6)),
        reader.GetBoolean(7));

    private static NpgsqlCommand AddPlace(NpgsqlCommand command, ListingCursor? cursor, int max)
    {
        if (cursor is { } place)
        {
            command.Parameters.Add(PostgresParameters.Of(StorageTime.ToTicks100ns(place.At)));
            command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(place.Id)));
        }

        command.Parameters.Add(PostgresParameters.Of(max));
        return command;
    }
}
