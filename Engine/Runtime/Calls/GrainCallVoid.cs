namespace OrleansTrading.Engine;

/// <summary>A call of a method without a result; for a one-way method nobody waits.</summary>
internal abstract class GrainCallVoid : GrainCall
{
    private TaskCompletionSource? source;

    /// <summary>Gets the answer: for a one-way call a completed task.</summary>
    internal Task Task => source?.Task ?? Task.CompletedTask;

    internal override bool IsAnswered => source?.Task.IsCompleted ?? false;

    /// <summary>Invokes the method; generated.</summary>
    public abstract Task Invoke(object target);

    /// <summary>Prepares the answer, before the call is sent; not for one-way calls.</summary>
    internal void ExpectAnswer() => source = new TaskCompletionSource(WorkQueue.AnswerOptions);

    internal override async Task<object?> InvokeBoxedAsync(object target)
    {
        await (Invoke(target) ?? throw NoTask(Method));
        return null;
    }

    protected override bool TrySetException(Exception error) => source?.TrySetException(error) ?? true;

    protected override void Answer(Task outcome) => source!.TrySetFromTask(outcome);

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
                static (done, call) => ((GrainCallVoid)call!).Finish(((GrainCallVoid)call).Target!, done),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
                target);
        }
    }

    private Task Start(CallTarget target)
    {
#pragma warning disable CA1031 // Whatever the method throws is the caller's to handle.
        try
        {
            return (!target.IsFiltered ? Invoke(target.GetInstance()) : new IncomingCallContext(this, target).Invoke())
                ?? throw NoTask(Method);
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
#pragma warning restore CA1031
    }
}
