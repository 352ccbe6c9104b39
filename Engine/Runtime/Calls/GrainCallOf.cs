namespace OrleansTrading.Engine;

/// <summary>A call of a method with a result.</summary>
internal abstract class GrainCall<T> : GrainCall
{
    // Continuations of callers never run inside the turn that answers them.
    private readonly TaskCompletionSource<T> source = new(WorkQueue.AnswerOptions);

    /// <summary>Gets the answer.</summary>
    internal Task<T> Task => source.Task;

    internal override bool IsAnswered => source.Task.IsCompleted;

    /// <summary>Invokes the method; generated.</summary>
    public abstract Task<T> Invoke(object target);

    internal override async Task<object?> InvokeBoxedAsync(object target) =>
        await (Invoke(target) ?? throw NoTask(Method));

    protected override bool TrySetException(Exception error) => source.TrySetException(error);

    protected override void Answer(Task outcome) => source.TrySetFromTask((Task<T>)outcome);

    protected override void Run(CallTarget target)
    {
        BeginInContext();
        var outcome = Start(target);
        if (outcome.IsCompleted)
        {
            Finish(target, outcome);
        }
        else
        {
            outcome.ContinueWith(
                static (done, call) => ((GrainCall<T>)call!).Finish(((GrainCall<T>)call).Target!, done),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
                target);
        }
    }

    private Task<T> Start(CallTarget target)
    {
#pragma warning disable CA1031 // Whatever the method throws is the caller's to handle.
        try
        {
            return (!target.IsFiltered ? Invoke(target.GetInstance()) : FilterAsync(target)) ?? throw NoTask(Method);
        }
        catch (Exception error)
        {
            return System.Threading.Tasks.Task.FromException<T>(error);
        }
#pragma warning restore CA1031
    }

    private async Task<T> FilterAsync(CallTarget target)
    {
        var context = new IncomingCallContext(this, target);
        await context.Invoke();
        return context.Result is T result ? result : (T)context.Result!;
    }
}
