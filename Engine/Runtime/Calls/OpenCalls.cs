namespace OrleansTrading.Engine;

/// <summary>One of several lists of the calls whose callers wait, so that threads seldom meet at its lock.</summary>
internal sealed class OpenCalls
{
    private readonly Lock gate = new();
    private GrainCall? head;

    /// <summary>Gets the lock, for looking at all lists together.</summary>
    internal Lock Gate => gate;

    /// <summary>Gets whether nobody waits; exact only under the gate.</summary>
    internal bool IsEmpty => head is null;

    /// <summary>Adds a call and says whether the clock stands still.</summary>
    internal bool Add(GrainCall call, CallClock clock)
    {
        lock (gate)
        {
            call.OpenIn = this;
            call.NextOpen = head;
            if (head is not null)
            {
                head.PreviousOpen = call;
            }

            head = call;
            return !clock.IsTicking;
        }
    }

    /// <summary>Removes a call; nothing happens when it is gone already.</summary>
    internal void Remove(GrainCall call)
    {
        lock (gate)
        {
            RemoveLocked(call);
        }
    }

    /// <summary>Moves what is overdue into the given list.</summary>
    internal void TakeOverdue(long tick, List<GrainCall> overdue)
    {
        lock (gate)
        {
            for (var call = head; call is not null;)
            {
                var after = call.NextOpen;
                if (call.DeadlineTick <= tick)
                {
                    RemoveLocked(call);
                    overdue.Add(call);
                }

                call = after;
            }
        }
    }

    /// <summary>Copies the calls for which turns wait a whole tick already into the given list.</summary>
    internal void CopyAwaited(long tick, List<GrainCall> awaited)
    {
        lock (gate)
        {
            for (var call = head; call is not null; call = call.NextOpen)
            {
                if (call.SentTick < tick - 1 && call.Parent is not null)
                {
                    awaited.Add(call);
                }
            }
        }
    }

    private void RemoveLocked(GrainCall call)
    {
        if (call.OpenIn is null)
        {
            return;
        }

        if (call.PreviousOpen is { } previous)
        {
            previous.NextOpen = call.NextOpen;
        }
        else
        {
            head = call.NextOpen;
        }

        if (call.NextOpen is { } following)
        {
            following.PreviousOpen = call.PreviousOpen;
        }

        call.OpenIn = null;
        call.NextOpen = null;
        call.PreviousOpen = null;
    }
}
