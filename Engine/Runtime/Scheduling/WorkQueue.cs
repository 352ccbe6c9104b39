namespace OrleansTrading.Engine;

/// <summary>
/// A queue whose items run one after the other, never two at the same time: tasks scheduled here (the continuations of
/// grain code) and items of the derived class, which run with this scheduler as the current one.
/// </summary>
internal abstract class WorkQueue(IActivationScheduler scheduler) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>
    /// After so many items the thread goes back to the scheduler, so that a busy queue does not starve others.
    /// </summary>
    private const int ItemsPerSlice = 128;

    [ThreadStatic]
    private static WorkQueue? running;

    /// <summary>Whether the last take on this thread found nothing.</summary>
    [ThreadStatic]
    private static bool drained;

    /// <summary>
    /// Whether this thread gives an answer: what it lets go on runs later, not within the turn that answers.
    /// </summary>
    [ThreadStatic]
    private static bool answering;

    private readonly Queue<object> inbox = new();
    private object? first;
    private int budget;
    private bool scheduled;

    /// <summary>Gets the queue whose item runs on this thread.</summary>
    internal static WorkQueue? Running => running;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>
    /// Gets how to make the task for an answer that the running code will wait for. In a queue its continuations return
    /// to that queue by themselves. Were they said to be asynchronous, <see cref="Task.WhenAll(Task[])"/> and the like
    /// would go through the thread pool first, past the engine's scheduler.
    /// </summary>
    internal static TaskCreationOptions AnswerOptions => running is not null
        ? TaskCreationOptions.None
        : TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>Gets the lock over what is filled from any thread; short sections only.</summary>
    protected object Gate => inbox;

    /// <summary>Gets whether <see cref="RunReady"/> has something to do.</summary>
    protected virtual bool HasReady => false;

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        // Awaits would return to a thread's own context, not to this queue. The pool's threads have none; a simulator's
        // may.
        var foreign = SynchronizationContext.Current;
        if (foreign is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }

        running = this;
        drained = false;
        budget = ItemsPerSlice;
        try
        {
            Drain();
        }
        finally
        {
            running = null;
            if (foreign is not null)
            {
                SynchronizationContext.SetSynchronizationContext(foreign);
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override void QueueTask(Task task)
    {
        bool wake;
        lock (inbox)
        {
            wake = PutLocked(task);
        }

        Wake(wake);
    }

    /// <inheritdoc/>
    // A queued task cannot be taken out of its place; a new one may run inside the item that starts it, as awaits
    // expect.
    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        running == this && !answering && !taskWasPreviouslyQueued && TryExecuteTask(task);

    /// <inheritdoc/>
    protected sealed override IEnumerable<Task> GetScheduledTasks()
    {
        lock (inbox)
        {
            return [.. inbox.OfType<Task>()];
        }
    }

    /// <summary>Says that this thread gives an answer now; tell <see cref="EndAnswer"/> after it.</summary>
    internal static void BeginAnswer() => answering = true;

    /// <summary>Ends what <see cref="BeginAnswer"/> began.</summary>
    internal static void EndAnswer() => answering = false;

    /// <summary>Adds an item under the gate; true: call <see cref="Wake"/> after leaving it.</summary>
    protected bool PutLocked(object item)
    {
        inbox.Enqueue(item);
        var wake = !scheduled;
        scheduled = true;
        return wake;
    }

    /// <summary>Hands the queue to the scheduler if <see cref="PutLocked"/> said so.</summary>
    protected void Wake(bool wake)
    {
        if (wake)
        {
            scheduler.Schedule(this);
        }
    }

    /// <summary>Takes everything but tasks out of the inbox, in order; under the gate.</summary>
    protected List<object> TakeItemsLocked()
    {
        var items = new List<object>();
        for (var left = inbox.Count; left > 0; left--)
        {
            var item = inbox.Dequeue();
            if (item is Task)
            {
                inbox.Enqueue(item);
            }
            else
            {
                items.Add(item);
            }
        }

        return items;
    }

    /// <summary>Called under the gate for each item that leaves the inbox to be handled.</summary>
    protected virtual void OnTakenLocked(object item)
    {
    }

    /// <summary>Handles an item that is not a task. It must not throw.</summary>
    protected abstract void Handle(object item);

    /// <summary>Does what became possible through the items handled before. It must not throw.</summary>
    protected virtual void RunReady()
    {
    }

    private void Drain()
    {
        while (budget-- > 0)
        {
            if (!TryTake(out var item))
            {
                return;
            }

            if (item is Task task)
            {
                TryExecuteTask(task);
                item = null;
            }

            if (item is not null || HasReady)
            {
                RunInTask(item);
                if (drained)
                {
                    return;
                }
            }
        }

        scheduler.Schedule(this);
    }

    private void RunInTask(object? item)
    {
        // Only inside a task is this the current scheduler, to which awaits return.
        first = item;
        var batch = new Task(
            static queue => ((WorkQueue)queue!).RunItems(), this, TaskCreationOptions.DenyChildAttach);
        batch.RunSynchronously(this);
        if (batch.Exception is { } broken)
        {
            // Handle and RunReady promise not to throw: an engine that broke that must not go on as if nothing
            // happened.
            Environment.FailFast($"The actor engine is broken: {broken.InnerException}", broken);
        }
    }

    private void RunItems()
    {
        var plain = ExecutionContext.Capture();
        var item = first;
        first = null;
        do
        {
            switch (item)
            {
                case null:
                    RunReady();
                    break;
                case Task task:
                    TryExecuteTask(task);
                    break;
                default:
                    Handle(item);
                    break;
            }

            // What one turn left in its context must not be seen by the next.
            if (plain is not null && !ReferenceEquals(ExecutionContext.Capture(), plain))
            {
                ExecutionContext.Restore(plain);
            }
        }
        while (budget-- > 0 && TryTake(out item));
    }

    /// <summary>
    /// Takes the next item; null: there is something ready. False: the queue is empty and no longer ours.
    /// </summary>
    private bool TryTake(out object? item)
    {
        item = null;
        if (HasReady)
        {
            return true;
        }

        lock (inbox)
        {
            if (inbox.TryDequeue(out item))
            {
                if (item is not Task)
                {
                    OnTakenLocked(item);
                }

                return true;
            }

            // From here on another thread may be running this queue: touch nothing of it any more.
            scheduled = false;
        }

        drained = true;
        return false;
    }
}
