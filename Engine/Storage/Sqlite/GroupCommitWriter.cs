using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The one writer. Its thread takes everything that waits, executes it in one transaction, commits once and then tells
/// all callers; while it commits, the next batch gathers. An idle writer commits a single write at once.
/// </summary>
/// <remarks>
/// Outcomes. An item's own conflict or refusal is that item's result; the others of its batch stand. A failure before
/// the commit rolls the batch back: not written. A failed COMMIT leaves the outcome open: its frames may lie in the
/// write-ahead log and a restart might find them. The writer then opens a new connection and commits a fence row over
/// the same place in the log, which settles the question; until that has worked nothing is read or written, so that
/// nobody sees one answer now and another after a crash.
/// </remarks>
internal sealed partial class GroupCommitWriter
{
    /// <summary>How often a store that cannot be repaired at once (disk full) is tried again.</summary>
    private static readonly TimeSpan RecoveryPause = TimeSpan.FromMilliseconds(200);

    private readonly SqliteStorageOptions _options;
    private readonly Func<SqliteSession> _open;
    private readonly TimeProvider _time;
    private readonly Checkpointer _checkpointer;
    private readonly StorageMetrics _metrics;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue;
    private readonly List<WriteCommand> _batch;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? _session;
    private volatile bool _unsettled;
    private bool _troubleLogged;

    /// <summary>Makes the writer; <paramref name="session"/> is its own from here on.</summary>
    public GroupCommitWriter(
        SqliteStorageOptions options,
        SqliteSession session,
        Func<SqliteSession> open,
        Checkpointer checkpointer,
        TimeProvider time,
        StorageMetrics metrics,
        ILogger logger)
    {
        _options = options;
        _session = session;
        _open = open;
        _checkpointer = checkpointer;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _queue = new WriteQueue(options.QueueItemsMax, options.QueueBytesMax);
        _batch = new List<WriteCommand>(Math.Min(options.BatchItemsMax, SqliteStorageConstants.BatchItemsMaxDefault));
    }

    /// <summary>Gets a value indicating whether a commit's outcome is open, so that nothing may be read.</summary>
    public bool IsUnsettled => _unsettled;

    /// <summary>Gets the number of writes that wait.</summary>
    public int QueueDepth => _queue.Count;

    /// <summary>Starts the writer's thread.</summary>
    public void Start() => new Thread(Run) { Name = "storage-writer", IsBackground = true }.Start();

    /// <summary>Queues a write.</summary>
    /// <returns>Completes when the write is durable, or with its failure.</returns>
    public Task<TResult> WriteAsync<TResult>(WriteCommand<TResult> command)
    {
        try
        {
            _queue.Add(command);
        }
        catch (StorageException refusal)
        {
            _metrics.Failed(refusal, 1);
            return Task.FromException<TResult>(refusal);
        }

        return command.Completion;
    }

    /// <summary>Lets nothing more in, works off what waits, and ends the thread.</summary>
    public Task DrainAsync()
    {
        _queue.Close();
        return _ended.Task;
    }

    /// <summary>Closes the connection. Only after <see cref="DrainAsync"/>.</summary>
    public void CloseSession()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Run()
    {
        try
        {
            while (_queue.Take(_batch, _options.BatchItemsMax, _options.BatchBytesMax, Patience()))
            {
                RunBatch();
                _batch.Clear();
            }
        }
        catch (Exception failure)
        {
            // Nothing below lets an exception out by design; should one come all the same, no caller may hang.
            _metrics.Failed("writer_ended", _batch.Count);
            StorageLog.WriterEnded(_logger, failure);
            FailAll(() => new StorageOutcomeUnknownException(
                $"The writer of {_options.Path} ended unexpectedly; this write may be durable or not. Restart.",
                failure));
            FailTheRest(failure);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private TimeSpan Patience() => _session is null || _unsettled ? RecoveryPause : Timeout.InfiniteTimeSpan;

    private void RunBatch()
    {
        CancelTheWithdrawn();
        if ((_session is null || _unsettled) && Recover() is { } trouble)
        {
            FailAll(trouble);
            return;
        }

        if (_batch.Count > 0)
        {
            _checkpointer.CopyRest(_session!);
            CommitBatch(_session!);
        }
    }

    private void CommitBatch(SqliteSession session)
    {
        try
        {
            session.Prepare("BEGIN IMMEDIATE").Run();
            ExecuteItems(session, _time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (Exception failure)
        {
            // Before the commit: whatever went wrong, the transaction is rolled back and nothing was written.
            RollBack(session, failure);
            return;
        }

        var began = _time.GetTimestamp();
        try
        {
            session.Prepare("COMMIT").Run();
        }
        catch (SqliteFailure failure)
        {
            CommitFailed(session, failure);
            return;
        }

        _metrics.Committed(_batch.Count, _time.GetElapsedTime(began));
        foreach (var command in _batch)
        {
            command.Publish();
        }

        _checkpointer.LogGrew(session.TakePagesWritten());
    }

    private void ExecuteItems(SqliteSession session, long nowUnixMs)
    {
        foreach (var command in _batch)
        {
            try
            {
                command.Execute(session, nowUnixMs);
            }
            catch (SqliteFailure failure) when (failure.IsAboutOneItem && session.InTransaction)
            {
                // SQLite has undone this statement and only this one.
                command.Reject(failure.ToStorageException());
            }
        }
    }

    private void CancelTheWithdrawn() => _batch.RemoveAll(static command =>
    {
        // Asked once only: a token that fires between two looks would drop a write without an answer.
        if (!command.IsCancelled)
        {
            return false;
        }

        command.Cancel();
        return true;
    });

    private void FailAll(Func<StorageException> failure)
    {
        foreach (var command in _batch)
        {
            // One exception for each caller: a shared one would have its stack trace rewritten by all of them.
            command.Fail(failure());
        }
    }

    private void FailTheRest(Exception failure)
    {
        _queue.Close();
        _batch.Clear();
        while (_queue.Take(_batch, int.MaxValue, long.MaxValue, TimeSpan.Zero))
        {
            FailAll(() => new StorageUnavailableException(
                $"The writer of {_options.Path} has ended. Nothing was written. Restart the server.", failure));
            _batch.Clear();
        }
    }
}
