namespace OrleansTrading.Engine;

/// <summary>Whether a call was taken.</summary>
internal enum EnqueueResult
{
    /// <summary>It waits or runs.</summary>
    Taken,

    /// <summary>The target is gone; look for its successor.</summary>
    Closed,

    /// <summary>Too many calls wait.</summary>
    Full,
}

/// <summary>What calls are queued in front of: an activation or an observer.</summary>
internal abstract class CallTarget(EngineRuntime runtime, GrainId grainId) : WorkQueue(runtime.Scheduler)
{
    /// <summary>Gets the engine.</summary>
    internal EngineRuntime Runtime { get; } = runtime;

    /// <summary>Gets whom it stands for.</summary>
    public GrainId GrainId { get; } = grainId;

    /// <summary>Gets why answers given from now on must be withheld; null: they need not.</summary>
    internal virtual Exception? AnswersWithheld => null;

    /// <summary>Takes a call, from any thread.</summary>
    internal abstract EnqueueResult TryEnqueue(GrainCall call);

    /// <summary>The object whose methods are called.</summary>
    internal abstract object GetInstance();

    /// <summary>Gets whether filters stand around its calls.</summary>
    internal virtual bool IsFiltered => false;

    /// <summary>The class's method behind an interface's method.</summary>
    internal abstract System.Reflection.MethodInfo GetImplementation(System.Reflection.MethodInfo interfaceMethod);

    /// <summary>A turn begun here came to its end; called on this queue.</summary>
    internal abstract void End(Turn turn);
}
