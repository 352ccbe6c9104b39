namespace OrleansTrading.Engine.Storage;

/// <summary>The appending to <c>ledger_entries</c> and <c>ledger_postings</c>, and the pages of entries.</summary>
internal static class SqliteLedger
{
    private const string InsertEntry = """
        INSERT INTO ledger_entries(
          grain_type, grain_key, state_name, sequence, id, at_100ns, kind, owner, subject, reference, reverses, hash)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        RETURNING position
        """;

    private const string InsertPosting = """
        INSERT INTO ledger_postings(position, ordinal, account, asset, at_100ns, units_high, units_low)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    // The rows of a page, whatever chose its positions: each entry with the hash before it, once for each posting.
    private const string Rows = """
        SELECT e.position, e.grain_type, e.grain_key, e.state_name, e.sequence, e.id, e.at_100ns, e.kind, e.owner,
          e.subject, e.reference, e.reverses, e.hash, before.hash, p.account, p.asset, p.at_100ns, p.units_high,
          p.units_low
        FROM page JOIN ledger_entries AS e ON e.position = page.position
        LEFT JOIN ledger_entries AS before ON before.grain_type = e.grain_type AND before.grain_key = e.grain_key
          AND before.state_name = e.state_name AND before.sequence = e.sequence - 1
        LEFT JOIN ledger_postings AS p ON p.position = e.position
        """;

    private const string NewestFirst = "ORDER BY e.position DESC, p.ordinal";

    private const string OfAll = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM ledger_entries WHERE position < ?1 ORDER BY position DESC LIMIT ?2)
        {Rows} {NewestFirst}
        """;

    private const string OfSubject = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM ledger_entries WHERE subject = ?3 AND position < ?1 ORDER BY position DESC LIMIT ?2)
        {Rows} {NewestFirst}
        """;

    private const string OfId = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM ledger_entries WHERE id = ?3 AND position < ?1 ORDER BY position DESC LIMIT ?2)
        {Rows} {NewestFirst}
        """;

    private const string OfStream = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM ledger_entries
          WHERE grain_type = ?3 AND grain_key = ?4 AND state_name = ?5 AND sequence < CASE ?1
            WHEN {MaxText} THEN {MaxText} ELSE (SELECT sequence FROM ledger_entries WHERE position = ?1) END
          ORDER BY sequence DESC LIMIT ?2)
        {Rows} {NewestFirst}
        """;

    private const string OfAccount = $"""
        WITH page AS MATERIALIZED (
          SELECT DISTINCT at_100ns, position FROM ledger_postings
          WHERE account = ?3 AND (at_100ns, position) < (CASE ?1
            WHEN {MaxText} THEN {MaxText} ELSE (SELECT at_100ns FROM ledger_entries WHERE position = ?1) END, ?1)
          ORDER BY at_100ns DESC, position DESC LIMIT ?2)
        {Rows} ORDER BY page.at_100ns DESC, page.position DESC, p.ordinal
        """;

    private const string OfIds = $"""
        WITH page AS MATERIALIZED (
          SELECT entry.position FROM json_each(?4) AS wanted CROSS JOIN ledger_entries AS entry
          ON entry.id = wanted.value AND entry.grain_type = ?1 AND entry.grain_key = ?2 AND entry.state_name = ?3)
        {Rows} ORDER BY e.position, p.ordinal
        """;

    private const string OldestFirst = $"""
        WITH page AS MATERIALIZED (
          SELECT position FROM ledger_entries WHERE position > ?1 AND position <= ?3 ORDER BY position LIMIT ?2)
        {Rows} ORDER BY e.position, p.ordinal
        """;

    private const string MaxText = "9223372036854775807";

    /// <summary>Gets all page queries, for the test that looks at how they are executed.</summary>
    public static IReadOnlyList<string> All { get; } =
        [OfAll, OfSubject, OfId, OfIds, OfStream, OfAccount, OldestFirst];

    /// <summary>Appends what came with the writing of a state.</summary>
    public static void Append(SqliteSession session, StateKey key, IReadOnlyList<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            var position = Append(session, key, entry);
            for (var ordinal = 0; ordinal < entry.Booking.Postings.Count; ordinal++)
            {
                var posting = entry.Booking.Postings[ordinal];
                var statement = session.Prepare(InsertPosting);
                statement.BindInt64(1, position);
                statement.BindInt64(2, ordinal);
                statement.BindText(3, posting.Account);
                statement.BindText(4, posting.Asset);
                statement.BindInt64(5, StorageTime.ToTicks100ns(entry.Booking.At));
                statement.BindInt64(6, (long)(posting.Units >> 64));
                statement.BindInt64(7, unchecked((long)posting.Units));
                statement.Run();
            }
        }
    }

    public static IReadOnlyList<LedgerRecord> Read(
        SqliteSession session,
        (LedgerFilter Filter, long? Before, int Max) page)
    {
        var filter = page.Filter;
        var sql = filter switch
        {
            { Account: not null } => OfAccount,
            { Stream: not null } => OfStream,
            { Subject: not null } => OfSubject,
            { Id: not null } => OfId,
            _ => OfAll,
        };
        var statement = session.Prepare(sql);
        statement.BindInt64(1, page.Before ?? long.MaxValue);
        statement.BindInt64(2, page.Max);
        if (filter.Stream is { } stream)
        {
            statement.BindText(3, stream.GrainType);
            statement.BindText(4, stream.GrainKey);
            statement.BindText(5, stream.StateName);
        }
        else if ((filter.Account ?? filter.Subject) is { } wanted)
        {
            statement.BindText(3, wanted);
        }
        else if (filter.Id is { } id)
        {
            statement.BindText(3, LedgerEncoding.IdText(id));
        }

        return ReadRows(statement);
    }

    public static IReadOnlyList<LedgerRecord> Find(
        SqliteSession session,
        (LedgerStream Stream, IReadOnlyCollection<UInt128> Ids) wanted)
    {
        var statement = session.Prepare(OfIds);
        statement.BindText(1, wanted.Stream.GrainType);
        statement.BindText(2, wanted.Stream.GrainKey);
        statement.BindText(3, wanted.Stream.StateName);

        // Each once: an entry that is found twice would have its postings twice.
        var ids = wanted.Ids.Distinct().Select(LedgerEncoding.IdText);
        statement.BindText(4, $"[\"{string.Join("\",\"", ids)}\"]");
        return ReadRows(statement);
    }

    public static IReadOnlyList<LedgerRecord> ReadOldestFirst(
        SqliteSession session,
        (long After, long Until, int Max) page)
    {
        var statement = session.Prepare(OldestFirst);
        statement.BindInt64(1, page.After);
        statement.BindInt64(2, page.Max);
        statement.BindInt64(3, page.Until);
        return ReadRows(statement);
    }

    // One writer commits in the order of the positions: what is seen is settled.
    public static long ReadSettled(SqliteSession session, bool unused) =>
        session.QueryInt64("SELECT coalesce(max(position), 0) FROM ledger_entries") ?? 0;

    public static long? ReadStray(SqliteSession session, bool unused) => session.QueryInt64("""
        SELECT position FROM ledger_postings AS p
        WHERE NOT EXISTS(SELECT 1 FROM ledger_entries AS e WHERE e.position = p.position)
        ORDER BY position LIMIT 1
        """);

    /// <summary>A state whose JSON has the end of a stream that has no beginning.</summary>
    public static LedgerStream? ReadLost(SqliteSession session, bool unused)
    {
        var statement = session.Prepare("""
            SELECT grain_type, grain_key, state_name FROM grain_state AS s
            WHERE payload LIKE '%"ledger":{"sequence":%' AND payload NOT LIKE '%"ledger":{"sequence":0}%'
              AND NOT EXISTS(SELECT 1 FROM ledger_entries AS e WHERE e.grain_type = s.grain_type
                AND e.grain_key = s.grain_key AND e.state_name = s.state_name AND e.sequence = 1)
            LIMIT 1
            """);
        try
        {
            return statement.Step()
                ? new LedgerStream(statement.GetText(0), statement.GetText(1), statement.GetText(2))
                : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static long Append(SqliteSession session, StateKey key, LedgerEntry entry)
    {
        var booking = entry.Booking;
        var statement = session.Prepare(InsertEntry);
        try
        {
            key.Bind(statement);
            statement.BindInt64(4, entry.Sequence);
            statement.BindText(5, LedgerEncoding.IdText(entry.Id));
            statement.BindInt64(6, StorageTime.ToTicks100ns(booking.At));
            statement.BindText(7, booking.Kind);
            statement.BindText(8, booking.Owner);
            statement.BindText(9, booking.Subject);
            statement.BindText(10, booking.Reference);
            if (booking.Reverses is { } reverses)
            {
                statement.BindText(11, LedgerEncoding.IdText(reverses));
            }
            else
            {
                statement.BindNull(11);
            }

            statement.BindText(12, entry.Hash);
            statement.Step();
            var position = statement.GetInt64(0);
            while (statement.Step())
            {
                // To its end: the statement is complete, and its errors known, only there.
            }

            return position;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static List<LedgerRecord> ReadRows(SqliteStatement statement)
    {
        try
        {
            var records = new List<LedgerRecord>();
            while (statement.Step())
            {
                if (records.Count == 0 || records[^1].Position != statement.GetInt64(0))
                {
                    records.Add(ReadEntry(statement));
                }

                if (!statement.IsNull(14))
                {
                    var record = records[^1];
                    record.HasStrayTimes |= statement.GetInt64(16) != record.AtTicks100ns;
                    record.Postings.Add(new LedgerPosting(
                        statement.GetText(14), statement.GetText(15), Units(statement, 17)));
                }
            }

            return records;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static LedgerRecord ReadEntry(SqliteStatement statement) => new()
    {
        Position = statement.GetInt64(0),
        Stream = new LedgerStream(statement.GetText(1), statement.GetText(2), statement.GetText(3)),
        Sequence = statement.GetInt64(4),
        Id = statement.GetText(5),
        AtTicks100ns = statement.GetInt64(6),
        Kind = statement.GetText(7),
        Owner = statement.GetText(8),
        Subject = statement.GetText(9),
        Reference = statement.GetText(10),
        Reverses = statement.IsNull(11) ? null : statement.GetText(11),
        Hash = statement.GetText(12),
        PreviousHash = statement.IsNull(13) ? null : statement.GetText(13),
    };

    private static Int128 Units(SqliteStatement statement, int column) =>
        ((Int128)statement.GetInt64(column) << 64) | (Int128)(ulong)statement.GetInt64(column + 1);
}
