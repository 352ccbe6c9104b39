namespace OrleansTrading.Engine;

/// <summary>
/// The cancellation of one call. Its method does not get the caller's token but one of its own, which is cancelled as a
/// piece of work of the called activation: what the grain registered there never runs beside its turns.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The source has neither timer nor handle, and the grain may use its token after the answer.")]
internal sealed class CallCancellation
{
    private readonly GrainCall call;
    private readonly CancellationTokenSource source = new();
    private CancellationTokenRegistration registration;
    private int requested;

    private CallCancellation(GrainCall call) => this.call = call;

    /// <summary>
    /// Puts a token of its own into the call. If the caller's token is cancelled, then or later, the caller is answered
    /// at once; a call that waits is not run, one that runs is told.
    /// </summary>
    internal static void Attach(GrainCall call, int argument)
    {
        var theirs = (CancellationToken)call.GetArgument(argument)!;
        if (!theirs.CanBeCanceled)
        {
            return;
        }

        var cancellation = new CallCancellation(call);
        call.Cancellation = cancellation;
        call.SetArgument(argument, cancellation.source.Token);
        cancellation.registration = theirs.UnsafeRegister(
            static (self, token) => ((CallCancellation)self!).OnCancelled(token), cancellation);
    }

    /// <summary>The call has its answer: the caller's token need not know it any more.</summary>
    internal void Detach() => registration.Unregister();

    /// <summary>The call begins, on its target's queue.</summary>
    internal void OnBegun()
    {
        // The other side sets what is read here, and then reads what was set before: one of them sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref requested) != 0)
        {
            Cancel();
        }
    }

    private void OnCancelled(CancellationToken token)
    {
        Interlocked.Exchange(ref requested, 1);
        if (call.TryFail(new OperationCanceledException(
            $"{call.Method.FullName} on {call.TargetId} was cancelled by its caller. Whether it takes effect is"
                + " unknown if it ran already.",
            token)) && call.Target is { } target)
        {
            // Nothing of whoever cancels flows into the grain.
            using var plain = ExecutionContext.IsFlowSuppressed()
                ? default(AsyncFlowControl?)
                : ExecutionContext.SuppressFlow();
            new Task(
                static self => ((CallCancellation)self!).Cancel(), this, TaskCreationOptions.DenyChildAttach)
                .Start(target);
        }
    }

    private void Cancel()
    {
        if (!call.IsRunning)
        {
            return;
        }

#pragma warning disable CA1031 // Whatever the grain registered throws must not break the queue. It is logged.
        try
        {
            source.Cancel();
        }
        catch (Exception error)
        {
            call.Target!.Runtime.Log.CancellationFailed(call.Method.FullName, call.TargetId, error);
        }
#pragma warning restore CA1031
    }
}
