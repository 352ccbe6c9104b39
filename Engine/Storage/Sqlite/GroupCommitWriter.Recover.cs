using SQLitePCL;

namespace OrleansTrading.Engine.Storage;

/// <summary>What the writer does when SQLite says no.</summary>
internal sealed partial class GroupCommitWriter
{
    private const string Fence = "UPDATE storage_meta SET value = value + 1 WHERE name = 'fence'";

    private void RollBack(SqliteSession session, Exception failure)
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

        FailNotWritten(failure);
    }

    private void FailNotWritten(Exception failure)
    {
        StorageLog.BatchRolledBack(_logger, _options.Path, _batch.Count, failure);
        Func<StorageException> tell = failure is SqliteFailure sqlite
            ? sqlite.ToStorageException
            : () => new StorageUnavailableException(
                $"A write to {_options.Path} failed before its commit. Nothing was written. See the inner error.",
                failure);
        _metrics.Failed(tell(), _batch.Count);
        FailAll(tell);
    }

    private void CommitFailed(SqliteSession session, SqliteFailure failure)
    {
        // SQLite keeps the transaction open where the commit had not begun (a lock): that can be undone for certain.
        if (session.InTransaction && failure.IsBusy)
        {
            RollBack(session, failure);
            return;
        }

        _unsettled = true;
        CloseSession();
        StorageLog.CommitFailed(_logger, _options.Path, _batch.Count, failure);
        _ = Recover();

        Func<StorageException> tell = () => new StorageOutcomeUnknownException(
            $"{failure.Describe()} The commit failed ({failure.Message}): this write may be durable or not. Drop the "
            + "state in memory and read it again before going on.",
            failure);
        _metrics.Failed(tell(), _batch.Count);
        FailAll(tell);
    }

    /// <summary>Opens a new connection and settles an open outcome.</summary>
    /// <returns>Null when the writer can go on, else what to tell callers: what stands in the way.</returns>
    private Func<StorageException>? Recover()
    {
        try
        {
            _session ??= _open();
            if (_unsettled)
            {
                Settle(_session);
                _unsettled = false;
                StorageLog.OutcomeSettled(_logger, _options.Path);
            }

            _troubleLogged = false;
            return null;
        }
        catch (Exception failure) when (failure is SqliteFailure or StorageException)
        {
            CloseSession();
            if (!_troubleLogged)
            {
                // Once for an outage, not for each of its attempts.
                StorageLog.RecoveryFailed(_logger, _options.Path, failure);
                _troubleLogged = true;
            }

            return failure is SqliteFailure sqlite
                ? sqlite.ToStorageException
                : () => new StorageUnavailableException(failure.Message, failure);
        }
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
