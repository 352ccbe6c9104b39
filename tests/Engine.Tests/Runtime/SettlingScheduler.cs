namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>
/// The thread pool, which knows when nothing goes on by itself any more: a test need not wait to see that something
/// does not happen.
/// </summary>
internal sealed class SettlingScheduler : IActivationScheduler
{
    private readonly Lock gate = new();
    private int under;
    private TaskCompletionSource? settled;

    public void Schedule(IThreadPoolWorkItem work)
    {
        lock (gate)
        {
            under++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(new Counted(this, work), preferLocal: true);
    }

    /// <summary>Ends once no queue has anything to run.</summary>
    internal Task SettledAsync()
    {
        lock (gate)
        {
            if (under == 0)
            {
                return Task.CompletedTask;
            }

            settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return settled.Task;
        }
    }

    private void OnDone()
    {
        TaskCompletionSource? reached = null;
        lock (gate)
        {
            if (--under == 0)
            {
                (reached, settled) = (settled, null);
            }
        }

        reached?.SetResult();
    }

    private sealed class Counted(SettlingScheduler owner, IThreadPoolWorkItem work) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                work.Execute();
            }
            finally
            {
                owner.OnDone();
            }
        }
    }
}
