namespace OrleansTrading.Engine;

/// <summary>A queue for the engine's own services: their code runs one piece at a time, as a grain's does.</summary>
internal sealed class TaskQueue(IActivationScheduler scheduler) : WorkQueue(scheduler)
{
    /// <summary>Runs async code here; it may interleave with other such code at its awaits.</summary>
    internal Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this)
        .Unwrap();

    /// <summary>Runs a piece of code here, in no context of its caller. It must not throw.</summary>
    internal void Post(Action work)
    {
        bool wake;
        lock (Gate)
        {
            wake = PutLocked(work);
        }

        Wake(wake);
    }

    /// <inheritdoc/>
    protected override void Handle(object item) => ((Action)item)();
}
