using System.Diagnostics;

namespace OrleansTrading.Simulation.Loop;

/// <summary>
/// Everything in a simulated world happens here, one step after the other, on one thread: what is ready runs in an
/// order drawn from the seed, and only when nothing is ready does time go on, at once, to the next timer.
/// </summary>
internal sealed class VirtualLoop
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly SplitMix order;
    private readonly List<(VirtualProcess Process, IThreadPoolWorkItem Work)> ready = [];
    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long DueTicks, long Sequence)> timers = new();
    private long sequence;

    internal VirtualLoop(ulong seed)
    {
        order = SplitMix.Of(seed, "schedule");
        Outside = new VirtualProcess(this, "outside");
    }

    /// <summary>Time since the world began, in ticks of 100 ns.</summary>
    internal long NowTicks { get; private set; }

    /// <summary>The true time of this world.</summary>
    internal DateTimeOffset Now => Epoch + TimeSpan.FromTicks(NowTicks);

    internal TimeSpan Elapsed => TimeSpan.FromTicks(NowTicks);

    internal long Steps { get; private set; }

    /// <summary>What left the loop's thread; null: nothing did.</summary>
    internal string? Escape { get; private set; }

    /// <summary>What is not the platform: networks, customers, operators. It never crashes.</summary>
    internal VirtualProcess Outside { get; }

    /// <summary>
    /// Runs until the condition holds, or until the time; false when neither came within the steps: something goes
    /// round and round.
    /// </summary>
    internal bool Run(Func<bool> until, TimeSpan latest, long stepsMax)
    {
        var last = Steps + stepsMax;
        while (Escape is null && !until())
        {
            if (Steps >= last)
            {
                return false;
            }

            if (ready.Count > 0)
            {
                RunReady();
            }
            else if (!timers.TryPeek(out _, out var next) || next.DueTicks > latest.Ticks)
            {
                NowTicks = Math.Max(NowTicks, latest.Ticks);
                return true;
            }
            else
            {
                RunTimer();
            }
        }

        return true;
    }

    /// <summary>
    /// Everything that is simulated must stay on the loop's thread: what escapes is no longer by seed. It ends the run.
    /// </summary>
    internal void RequireThread(string where)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            Escape = $"{where} was reached from outside the simulation's thread.\n{new StackTrace()}";
            throw new InvalidOperationException(Escape);
        }
    }

    internal void Ready(VirtualProcess process, IThreadPoolWorkItem work)
    {
        RequireThread("The schedule");
        ready.Add((process, work));
    }

    internal void Arm(VirtualTimer timer, int version, TimeSpan due)
    {
        RequireThread("A timer");
        timers.Enqueue((timer, version), (NowTicks + Math.Max(0, due.Ticks), sequence++));
    }

    /// <summary>What a process still had to do is not done.</summary>
    internal void Forget(VirtualProcess process) => ready.RemoveAll(each => each.Process == process);

    private void RunReady()
    {
        var index = order.Below(ready.Count);
        var (process, work) = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        Steps++;
        if (process.IsAlive)
        {
            work.Execute();
        }
    }

    private void RunTimer()
    {
        var (timer, version) = timers.Dequeue();
        if (timer.IsDue(version))
        {
            NowTicks = Math.Max(NowTicks, timer.DueTicks);
            Steps++;
            timer.Fire(version);
        }
    }
}
