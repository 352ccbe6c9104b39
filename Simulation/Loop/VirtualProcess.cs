namespace OrleansTrading.Simulation.Loop;

/// <summary>
/// A process of the simulated world: its scheduler and its clock. Once it is killed nothing of it runs any more, in the
/// middle of whatever it did; its memory is garbage.
/// </summary>
internal sealed class VirtualProcess : IActivationScheduler
{
    private readonly VirtualLoop loop;
    private readonly Action<VirtualProcess>? killed;

    internal VirtualProcess(VirtualLoop loop, string name, Action<VirtualProcess>? killed = null)
    {
        this.loop = loop;
        this.killed = killed;
        Name = name;
        Time = new VirtualTime(loop, this);
    }

    internal string Name { get; }

    internal bool IsAlive { get; private set; } = true;

    internal VirtualTime Time { get; }

    internal void Kill()
    {
        if (IsAlive)
        {
            IsAlive = false;
            loop.Forget(this);
            killed?.Invoke(this);
        }
    }

    public void Schedule(IThreadPoolWorkItem work)
    {
        if (IsAlive)
        {
            loop.Ready(this, work);
        }
    }

    /// <summary>What is reached from another thread is not simulated any more.</summary>
    internal void Require(string where) => loop.RequireThread(where);

    /// <summary>Runs a piece of code later, unless the process is dead by then.</summary>
    internal void After(TimeSpan delay, Action work)
    {
        var timer = new VirtualTimer(loop, this, static action => ((Action)action!)(), work);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts async code of this process on a queue of its own.</summary>
    internal Task Start(Func<Task> work) => new TaskQueue(this).RunAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Completes after a time of the loop; never in a dead process.</summary>
    internal Task DelayAsync(TimeSpan delay)
    {
        var done = new TaskCompletionSource();
        if (IsAlive)
        {
            After(delay, done.SetResult);
        }

        return done.Task;
    }

    /// <summary>What a dead process still awaits.</summary>
    internal static Task NeverAsync() => new TaskCompletionSource().Task;
}
