namespace OrleansTrading.Engine.Tests.Runtime.Scheduling;

/// <summary>
/// Runs all of an engine's work on the one thread that steps it, in an order that only its seed decides.
/// </summary>
internal sealed class SeededScheduler(ulong seed) : IActivationScheduler
{
    private readonly Lock gate = new();
    private readonly List<IThreadPoolWorkItem> ready = [];
    private readonly List<string> escapes = [];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private ulong random = seed;

    /// <summary>Where work was handed over by another thread: something left the simulation.</summary>
    internal IReadOnlyList<string> Escapes
    {
        get
        {
            lock (gate)
            {
                return [.. escapes];
            }
        }
    }

    internal bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return ready.Count == 0;
            }
        }
    }

    public void Schedule(IThreadPoolWorkItem work)
    {
        lock (gate)
        {
            if (Environment.CurrentManagedThreadId != thread)
            {
                escapes.Add(Environment.StackTrace);
            }

            ready.Add(work);
        }
    }

    /// <summary>The next number below a limit: xorshift64*.</summary>
    internal int Next(int below)
    {
        random ^= random >> 12;
        random ^= random << 25;
        random ^= random >> 27;
        return (int)((random * 0x2545F4914F6CDD1D >> 33) % (ulong)below);
    }

    /// <summary>Runs one of the work items that are ready; there must be one.</summary>
    internal void Step()
    {
        IThreadPoolWorkItem work;
        lock (gate)
        {
            var chosen = Next(ready.Count);
            work = ready[chosen];
            ready.RemoveAt(chosen);
        }

        work.Execute();
    }
}
