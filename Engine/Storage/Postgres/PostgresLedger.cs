using System.Globalization;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>The appending to <c>ledger_entries</c> and <c>ledger_postings</c>, and the pages of entries.</summary>
internal static class PostgresLedger
{
    // Positions are taken inside the statement, and after the writer's own row was changed: PostgresLedgerSettled
    // counts on it.
    private const string Insert = """
        WITH placed AS MATERIALIZED (
          SELECT i.*, nextval('orleanstrading.ledger_position') AS position
          FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY
            AS i(grain_type, grain_key, state_name, sequence, id, at, kind, owner, subject, reference, reverses, hash,
              place)
          ORDER BY i.place),
        entered AS (
          INSERT INTO orleanstrading.ledger_entries(
            position, grain_type, grain_key, state_name, sequence, id, at_100ns, kind, owner, subject, reference,
            reverses, hash)
          SELECT position, grain_type, grain_key, state_name, sequence, id, at, kind, owner, subject, reference,
            reverses, hash FROM placed)
        INSERT INTO orleanstrading.ledger_postings(position, ordinal, account, asset, at_100ns, units)
        SELECT placed.position, p.ordinal, p.account, p.asset, placed.at, p.units::numeric
        FROM unnest($13, $14, $15, $16, $17) AS p(place, ordinal, account, asset, units)
        JOIN placed ON placed.place = p.place
        """;

    private const string Rows = """
        SELECT e.position, e.grain_type, e.grain_key, e.state_name, e.sequence, e.id, e.at_100ns, e.kind, e.owner,
          e.subject, e.reference, e.reverses, e.hash, before.hash, p.account, p.asset, p.at_100ns, p.units::text
        FROM page JOIN orleanstrading.ledger_entries AS e ON e.position = page.position
        LEFT JOIN orleanstrading.ledger_entries AS before ON before.grain_type = e.grain_type
          AND before.grain_key = e.grain_key AND before.state_name = e.state_name
          AND before.sequence = e.sequence - 1
        LEFT JOIN orleanstrading.ledger_postings AS p ON p.position = e.position
        """;

    private const string NewestFirst = "ORDER BY e.position DESC, p.ordinal";

    private const string OfAll = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM orleanstrading.ledger_entries WHERE position < $1 ORDER BY position DESC LIMIT $2)
        {Rows} {NewestFirst}
        """;

    private const string OfSubject = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM orleanstrading.ledger_entries WHERE subject = $3 AND position < $1
          ORDER BY position DESC LIMIT $2)
        {Rows} {NewestFirst}
        """;

    private const string OfId = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM orleanstrading.ledger_entries WHERE id = $3 AND position < $1
          ORDER BY position DESC LIMIT $2)
        {Rows} {NewestFirst}
        """;

    private const string OfStream = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM orleanstrading.ledger_entries
          WHERE grain_type = $3 AND grain_key = $4 AND state_name = $5 AND sequence < CASE $1
            WHEN {MaxText} THEN {MaxText}
            ELSE (SELECT sequence FROM orleanstrading.ledger_entries WHERE position = $1) END
          ORDER BY sequence DESC LIMIT $2)
        {Rows} {NewestFirst}
        """;

    private const string OfAccount = $"""
        WITH page AS MATERIALIZED (
          SELECT DISTINCT at_100ns, position FROM orleanstrading.ledger_postings
          WHERE account = $3 AND (at_100ns, position) < (CASE $1
            WHEN {MaxText} THEN {MaxText}
            ELSE (SELECT at_100ns FROM orleanstrading.ledger_entries WHERE position = $1) END, $1)
          ORDER BY at_100ns DESC, position DESC LIMIT $2)
        {Rows} ORDER BY page.at_100ns DESC, page.position DESC, p.ordinal
        """;

    // One row of the index by id for each wanted one, whatever the planner believes of the table: a plan that was made
    // while streams were short must not read one from its beginning. Nothing but the id can be looked up by an index,
    // because the other columns are compared as the texts that || makes of them.
    private const string OfIds = $"""
        WITH page AS MATERIALIZED (
          SELECT found.position FROM unnest($1, $2, $3, $4) AS wanted(grain_type, grain_key, state_name, id)
          CROSS JOIN LATERAL (
            SELECT e.position FROM orleanstrading.ledger_entries AS e
            WHERE e.id = wanted.id AND e.grain_type || '' = wanted.grain_type AND e.grain_key || '' = wanted.grain_key
              AND e.state_name || '' = wanted.state_name
            LIMIT 1) AS found)
        {Rows} ORDER BY e.position, p.ordinal
        """;

    private const string OldestFirst = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM orleanstrading.ledger_entries WHERE position > $1 AND position <= $3
          ORDER BY position LIMIT $2)
        {Rows} ORDER BY e.position, p.ordinal
        """;

    private const string Stray = """
        SELECT min(p.position) FROM orleanstrading.ledger_postings AS p
        WHERE NOT EXISTS(SELECT FROM orleanstrading.ledger_entries AS e WHERE e.position = p.position)
        """;

    // A state whose JSON has the end of a stream that has no beginning.
    private const string Lost = """
        SELECT grain_type, grain_key, state_name FROM orleanstrading.grain_state AS s
        WHERE payload ILIKE '%"ledger":{"sequence":%' AND payload NOT ILIKE '%"ledger":{"sequence":0}%'
          AND NOT EXISTS(SELECT FROM orleanstrading.ledger_entries AS e WHERE e.grain_type = s.grain_type
            AND e.grain_key = s.grain_key AND e.state_name = s.state_name AND e.sequence = 1)
        LIMIT 1
        """;

    private const string MaxText = "9223372036854775807";

    /// <summary>Appends what came with the writing of states.</summary>
    public static NpgsqlBatchCommand Append(IReadOnlyList<LedgerEntry> entries)
    {
        var lines = new List<(int i, int ordinal, LedgerPosting posting)>(entries.Count * 2);
        for (var i = 0; i < entries.Count; i++)
        {
            var postings = entries[i].Booking.Postings;
            for (var ordinal = 0; ordinal < postings.Count; ordinal++)
            {
                lines.Add((i, ordinal, postings[ordinal]));
            }
        }

        return new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Stream.GrainType)),
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Stream.GrainKey)),
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Stream.StateName)),
                PostgresParameters.Column(entries, e => e.Sequence),
                PostgresParameters.Column(entries, e => LedgerEncoding.IdText(e.Id)),
                PostgresParameters.Column(entries, e => StorageTime.ToTicks100ns(e.Booking.At)),
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Booking.Kind)),
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Booking.Owner)),
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Booking.Subject)),
                PostgresParameters.Column(entries, e => PostgresText.Encode(e.Booking.Reference)),
                PostgresParameters.Column(
                    entries, string? (e) => e.Booking.Reverses is { } id ? LedgerEncoding.IdText(id) : null),
                PostgresParameters.Column(entries, e => e.Hash),
                PostgresParameters.Column(lines, l => (long)l.i + 1),
                PostgresParameters.Column(lines, l => l.ordinal),
                PostgresParameters.Column(lines, l => PostgresText.Encode(l.posting.Account)),
                PostgresParameters.Column(lines, l => PostgresText.Encode(l.posting.Asset)),
                PostgresParameters.Column(lines, l => l.posting.Units.ToString(CultureInfo.InvariantCulture)),
            },
        };
    }

    public static Task<IReadOnlyList<LedgerRecord>> ReadAsync(
        NpgsqlConnection connection,
        LedgerFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken)
    {
        var command = PostgresSql.Command(
            filter switch
            {
                { Account: not null } => OfAccount,
                { Stream: not null } => OfStream,
                { Subject: not null } => OfSubject,
                { Id: not null } => OfId,
                _ => OfAll,
            },
            connection);
        command.Parameters.Add(PostgresParameters.Of(before ?? long.MaxValue));
        command.Parameters.Add(PostgresParameters.Of(max));
        if (filter.Stream is { } stream)
        {
            command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(stream.GrainType)));
            command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(stream.GrainKey)));
            command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(stream.StateName)));
        }
        else if ((filter.Account ?? filter.Subject) is { } wanted)
        {
            command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(wanted)));
        }
        else if (filter.Id is { } id)
        {
            command.Parameters.Add(PostgresParameters.Of(LedgerEncoding.IdText(id)));
        }

        return ReadRowsAsync(command, cancellationToken);
    }

    public static Task<IReadOnlyList<LedgerRecord>> FindAsync(
        NpgsqlConnection connection,
        IEnumerable<LedgerKey> keys,
        CancellationToken cancellationToken)
    {
        // Each once: an entry that is found twice would have its postings twice.
        LedgerKey[] wanted = [.. keys.Distinct()];
        var command = PostgresSql.Command(OfIds, connection);
        command.Parameters.Add(PostgresParameters.Column(wanted, k => PostgresText.Encode(k.Stream.GrainType)));
        command.Parameters.Add(PostgresParameters.Column(wanted, k => PostgresText.Encode(k.Stream.GrainKey)));
        command.Parameters.Add(PostgresParameters.Column(wanted, k => PostgresText.Encode(k.Stream.StateName)));
        command.Parameters.Add(PostgresParameters.Column(wanted, k => k.IdText));
        return ReadRowsAsync(command, cancellationToken);
    }

    public static Task<IReadOnlyList<LedgerRecord>> ReadOldestFirstAsync(
        NpgsqlConnection connection,
        long after,
        long until,
        int max,
        CancellationToken cancellationToken)
    {
        var command = PostgresSql.Command(OldestFirst, connection);
        command.Parameters.Add(PostgresParameters.Of(after));
        command.Parameters.Add(PostgresParameters.Of(max));
        command.Parameters.Add(PostgresParameters.Of(until));
        return ReadRowsAsync(command, cancellationToken);
    }

    public static async Task<long?> ReadStrayAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = PostgresSql.Command(Stray, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    public static async Task<LedgerStream?> ReadLostAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        await using var command = PostgresSql.Command(Lost, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LedgerStream(Text(reader, 0)!, Text(reader, 1)!, Text(reader, 2)!)
            : null;
    }

    private static async Task<IReadOnlyList<LedgerRecord>> ReadRowsAsync(
        NpgsqlCommand command,
        CancellationToken cancellationToken)
    {
        await using var owned = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var records = new List<LedgerRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (records.Count == 0 || records[^1].Position != reader.GetInt64(0))
            {
                records.Add(ReadEntry(reader));
            }

            if (Text(reader, 14) is { } account)
            {
                var record = records[^1];
                record.HasStrayTimes |= reader.GetInt64(16) != record.AtTicks100ns;
                record.Postings.Add(new LedgerPosting(
                    account, Text(reader, 15)!, Int128.Parse(reader.GetString(17), CultureInfo.InvariantCulture)));
            }
        }

        return records;
    }

    private static LedgerRecord ReadEntry(NpgsqlDataReader reader) => new()
    {
        Position = reader.GetInt64(0),
        Stream = new LedgerStream(Text(reader, 1)!, Text(reader, 2)!, Text(reader, 3)!),
        Sequence = reader.GetInt64(4),
        Id = reader.GetString(5),
        AtTicks100ns = reader.GetInt64(6),
        Kind = Text(reader, 7)!,
        Owner = Text(reader, 8)!,
        Subject = Text(reader, 9)!,
        Reference = Text(reader, 10)!,
        Reverses = Text(reader, 11),
        Hash = reader.GetString(12),
        PreviousHash = Text(reader, 13),
    };

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : PostgresText.Decode(reader.GetString(column));
}
