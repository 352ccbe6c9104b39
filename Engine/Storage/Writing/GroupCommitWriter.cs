using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A writer: its thread takes everything that waits, executes it in one transaction, commits once and then tells all
/// callers; while it commits, the next batch gathers. An idle writer commits a single write at once.
/// </summary>
/// <remarks>
/// Outcomes. An item's own conflict or refusal is that item's result; the others of its batch stand. A failure before
/// the commit undoes the batch: not written. A failed commit leaves the outcome open until the provider has settled it;
/// until then nothing is read or written, so that nobody sees one answer now and another after a crash.
/// </remarks>
internal abstract class GroupCommitWriter
{
    /// <summary>How often a store that cannot be repaired at once (disk full, server away) is tried again.</summary>
    private static readonly TimeSpan RecoveryPause = TimeSpan.FromMilliseconds(200);

    private readonly StorageOptions _options;
    private readonly WriteQueue _queue;
    private readonly List<WriteCommand> _batch;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private volatile bool _unsettled;
    private volatile bool _failing;
    private bool _troubleLogged;
    private bool _isStarted;

    protected GroupCommitWriter(
        string name,
        string place,
        StorageOptions options,
        StorageMetrics metrics,
        ILogger logger)
    {
        _name = name;
        _options = options;
        Place = place;
        Metrics = metrics;
        Logger = logger;
        _queue = new WriteQueue(options.QueueItemsMax, options.QueueBytesMax);
        _batch = new List<WriteCommand>(Math.Min(options.BatchItemsMax, StorageConstants.BatchItemsMaxDefault));
    }

    /// <summary>Gets a value indicating whether a commit's outcome is open, so that nothing may be read.</summary>
    public bool IsUnsettled
    {
        get => _unsettled;
        protected set => _unsettled = value;
    }

    /// <summary>
    /// Gets a value indicating whether the last write failed for the database's sake. Then it is tried by itself, with
    /// an empty batch, whether writes are possible again.
    /// </summary>
    public bool IsFailing => _failing;

    /// <summary>Gets the number of writes that wait.</summary>
    public int QueueDepth => _queue.Count;

    /// <summary>Gets a value indicating whether the next batch has a connection to be written on.</summary>
    public abstract bool IsConnected { get; }

    /// <summary>Gets the database's name for messages.</summary>
    protected string Place { get; }

    protected StorageMetrics Metrics { get; }

    protected ILogger Logger { get; }

    /// <summary>Starts the writer's thread.</summary>
    public void Start()
    {
        _isStarted = true;
        new Thread(Run) { Name = _name, IsBackground = true }.Start();
    }

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
            Metrics.Failed(refusal, 1);
            return Task.FromException<TResult>(refusal);
        }

        return command.Completion;
    }

    /// <summary>Lets nothing more in, works off what waits, and ends the thread.</summary>
    public Task DrainAsync()
    {
        _queue.Close();
        return _isStarted ? _ended.Task : Task.CompletedTask;
    }

    /// <summary>Closes the connection. Only after <see cref="DrainAsync"/>.</summary>
    public abstract void CloseSession();

    /// <summary>
    /// Executes and commits the batch, and tells every caller in it how that ended. An empty one commits something that
    /// shows whether writes are possible.
    /// </summary>
    protected abstract void CommitBatch(IReadOnlyList<WriteCommand> batch);

    /// <summary>Opens a new connection where there is none, and settles an open outcome.</summary>
    /// <exception cref="StorageException">Not possible now; tried again later.</exception>
    protected abstract void Reconnect();

    /// <summary>Tries to go on after trouble.</summary>
    /// <returns>Null when the writer can go on, else what to tell callers: what stands in the way.</returns>
    protected Func<StorageException>? Recover()
    {
        try
        {
            var wasUnsettled = _unsettled;
            Reconnect();
            _unsettled = false;
            if (wasUnsettled)
            {
                StorageLog.OutcomeSettled(Logger, Place);
            }

            _troubleLogged = false;
            return null;
        }
        catch (StorageException failure)
        {
            CloseSession();
            if (!_troubleLogged)
            {
                // Once for an outage, not for each of its attempts.
                StorageLog.RecoveryFailed(Logger, Place, failure);
                _troubleLogged = true;
            }

            return failure is StorageCorruptException
                ? () => new StorageCorruptException(failure.Message, failure)
                : () => new StorageUnavailableException(failure.Message, failure);
        }
    }

    /// <summary>Tells all callers of the commands what they came to: they are durable.</summary>
    protected void Committed(IReadOnlyList<WriteCommand> commands, TimeSpan elapsed)
    {
        _failing = false;
        if (commands.Count == 0)
        {
            return;
        }

        Metrics.Committed(commands.Count, elapsed);
        foreach (var command in commands)
        {
            command.Publish();
        }
    }

    /// <summary>Logs that a batch was undone; not for the empty ones that are tried again and again.</summary>
    protected void LogRolledBack(IReadOnlyList<WriteCommand> commands, Exception failure)
    {
        if (commands.Count > 0)
        {
            StorageLog.BatchRolledBack(Logger, Place, commands.Count, failure);
        }
    }

    /// <summary>Tells all callers of the commands that they failed; each gets an exception of its own.</summary>
    protected void FailAll(IReadOnlyList<WriteCommand> commands, Func<StorageException> failure)
    {
        if (commands.Count == 0)
        {
            return;
        }

        var first = failure();
        _failing |= first is not StorageRejectedException;
        Metrics.Failed(first, commands.Count);
        foreach (var command in commands)
        {
            // A shared one would have its stack trace rewritten by all of them.
            command.Fail(failure());
        }
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
            StorageLog.WriterEnded(Logger, failure);
            FailAll(_batch, () => new StorageOutcomeUnknownException(
                $"The writer of {Place} ended unexpectedly; this write may be durable or not. Restart.",
                failure));
            FailTheRest(failure);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private TimeSpan Patience() => IsConnected && !_unsettled && !_failing ? Timeout.InfiniteTimeSpan : RecoveryPause;

    private void RunBatch()
    {
        CancelTheWithdrawn();
        if ((!IsConnected || _unsettled) && Recover() is { } trouble)
        {
            FailAll(_batch, trouble);
            return;
        }

        if (_batch.Count > 0 || _failing)
        {
            CommitBatch(_batch);
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

    private void FailTheRest(Exception failure)
    {
        _queue.Close();
        _batch.Clear();
        while (_queue.Take(_batch, int.MaxValue, long.MaxValue, TimeSpan.Zero))
        {
            FailAll(_batch, () => new StorageUnavailableException(
                $"The writer of {Place} has ended. Nothing was written. Restart the server.", failure));
            _batch.Clear();
        }
    }
}
