using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>
/// A call: its arguments (in the generated subclass of its method), where it comes from, and its answer. The answer is
/// given once; what comes later (the result of a call that timed out) is dropped.
/// </summary>
internal abstract class GrainCall : Turn, IInvokable
{
    /// <summary>Gets or sets the called method.</summary>
    internal CallMethod Method { get; set; } = null!;

    /// <summary>Gets or sets the values that travel along; never changed once here.</summary>
    internal Dictionary<string, object>? Values { get; set; }

    /// <summary>Gets or sets the calling activation; null when the caller is not a grain.</summary>
    internal Activation? Source { get; set; }

    /// <summary>Gets or sets its cancellation; null: it cannot be cancelled.</summary>
    internal CallCancellation? Cancellation { get; set; }

    /// <summary>Gets or sets how often it went on to another activation.</summary>
    internal int Forwards { get; set; }

    /// <summary>Gets or sets the next one in the list of open calls.</summary>
    internal GrainCall? NextOpen { get; set; }

    /// <summary>Gets or sets the previous one in the list of open calls.</summary>
    internal GrainCall? PreviousOpen { get; set; }

    /// <summary>Gets or sets the list of open calls it is in; null: none.</summary>
    internal OpenCalls? OpenIn { get; set; }

    /// <summary>Gets or sets the tick of the call clock in which it was sent.</summary>
    internal long SentTick { get; set; }

    /// <summary>Gets or sets the tick of the call clock at which it times out.</summary>
    internal long DeadlineTick { get; set; }

    /// <summary>Gets or sets how long its caller waits.</summary>
    internal TimeSpan Timeout { get; set; }

    /// <summary>Gets or sets whom it was sent to.</summary>
    internal GrainId TargetId { get; set; }

    /// <summary>Gets whether the caller has its answer.</summary>
    internal abstract bool IsAnswered { get; }

    internal override string Description => $"{TargetId} {Method.FullName}";

    public abstract int GetArgumentCount();

    public abstract object? GetArgument(int index);

    public abstract void SetArgument(int index, object value);

    public string GetMethodName() => Method.Method.Name;

    public string GetInterfaceName() => Method.InterfaceName;

    public MethodInfo GetMethod() => Method.Method;

    /// <summary>Fails the call; false when it was answered before.</summary>
    internal bool TryFail(Exception error)
    {
        Cancellation?.Detach();
        OpenIn?.Remove(this);
        WorkQueue.BeginAnswer();
        var first = TrySetException(error);
        WorkQueue.EndAnswer();
        return first;
    }

    /// <summary>Invokes the method on the object and returns its result, null for none.</summary>
    internal abstract Task<object?> InvokeBoxedAsync(object target);

    protected abstract bool TrySetException(Exception error);

    /// <summary>Sets what travels with the call; runs on the target's queue, before the method.</summary>
    private protected void BeginInContext()
    {
        if (Values is not null)
        {
            RequestContext.Current = Values;
        }

        Cancellation?.OnBegun();
    }

    /// <summary>Ends the turn and passes the outcome on; runs on the target's queue.</summary>
    protected void Finish(CallTarget target, Task outcome)
    {
        target.End(this);
        Cancellation?.Detach();
        OpenIn?.Remove(this);
        WorkQueue.BeginAnswer();
        Answer(target, outcome);
        WorkQueue.EndAnswer();
    }

    protected abstract void Answer(Task outcome);

    private protected static Exception NoTask(CallMethod method) => new InvalidOperationException(
        $"{method.FullName} returned null instead of a task.");

    private void Answer(CallTarget target, Task outcome)
    {
        if (Method.IsOneWay)
        {
            if (outcome.Exception is { } error)
            {
                target.Runtime.Log.OneWayFailed(Method.FullName, target.GrainId, error.InnerException!);
            }
        }
        else if (outcome.IsCompletedSuccessfully && target.AnswersWithheld is { } cause)
        {
            TrySetException(new OrleansException(
                $"The answer of {Method.FullName} by {target.GrainId} is withheld: a state write failed or the"
                + " activation was given up, so its memory may not be what is stored. The grain reloads; repeat"
                + " the call.",
                cause));
        }
        else
        {
            Answer(outcome);
        }
    }
}
