using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>
/// An observer: an object outside of grains, held weakly. Its calls run one after the other on a queue of their own, so
/// a slow observer holds up nobody.
/// </summary>
internal sealed class ObserverTarget(EngineRuntime runtime, GrainId grainId, IGrainObserver observer)
    : CallTarget(runtime, grainId)
{
    private readonly WeakReference<IGrainObserver> observer = new(observer);
    private TurnQueue waiting;
    private int queued;
    private bool closed;
    private Turn? current;
    private IGrainObserver? called;

    /// <inheritdoc/>
    protected override bool HasReady => current is null && waiting.Head is not null;

    internal override EnqueueResult TryEnqueue(GrainCall call)
    {
        bool wake;
        lock (Gate)
        {
            if (closed || !observer.TryGetTarget(out _))
            {
                return EnqueueResult.Closed;
            }

            if (queued >= Runtime.Options.MaxQueuedRequests)
            {
                return EnqueueResult.Full;
            }

            queued++;
            wake = PutLocked(call);
        }

        Wake(wake);
        return EnqueueResult.Taken;
    }

    /// <summary>Takes no more calls; those that wait fail.</summary>
    internal void Close()
    {
        lock (Gate)
        {
            closed = true;
        }
    }

    internal override object GetInstance() => called!;

    internal override MethodInfo GetImplementation(MethodInfo interfaceMethod) => interfaceMethod;

    internal override void End(Turn turn)
    {
        current = null;
        called = null;
        turn.MarkEnded();
    }

    /// <inheritdoc/>
    protected override void Handle(object item) => waiting.Enqueue((Turn)item);

    /// <inheritdoc/>
    protected override void RunReady()
    {
        var call = (GrainCall)waiting.Dequeue()!;
        bool gone;
        lock (Gate)
        {
            queued--;
            gone = closed || !observer.TryGetTarget(out called);
        }

        if (gone)
        {
            Runtime.Reject(call, new ClientNotAvailableException(
                $"{call.Method.FullName} was not delivered: the observer {GrainId} is gone. Forget it."));
        }
        else if (!call.IsAnswered)
        {
            current = call;
            call.Begin(this, TurnKind.Exclusive);
        }
    }
}
