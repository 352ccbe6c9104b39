using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Copies the write-ahead log back into the database file beside the writer, so that no commit waits for thousands of
/// pages. The log can begin anew only once all of it is copied, and the writer adds to it meanwhile: so after two
/// passes the writer is asked to copy the short rest itself, between two batches.
/// </summary>
/// <remarks>
/// Durability does not rest on it: what is committed is in the synced log until SQLite has synced the file. Should it
/// fall behind or fail, the log grows to <see cref="LogPagesMaxFactor"/> times its length and the writer's own
/// automatic checkpoint does the work. See "Checkpointing" in https://sqlite.org/wal.html.
/// </remarks>
internal sealed class Checkpointer(SqliteStorageOptions options, Func<SqliteSession> open, ILogger logger)
{
    /// <summary>How many times <see cref="SqliteStorageOptions.CheckpointPages"/> the log may have at most.</summary>
    public const int LogPagesMaxFactor = 8;

    private const int Passes = 2;

    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pages;
    private bool _due;
    private bool _closed;
    private volatile bool _restIsWriters;

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Run) { Name = "storage-checkpoint", IsBackground = true }.Start();

    /// <summary>The writer's commit has added pages to the log. On the writer's thread only.</summary>
    public void LogGrew(int pages)
    {
        _pages += pages;
        if (_pages < options.CheckpointPages)
        {
            return;
        }

        _pages = 0;
        lock (_gate)
        {
            _due = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Copies the rest if it is the writer's turn. On the writer's thread, outside a transaction.</summary>
    public void CopyRest(SqliteSession writer)
    {
        if (!_restIsWriters)
        {
            return;
        }

        _ = Copy(writer);
        lock (_gate)
        {
            _restIsWriters = false;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread and closes its connection.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        return _ended.Task;
    }

    private void Run()
    {
        SqliteSession? session = null;
        try
        {
            while (WaitUntilDue())
            {
                session ??= Open();
                if (session is not null && !CopyMost(session))
                {
                    session.Dispose();
                    session = null;
                }
            }
        }
        finally
        {
            session?.Dispose();
            _ended.TrySetResult();
        }
    }

    private bool WaitUntilDue()
    {
        lock (_gate)
        {
            // Only one can copy at a time: as long as the rest is the writer's, it must find the log free. Else, under
            // writes that never pause, the rest would never be copied and the log never begin anew.
            while ((!_due || _restIsWriters) && !_closed)
            {
                Monitor.Wait(_gate);
            }

            _due = false;
            return !_closed;
        }
    }

    private SqliteSession? Open()
    {
        try
        {
            return open();
        }
        catch (Exception failure) when (failure is SqliteFailure or StorageException)
        {
            StorageLog.CheckpointFailed(logger, options.Path, failure);
            return null;
        }
    }

    private bool CopyMost(SqliteSession session)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            switch (Copy(session))
            {
                case null:
                    return false;
                case 0:
                    return true;
            }
        }

        _restIsWriters = true;
        return true;
    }

    /// <summary>One pass.</summary>
    /// <returns>The pages left; null: it failed, and is tried again when the log has grown.</returns>
    private int? Copy(SqliteSession session)
    {
        try
        {
            return session.CopyLog();
        }
        catch (SqliteFailure failure)
        {
            StorageLog.CheckpointFailed(logger, options.Path, failure);
            return null;
        }
    }
}
