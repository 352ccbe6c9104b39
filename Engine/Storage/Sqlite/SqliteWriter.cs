using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace OrleansTrading.Engine.Storage;

/// <summary>The one writer of a database file.</summary>
/// <remarks>
/// A failed COMMIT leaves the outcome open: its frames may lie in the write-ahead log and a restart might find them.
/// The writer then opens a new connection and commits a fence row over the same place in the log, which settles the
/// question.
/// </remarks>
internal sealed class SqliteWriter : GroupCommitWriter
{
    private const string Fence = "UPDATE storage_meta SET value = value + 1 WHERE name = 'fence'";

    private readonly Func<SqliteSession> _open;
    private readonly TimeProvider _time;
    private readonly Checkpointer _checkpointer;
    private SqliteSession? _session;

    /// <summary>Makes the writer; <paramref name="session"/> is its own from here on.</summary>
    public SqliteWriter(
        SqliteStorageOptions options,
        SqliteSession session,
        Func<SqliteSession> open,
        Checkpointer checkpointer,
        TimeProvider time,
        StorageMetrics metrics,
        ILogger logger)
        : base("storage-writer", options.Path, options, metrics, logger)
    {
        _session = session;
        _open = open;
        _checkpointer = checkpointer;
        _time = time;
    }

    /// <inheritdoc/>
    public override bool IsConnected => _session is not null;

    /// <inheritdoc/>
    public override void CloseSession()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <inheritdoc/>
    protected override void CommitBatch(IReadOnlyList<WriteCommand> batch)
    {
        var session = _session!;
        _checkpointer.CopyRest(session);
        try
        {
            session.Prepare("BEGIN IMMEDIATE").Run();
            Execute(session, batch);
        }
        catch (Exception failure)
        {
            // Before the commit: whatever went wrong, the transaction is rolled back and nothing was written.
            RollBack(session, batch, failure);
            return;
        }

        var began = _time.GetTimestamp();
        try
        {
            session.Prepare("COMMIT").Run();
        }
        catch (SqliteFailure failure)
        {
            CommitFailed(session, batch, failure);
            return;
        }

        Committed(batch, _time.GetElapsedTime(began));
        _checkpointer.LogGrew(session.TakePagesWritten());
    }

    /// <inheritdoc/>
    protected override void Reconnect()
    {
        try
        {
            _session ??= _open();
            if (IsUnsettled)
            {
                Settle(_session);
            }
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToStorageException();
        }
    }

    private void Execute(SqliteSession session, IReadOnlyList<WriteCommand> batch)
    {
        if (batch.Count == 0)
        {
            session.Prepare(Fence).Run();
        }

        var writes = new SqliteWrites(session, _time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var command in batch)
        {
            try
            {
                command.Accept(writes);
            }
            catch (SqliteFailure failure) when (failure.IsAboutOneItem && session.InTransaction)
            {
                // SQLite has undone this statement and only this one.
                command.Reject(failure.ToStorageException());
            }
        }
    }

    private void RollBack(SqliteSession session, IReadOnlyList<WriteCommand> batch, Exception failure)
    {
        var mayGoOn = failure is SqliteFailure { IsBusy: true } or SqliteFailure { PrimaryCode: raw.SQLITE_FULL };
        try
        {
            if (session.InTransaction)
            {
                session.Prepare("ROLLBACK").Run();
            }
        }
        catch (SqliteFailure)
        {
            // Closing the connection below rolls back as well; the first failure is the one worth telling.
            mayGoOn = false;
        }

        if (!mayGoOn)
        {
            CloseSession();
        }

        LogRolledBack(batch, failure);
        FailAll(batch, failure is SqliteFailure sqlite
            ? sqlite.ToStorageException
            : () => new StorageUnavailableException(
                $"A write to {Place} failed before its commit. Nothing was written. See the inner error.",
                failure));
    }

    private void CommitFailed(SqliteSession session, IReadOnlyList<WriteCommand> batch, SqliteFailure failure)
    {
        // SQLite keeps the transaction open where the commit had not begun (a lock): that can be undone for certain.
        if (session.InTransaction && failure.IsBusy)
        {
            RollBack(session, batch, failure);
            return;
        }

        IsUnsettled = true;
        CloseSession();
        StorageLog.CommitFailed(Logger, Place, batch.Count, failure);
        _ = Recover();
        FailAll(batch, () => new StorageOutcomeUnknownException(
            $"{failure.Describe()} The commit failed ({failure.Message}): this write may be durable or not. Drop the "
            + "state in memory and read it again before going on.",
            failure));
    }

    /// <summary>
    /// Commits over the place in the log where the failed commit left its frames: from now on a restart finds the
    /// fence there, not them.
    /// </summary>
    private static void Settle(SqliteSession session)
    {
        try
        {
            session.Execute(Fence);
        }
        catch (SqliteFailure failure) when (!failure.IsBusy)
        {
            // Perhaps the log has no room to grow. Folded back into the file it begins anew, with a new salt that
            // makes every old frame void, and the fence needs no room.
            session.Execute("PRAGMA wal_checkpoint(RESTART)");
            session.Execute(Fence);
        }
    }
}
