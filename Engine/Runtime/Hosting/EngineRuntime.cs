using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine;

/// <summary>The engine: finds or makes the activation for a call and puts the call in front of it.</summary>
internal sealed partial class EngineRuntime : IDisposable
{
    private readonly Lazy<IIncomingGrainCallFilter[]> filters;
    private readonly ITimer collector;
    private int collecting;

    public EngineRuntime(
        IServiceProvider services,
        IOptions<EngineOptions> options,
        TimeProvider time,
        IActivationScheduler scheduler,
        ILoggerFactory loggers)
    {
        Services = services;
        Options = options.Value;
        Time = time;
        Scheduler = scheduler;
        Log = new EngineLog(loggers.CreateLogger("OrleansTrading.Engine"));
        Classes = new GrainClasses(Options);
        Metrics = new EngineMetrics(() => Directory.Count);
        Clock = new CallClock(time, Options.CallTimeoutResolution, new DeadlockWatch(Directory));
        filters = new Lazy<IIncomingGrainCallFilter[]>(() => [.. services.GetServices<IIncomingGrainCallFilter>()]);
        using var plain = ExecutionContext.SuppressFlow();
        collector = time.CreateTimer(
            static self => ((EngineRuntime)self!).CollectIdle(),
            this,
            Options.CollectionQuantum,
            Options.CollectionQuantum);
    }

    /// <summary>Gets the host's services.</summary>
    internal IServiceProvider Services { get; }

    /// <summary>Gets the options, which were checked.</summary>
    internal EngineOptions Options { get; }

    /// <summary>Gets the time.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Gets what runs activations.</summary>
    internal IActivationScheduler Scheduler { get; }

    /// <summary>Gets the log.</summary>
    internal EngineLog Log { get; }

    /// <summary>Gets the instruments.</summary>
    internal EngineMetrics Metrics { get; }

    /// <summary>Gets the grain classes.</summary>
    internal GrainClasses Classes { get; }

    /// <summary>Gets what times calls out.</summary>
    internal CallClock Clock { get; }

    /// <summary>Gets the activations.</summary>
    internal ActivationDirectory Directory { get; } = new();

    /// <summary>Gets the filters around every call.</summary>
    internal IIncomingGrainCallFilter[] Filters => filters.Value;

    /// <summary>Makes a reference.</summary>
    internal GrainProxy CreateProxy(Type type, GrainId grainId, GrainClass grainClass)
    {
        if (!type.IsAssignableFrom(grainClass.Type))
        {
            throw new ArgumentException(
                $"{grainClass.Type} does not implement {type}, so {grainId} cannot be called by it.");
        }

        return InterfaceShape.Of(type)
            .CreateProxy(new ProxyTarget(this, InterfaceShape.Of(type), grainId, grainClass, Observer: null));
    }

    /// <summary>Sends a call. It fails through its answer, never here.</summary>
    internal void Send(GrainProxy proxy, GrainCall call)
    {
        var source = RuntimeContext.Current;
        call.Source = source;
        call.TargetId = proxy.GrainId;
        call.Values = RequestContext.Current;
        Metrics.Called();
        if ((source is null && isStopping) || isStopped)
        {
            Reject(call, new SiloUnavailableException(
                $"{call.Method.FullName} on {call.TargetId} was not made: the engine is stopping."));
            return;
        }

        if (!call.Method.IsOneWay)
        {
            // Who waits for whom: not through one-way calls, for which nobody waits.
            call.Parent = Turn.Flowing is { IsRunning: true } caller ? caller : null;
            call.Timeout = call.Method.Timeout ?? Options.CallTimeout;
            Clock.Add(call);
        }

        if (call.Method.CancellationIndex >= 0)
        {
            CallCancellation.Attach(call, call.Method.CancellationIndex);
            if (call.IsAnswered)
            {
                return;
            }
        }

        Deliver(proxy, call);
    }

    /// <summary>Tells the caller that the call was not taken; what nobody waits for is logged.</summary>
    internal void Reject(GrainCall call, Exception reason)
    {
        if (call.Method.IsOneWay)
        {
            Log.OneWayDropped(call.Method.FullName, call.TargetId, reason.Message);
        }
        else
        {
            call.TryFail(reason);
        }
    }

    public void Dispose()
    {
        isStopping = true;
        isStopped = true;
        collector.Dispose();
        Clock.Dispose();
        Metrics.Dispose();
    }

    private void Deliver(GrainProxy proxy, GrainCall call)
    {
        while (true)
        {
            var target = proxy.CallTarget ??= Directory.GetOrAdd(this, proxy.Class!, proxy.GrainId);
            switch (target.TryEnqueue(call))
            {
                case EnqueueResult.Taken:
                    return;
                case EnqueueResult.Closed when proxy.Class is null:
                    Reject(call, new ClientNotAvailableException(
                        $"{call.Method.FullName} was not delivered: the observer {call.TargetId} is gone. Forget it."));
                    return;
                case EnqueueResult.Closed:
                    proxy.CallTarget = null;
                    break;
                default:
                    Metrics.Rejected();
                    Reject(call, new LimitExceededException(
                        $"{call.Method.FullName} on {call.TargetId} was not made: {Options.MaxQueuedRequests} calls"
                        + $" wait or interleave there already (Engine:{nameof(EngineOptions.MaxQueuedRequests)})."
                        + " Call again later."));
                    return;
            }
        }
    }

    private void CollectIdle()
    {
        if (Interlocked.Exchange(ref collecting, 1) != 0)
        {
            return; // The look before takes longer than a quantum: a second one would only keep more in memory.
        }

        try
        {
            var now = Time.GetTimestamp();

            // In their own order, not in that of a hash table, which is another one in each process.
            foreach (var activation in Directory.All.Where(each => each.IsIdle(now)).OrderBy(each => each.GrainId))
            {
                activation.Collect();
            }
        }
        finally
        {
            Volatile.Write(ref collecting, 0);
        }
    }
}
