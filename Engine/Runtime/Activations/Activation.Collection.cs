namespace OrleansTrading.Engine;

/// <content>When an idle activation may go, and its timers.</content>
internal sealed partial class Activation
{
    private readonly List<GrainTimer> timers = [];
    private long idleSince = runtime.Time.GetTimestamp();
    private long keepUntil;
    private volatile bool used;

    /// <summary>Puts off collection; zero or less takes that back.</summary>
    internal void DelayDeactivation(TimeSpan timeSpan)
    {
        var now = Runtime.Time.GetUtcNow();
        Volatile.Write(
            ref keepUntil,
            timeSpan <= TimeSpan.Zero
                ? 0
                : timeSpan > DateTimeOffset.MaxValue - now ? long.MaxValue : (now + timeSpan).Ticks);
    }

    /// <summary>
    /// Whether the activation was idle for its class's age. Looked at once per quantum, which is how precise it is;
    /// nothing is measured when calls come in.
    /// </summary>
    internal bool IsIdle(long now)
    {
        if (phase != Phase.Active || Class.CollectionAge is not { } age)
        {
            return false;
        }

        if (used || runningCount > 0 || waitingCount > 0)
        {
            used = false;
            idleSince = now;
            return false;
        }

        return Runtime.Time.GetElapsedTime(idleSince, now) >= age
            && Volatile.Read(ref keepUntil) <= Runtime.Time.GetUtcNow().Ticks;
    }

    /// <summary>Ends the activation because it is idle. A call that slips in meanwhile goes to a successor.</summary>
    internal void Collect() => Deactivate(new DeactivationReason(
        DeactivationReasonCode.ActivationIdle, $"It was idle for {Class.CollectionAge:c}."));

    /// <summary>Starts a timer whose ticks are turns of this activation.</summary>
    internal IGrainTimer RegisterTimer<TState>(
        Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer<TState>(this, callback, state, options);
        bool over;
        lock (Gate)
        {
            over = closed;
            if (!over)
            {
                timers.Add(timer);
            }
        }

        if (over)
        {
            timer.Dispose();
            throw new InvalidOperationException($"This activation of {GrainId} is over: it can start no timer.");
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    /// <summary>Forgets a timer that was disposed.</summary>
    internal void Forget(GrainTimer timer)
    {
        lock (Gate)
        {
            timers.Remove(timer);
        }
    }

    private void DisposeTimers()
    {
        GrainTimer[] all;
        lock (Gate)
        {
            all = [.. timers];
        }

        foreach (var timer in all)
        {
            timer.Dispose();
        }
    }
}
