namespace OrleansTrading.Engine;

/// <summary>One tick of a timer, as a turn.</summary>
internal sealed class TimerTick(GrainTimer timer, long generation) : Turn
{
    /// <summary>Gets whether it may start while a call waits.</summary>
    internal bool Interleaves => timer.Interleaves;

    /// <summary>Gets whether it counts as use of the activation.</summary>
    internal bool KeepsAlive => timer.KeepsAlive;

    /// <summary>Gets whether the timer still wants it.</summary>
    internal bool IsDue => timer.IsCurrent(generation);

    internal override string Description => $"{timer.Activation.GrainId} timer";

    protected override void Run(CallTarget target)
    {
        var outcome = Invoke();
        if (outcome.IsCompleted)
        {
            Finish(outcome);
        }
        else
        {
            outcome.ContinueWith(
                static (ended, tick) => ((TimerTick)tick!).Finish(ended),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
                target);
        }
    }

    private Task Invoke()
    {
#pragma warning disable CA1031 // Whatever the callback throws is logged, and the timer ticks on.
        try
        {
            return timer.InvokeAsync();
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
#pragma warning restore CA1031
    }

    private void Finish(Task outcome)
    {
        timer.Activation.End(this);
        if (outcome.Exception is { } error)
        {
            timer.Activation.Runtime.Log.TimerFailed(timer.Activation.GrainId, error.InnerException!);
        }

        timer.OnEnded(generation);
    }
}
