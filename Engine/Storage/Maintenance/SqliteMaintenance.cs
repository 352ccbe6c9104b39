namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Looks at a database file and copies it, while a server works on it or not. Nothing here writes to the file, and no
/// SQL is made of anybody's input: each table's statements are constants.
/// </summary>
public static class SqliteMaintenance
{
    private const string UnfinishedSuffix = ".unfinished";

    // By the schema version that brought them. Times as 100 ns since 1970, whatever the column counts; rows without a
    // time give none.
    private static readonly (int Since, string Table, string Summary)[] Tables =
    [
        (1, "grain_state",
            "SELECT count(*), min(modified_at_ms) * 10000, max(modified_at_ms) * 10000 FROM grain_state"),
        (2, "history", "SELECT count(*), min(at_100ns), max(at_100ns) FROM history"),
        (3, "ledger_entries", "SELECT count(*), min(at_100ns), max(at_100ns) FROM ledger_entries"),
        (3, "ledger_postings", "SELECT count(*), min(at_100ns), max(at_100ns) FROM ledger_postings"),
        (3, "ledger_snapshots", "SELECT count(*), min(until_100ns), max(until_100ns) FROM ledger_snapshots"),
        (1, "listing", "SELECT count(*), min(created_at_100ns), max(created_at_100ns) FROM listing"),
        (1, "reminder", "SELECT count(*), min(start_at_100ns), max(start_at_100ns) FROM reminder"),
        (1, "schema_version",
            "SELECT count(*), min(applied_at_ms) * 10000, max(applied_at_ms) * 10000 FROM schema_version"),
        (1, "storage_meta", "SELECT count(*), NULL, NULL FROM storage_meta"),
    ];

    private const string TableBytes = """
        SELECT sum(pgsize) FROM dbstat
        WHERE aggregate = TRUE AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?1)
        """;

    /// <summary>Reads what the file holds, all of it from one snapshot.</summary>
    /// <param name="path">The database file.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="StorageException">It is missing, no database of ours, newer than this program, or damaged.
    /// </exception>
    public static DatabaseInfo Describe(string path) => Read(path, session =>
    {
        session.Execute("BEGIN");
        var version = SqliteSchema.RequireKnown(session);
        var tables = Tables.Where(table => table.Since <= version)
            .Select(table => Describe(session, table.Table, table.Summary)).ToArray();
        session.Execute("COMMIT");
        return new DatabaseInfo(
            session.Path,
            $"SQLite {SqliteNative.Initialize(preferSystem: true)}",
            version,
            Length(path),
            Length(path + "-wal"),
            tables);
    });

    /// <summary>
    /// Copies the file as it is at one instant to a new one, which is whole or not there: it gets its name only once it
    /// is written, checked and synced. The server goes on meanwhile; its write-ahead log grows until the copy is made.
    /// </summary>
    /// <param name="path">The database file.</param>
    /// <param name="copy">The new file. Only its owner may read it.</param>
    /// <returns>What the copy holds.</returns>
    /// <exception cref="StorageException">The file cannot be read or the copy not be written; there is no copy then.
    /// </exception>
    /// <exception cref="IOException">The copy exists already, or its folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The copy's folder cannot be written to.</exception>
    public static DatabaseInfo Backup(string path, string copy)
    {
        RequireNew(copy);
        var unfinished = copy + UnfinishedSuffix;
        try
        {
            Read(path, session =>
            {
                SqliteSchema.RequireKnown(session);

                // SQLite fills an empty file that is there, so it is ours alone from its first byte.
                File.Delete(unfinished);
                PrivateFiles.Open(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
                var statement = session.Prepare("VACUUM INTO ?1");
                statement.BindText(1, unfinished);
                statement.Run();
                return true;
            });
            Check(unfinished);
            PrivateFiles.Sync(unfinished); // SQLite does not sync what it vacuums into.
            File.Move(unfinished, copy, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return Describe(copy);
    }

    private static T Read<T>(string path, Func<SqliteSession, T> work)
    {
        SqliteNative.Initialize(preferSystem: true);
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new StorageUnavailableException(
                $"There is no database {full}. Name the folder that the server has as --data.");
        }

        try
        {
            using var session = SqliteSession.Open(
                full, readOnly: true, TimeSpan.FromMilliseconds(SqliteStorageConstants.BusyTimeoutMsDefault));
            return work(session);
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToStorageException();
        }
    }

    private static TableInfo Describe(SqliteSession session, string table, string summary)
    {
        var statement = session.Prepare(summary);
        try
        {
            statement.Step();
            return new TableInfo(
                table, statement.GetInt64(0), Bytes(session, table), Time(statement, 1), Time(statement, 2));
        }
        finally
        {
            statement.Reset();
        }
    }

    private static long? Bytes(SqliteSession session, string table)
    {
        SqliteStatement statement;
        try
        {
            statement = session.Prepare(TableBytes);
        }
        catch (SqliteFailure)
        {
            // The library was built without dbstat: a size that nobody can tell is no reason to tell nothing.
            return null;
        }

        try
        {
            statement.BindText(1, table);
            return statement.Step() && !statement.IsNull(0) ? statement.GetInt64(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static DateTimeOffset? Time(SqliteStatement statement, int column) =>
        statement.IsNull(column) ? null : StorageTime.FromTicks100ns(statement.GetInt64(column));

    private static void Check(string copy) => Read(copy, session =>
    {
        var answer = session.QueryText("PRAGMA integrity_check(1)");
        return answer == "ok"
            ? true
            : throw new StorageCorruptException(
                $"The copy {session.Path} is damaged ({answer}) and was thrown away. Check the disk and the database.");
    });

    private static void RequireNew(string copy)
    {
        if (Path.Exists(copy))
        {
            throw new IOException($"{copy} exists already. Name a new file: a backup replaces nothing.");
        }
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
