namespace OrleansTrading.Engine;

/// <summary>
/// Decides when and on which thread an activation's waiting work runs. The default is the thread pool; a simulator
/// supplies one that runs everything on one thread in an order it chooses.
/// </summary>
public interface IActivationScheduler
{
    /// <summary>
    /// Runs the work soon and exactly once, but never inside this call. The engine hands a work item over again only
    /// after it ran.
    /// </summary>
    void Schedule(IThreadPoolWorkItem work);
}

/// <summary>Runs activations on the thread pool.</summary>
internal sealed class ThreadPoolActivationScheduler : IActivationScheduler
{
    public void Schedule(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);
}
