namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One write on its way through the writer. The writer executes it inside a transaction it shares with others, and
/// tells the caller only after the commit: until then every result is a guess.
/// </summary>
internal abstract class WriteCommand(CancellationToken cancellationToken)
{
    /// <summary>Gets the size that counts towards the queue's and the batch's byte limits.</summary>
    public abstract int Bytes { get; }

    /// <summary>Gets a value indicating whether the caller gave up. Heeded only before the write is taken up.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>Does the work; throws <see cref="SqliteFailure"/>. The result is kept, not yet told.</summary>
    public abstract void Execute(SqliteSession session, long nowUnixMs);

    /// <summary>Keeps a refusal of this item alone, told with the others' results after the commit.</summary>
    public abstract void Reject(StorageException rejection);

    /// <summary>Tells the caller what <see cref="Execute"/> or <see cref="Reject"/> kept.</summary>
    public abstract void Publish();

    /// <summary>Tells the caller that the whole batch failed.</summary>
    public abstract void Fail(StorageException failure);

    /// <summary>Tells the caller that nothing was begun, as asked.</summary>
    public abstract void Cancel();
}

/// <summary>A write with a result.</summary>
/// <typeparam name="TResult">What the caller gets once it is durable.</typeparam>
internal abstract class WriteCommand<TResult>(CancellationToken cancellationToken) : WriteCommand(cancellationToken)
{
    // Callers go on elsewhere: a continuation run on the writer thread would hold up every other caller.
    private readonly TaskCompletionSource<TResult> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TResult? _result;
    private StorageException? _rejection;

    public Task<TResult> Completion => _completion.Task;

    public sealed override void Execute(SqliteSession session, long nowUnixMs) => _result = Run(session, nowUnixMs);

    public sealed override void Reject(StorageException rejection) => _rejection = rejection;

    public sealed override void Publish()
    {
        if (_rejection is null)
        {
            _completion.TrySetResult(_result!);
        }
        else
        {
            _completion.TrySetException(_rejection);
        }
    }

    public sealed override void Fail(StorageException failure) => _completion.TrySetException(failure);

    public sealed override void Cancel() => _completion.TrySetCanceled(CancellationToken);

    protected abstract TResult Run(SqliteSession session, long nowUnixMs);

    /// <summary>
    /// Does a later step of a command. SQLite undoes only the statement it refuses, so a refusal here, after earlier
    /// steps stand, is not this item's alone: it rolls the whole batch back.
    /// </summary>
    protected static void WholeOrNothing(Action step)
    {
        try
        {
            step();
        }
        catch (SqliteFailure failure) when (failure.IsAboutOneItem)
        {
            throw new InvalidOperationException($"A later step of a write was refused: {failure.Message}", failure);
        }
    }
}
