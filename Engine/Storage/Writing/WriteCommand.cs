namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One write on its way through the writer, as data: each provider knows how to execute it. The writer does so inside a
/// transaction it shares with others, and tells the caller only after the commit: until then every result is a guess.
/// </summary>
internal abstract class WriteCommand(CancellationToken cancellationToken)
{
    /// <summary>Gets the size that counts towards the queue's and the batch's byte limits.</summary>
    public abstract int Bytes { get; }

    /// <summary>
    /// Gets what is written: two commands with equal slots are executed in their order. Null: whatever the order, the
    /// result is right.
    /// </summary>
    public virtual object? Slot => null;

    /// <summary>Gets a value indicating whether the caller gave up. Heeded only before the write is taken up.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>Hands this command to whoever executes it.</summary>
    public abstract void Accept(IWriteVisitor visitor);

    /// <summary>Keeps a refusal of this item alone, told with the others' results after the commit.</summary>
    public abstract void Reject(StorageException rejection);

    /// <summary>Forgets what was kept: the transaction was undone and is tried again.</summary>
    public abstract void Forget();

    /// <summary>Tells the caller the result, or the refusal, that was kept.</summary>
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

    /// <summary>Keeps the result, told after the commit.</summary>
    public void Keep(TResult result) => _result = result;

    public sealed override void Reject(StorageException rejection) => _rejection = rejection;

    public sealed override void Forget()
    {
        _result = default;
        _rejection = null;
    }

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
}
