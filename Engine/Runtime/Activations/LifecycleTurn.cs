namespace OrleansTrading.Engine;

/// <summary>The activation's own turn: while it begins or ends, no call runs.</summary>
internal sealed class LifecycleTurn(Activation activation, string name, Func<Task> work, Action<Task> done) : Turn
{
    internal override string Description => $"{activation.GrainId} {name}";

    protected override void Run(CallTarget target)
    {
        var task = work();
        if (task.IsCompleted)
        {
            Finish(task);
        }
        else
        {
            task.ContinueWith(
                static (ended, turn) => ((LifecycleTurn)turn!).Finish(ended),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
                target);
        }
    }

    private void Finish(Task task)
    {
        activation.End(this);
        done(task);
    }
}
