using System.Numerics;

namespace OrleansTrading.Engine;

/// <summary>
/// Times calls out. A call costs no timer: it is in a list, and the lists are looked through once per tick. While
/// nobody waits the clock stands still, so an idle engine (or a simulator) is not woken.
/// </summary>
internal sealed class CallClock : IDisposable
{
    private readonly OpenCalls[] lists;
    private readonly ITimer timer;
    private readonly TimeSpan resolution;
    private readonly DeadlockWatch deadlocks;
    private long tick;
    private int ticking;

    internal CallClock(TimeProvider time, TimeSpan resolution, DeadlockWatch deadlocks)
    {
        this.resolution = resolution;
        this.deadlocks = deadlocks;
        lists = new OpenCalls[(int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 4)];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = new OpenCalls();
        }

        using (ExecutionContext.SuppressFlow())
        {
            timer = time.CreateTimer(
                static clock => ((CallClock)clock!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gets whether the clock ticks; exact only under the gate of a list.</summary>
    internal bool IsTicking => Volatile.Read(ref ticking) != 0;

    /// <summary>
    /// Starts to wait for a call's answer: a timeout is due after the call's time and at most one tick more.
    /// </summary>
    internal void Add(GrainCall call)
    {
        // The present tick is partly over, hence one more.
        call.SentTick = Volatile.Read(ref tick);
        call.DeadlineTick = call.SentTick + TicksIn(call.Timeout) + 1;
        if (lists[Environment.CurrentManagedThreadId & (lists.Length - 1)].Add(call, this)
            && Interlocked.Exchange(ref ticking, 1) == 0)
        {
            timer.Change(resolution, resolution);
        }
    }

    public void Dispose() => timer.Dispose();

    private long TicksIn(TimeSpan span) => (span.Ticks + resolution.Ticks - 1) / resolution.Ticks;

    private void Tick()
    {
        var now = Interlocked.Increment(ref tick);
        var overdue = new List<GrainCall>();
        var awaited = new List<GrainCall>();
        foreach (var list in lists)
        {
            list.TakeOverdue(now, overdue);
            list.CopyAwaited(now, awaited);
        }

        foreach (var call in overdue)
        {
            call.TryFail(new TimeoutException(
                $"{call.Method.FullName} on {call.TargetId} did not answer within {call.Timeout:c}:"
                + (call.IsRunning ? " it still runs." : " it was still waiting to run.")
                + " Whether it takes effect is unknown to its caller; repeat only what is idempotent."));
        }

        deadlocks.Look(awaited);
        StopIfIdle(0);
    }

    /// <summary>
    /// Holding all gates at once (each nested in the one before), nobody can slip in between look and stop.
    /// </summary>
    private bool StopIfIdle(int index)
    {
        if (index == lists.Length)
        {
            Volatile.Write(ref ticking, 0);
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return true;
        }

        lock (lists[index].Gate)
        {
            return lists[index].IsEmpty && StopIfIdle(index + 1);
        }
    }
}
