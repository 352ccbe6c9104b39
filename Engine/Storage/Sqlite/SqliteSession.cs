using SQLitePCL;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One connection with its prepared statements. Used by one thread at a time; the writer owns one for good, readers
/// are lent theirs.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary><c>SQLITE_DBSTATUS_CACHE_WRITE</c>, which the binding has no name for.</summary>
    private const int PagesWrittenStatus = 9;

    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly sqlite3 _handle;

    private SqliteSession(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Gets the native connection, for tests that make SQLite fail on purpose.</summary>
    public sqlite3 Handle => _handle;

    /// <summary>Gets the number of rows the last insert, update or delete changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Gets a value indicating whether a transaction is open; some errors end it on their own.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens a connection. The library must have been loaded by <see cref="SqliteNative"/>.</summary>
    public static SqliteSession Open(string path, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = readOnly
            ? raw.SQLITE_OPEN_READONLY
            : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;

        // No mutex: a session is never used by two threads at once.
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var session = new SqliteSession(handle, path);
        try
        {
            session.Check(code);
            session.Check(raw.sqlite3_extended_result_codes(handle, 1));
            session.Check(raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds));
            session.Execute("PRAGMA foreign_keys = ON");
            session.Execute("PRAGMA trusted_schema = OFF");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The prepared statement for a constant text, made at its first use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
        {
            return statement;
        }

        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        statement = new SqliteStatement(this, handle);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs statements that are used once or seldom, without keeping them prepared.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Reads the first column of the first row as text; null when there is no row.</summary>
    public string? QueryText(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            return statement.Step() ? statement.GetText(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Reads the first column of the first row as an integer; null when there is no row.</summary>
    public long? QueryInt64(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            return statement.Step() ? statement.GetInt64(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>How many pages this connection has written to the log since it was last asked.</summary>
    public int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, PagesWrittenStatus, out var pages, out _, resetFlg: 1));
        return pages;
    }

    /// <summary>Copies as much of the log into the file as is possible without waiting for anybody.</summary>
    /// <returns>The pages of the log that are left; 0: the next write begins it anew.</returns>
    public int CopyLog()
    {
        Check(raw.sqlite3_wal_checkpoint_v2(
            _handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out var copied));
        return pages - copied;
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    public SqliteFailure Failure(int code)
    {
        if (_handle.IsInvalid)
        {
            return new SqliteFailure(code, raw.sqlite3_errstr(code).utf8_to_string(), Path);
        }

        var extended = raw.sqlite3_extended_errcode(_handle);
        return new SqliteFailure(
            (extended & 0xff) == (code & 0xff) ? extended : code,
            raw.sqlite3_errmsg(_handle).utf8_to_string(),
            Path);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _handle.Dispose();
    }
}
