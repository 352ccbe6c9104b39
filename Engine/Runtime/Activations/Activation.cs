using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>
/// A grain in memory. It is its own task scheduler: the grain's code, with everything it awaits, runs here one piece at
/// a time. This part takes calls and ticks and decides which may start.
/// </summary>
internal sealed partial class Activation(EngineRuntime runtime, GrainClass grainClass, GrainId grainId)
    : CallTarget(runtime, grainId), IGrainContext
{
    /// <summary>Says that there is something to look at, although no turn arrived.</summary>
    private static readonly object Nudge = new();

    // Under the gate.
    private int inboxTurns;
    private bool closed;

    // Only the thread that runs the queue changes what follows; others may look, and see something recent.
    private TurnQueue waiting;
    private TurnQueue waitingInterleaved;
    private volatile int waitingCount;
    private volatile int runningCount;
    private int readers;
    private bool exclusive;
    private object? instance;
    private volatile Phase phase;

    private enum Phase : byte
    {
        /// <summary>Nothing happened yet.</summary>
        New,

        /// <summary>The object is made, its state read.</summary>
        Activating,

        /// <summary>Calls run.</summary>
        Active,

        /// <summary>The grain cleans up.</summary>
        Closing,

        /// <summary>It is over.</summary>
        Gone,
    }

    /// <inheritdoc/>
    public object? GrainInstance => instance;

    /// <inheritdoc/>
    public IServiceProvider ActivationServices => Runtime.Services;

    /// <inheritdoc/>
    public GrainReference GrainReference => Runtime.CreateProxy(Class.Interfaces[0], GrainId, Class);

    /// <summary>Gets the grain's class.</summary>
    internal GrainClass Class { get; } = grainClass;

    internal override bool IsFiltered => Runtime.Filters.Length > 0 || Class.IsFilter;

    /// <inheritdoc/>
    protected override bool HasReady
    {
        get
        {
            if (phase != Phase.Active)
            {
                return false;
            }

            return (leaving && runningCount == 0)
                || (StartsTurns && (waitingInterleaved.Head is not null
                    || (waiting.Head is { } head && MayStart(KindOf(head)))));
        }
    }

    internal override object GetInstance() => instance!;

    internal override MethodInfo GetImplementation(MethodInfo interfaceMethod) =>
        Class.GetImplementation(interfaceMethod);

    internal override EnqueueResult TryEnqueue(GrainCall call)
    {
        bool wake;
        lock (Gate)
        {
            if (closed)
            {
                return EnqueueResult.Closed;
            }

            // What runs besides one counts too: where calls interleave, none would ever wait.
            if (inboxTurns + waitingCount + Math.Max(runningCount - 1, 0) >= Runtime.Options.MaxQueuedRequests)
            {
                return EnqueueResult.Full;
            }

            inboxTurns++;
            wake = PutLocked(call);
        }

        Wake(wake);
        return EnqueueResult.Taken;
    }

    /// <summary>Queues a timer's tick, from any thread; dropped when the activation is over.</summary>
    internal void Enqueue(TimerTick tick)
    {
        bool wake;
        lock (Gate)
        {
            if (closed)
            {
                return;
            }

            inboxTurns++;
            wake = PutLocked(tick);
        }

        Wake(wake);
    }

    /// <summary>Whether a call that waits here cannot start before a turn that runs here has ended.</summary>
    internal bool IsInTheWay(Turn running, GrainCall call) => !StartsTurns || phase != Phase.Active
        || running.Kind == TurnKind.Exclusive && KindOf(call) != TurnKind.Interleave
        || running.Kind == TurnKind.ReadOnly && KindOf(call) == TurnKind.Exclusive;

    internal override void End(Turn turn)
    {
        runningCount--;
        if (turn.Kind == TurnKind.ReadOnly)
        {
            readers--;
        }
        else if (turn.Kind == TurnKind.Exclusive)
        {
            exclusive = false;
        }

        if (turn.StartedAt != 0)
        {
            Runtime.Metrics.TurnTook(Runtime.Time.GetElapsedTime(turn.StartedAt));
        }

        turn.MarkEnded();
    }

    /// <inheritdoc/>
    protected override void OnTakenLocked(object item)
    {
        if (item is Turn)
        {
            // Both under the gate: a turn that is in neither for a moment would let one call too many in.
            inboxTurns--;
            waitingCount++;
        }
    }

    /// <inheritdoc/>
    protected override void Handle(object item)
    {
        if (item is Turn turn)
        {
            if (phase == Phase.New && StartsTurns)
            {
                // It waits like any other, so that it fails with them if the activation fails, even at once.
                Wait(turn, KindOf(turn));
                StartActivating(turn);
            }
            else
            {
                Admit(turn);
            }
        }
        else if (ReferenceEquals(item, Nudge))
        {
            OnNudged();
        }
        else
        {
            OnOverdue();
        }
    }

    /// <inheritdoc/>
    protected override void RunReady()
    {
        if (leaving && (!StartsTurns || waitingCount == 0))
        {
            StartClosing();
            return;
        }

        var turn = waitingInterleaved.Dequeue() ?? waiting.Dequeue()!;
        waitingCount--;
        if (IsWanted(turn))
        {
            Start(turn, KindOf(turn));
        }
    }

    /// <summary>
    /// Not run any more: a call that timed out, a tick of a timer that changed meanwhile or whose grain leaves.
    /// </summary>
    private bool IsWanted(Turn turn) => turn switch
    {
        GrainCall call => !call.IsAnswered,
        TimerTick tick => tick.IsDue && !leaving,
        _ => true,
    };

    private TurnKind KindOf(Turn turn) => Class.IsReentrant
        ? TurnKind.Interleave
        : turn switch
        {
            GrainCall call => call.Method.Kind,
            TimerTick { Interleaves: true } => TurnKind.Interleave,
            _ => TurnKind.Exclusive,
        };

    private bool MayStart(TurnKind kind) => kind == TurnKind.Interleave
        || (!exclusive && (kind == TurnKind.ReadOnly || readers == 0));

    private void Admit(Turn turn)
    {
        var kind = KindOf(turn);
        if (!IsWanted(turn))
        {
            waitingCount--;
            return;
        }

        // A reader does not overtake a writer that waits: a stream of readers would keep it waiting for ever.
        if (phase == Phase.Active && StartsTurns && MayStart(kind)
            && (kind == TurnKind.Interleave || waiting.Head is null))
        {
            waitingCount--;
            Start(turn, kind);
        }
        else if (turn is GrainCall call && call.FindWaitingIn(this) is { } caller)
        {
            AdmitFromWithin(call, kind, caller);
        }
        else
        {
            Wait(turn, kind);
        }
    }

    private void Wait(Turn turn, TurnKind kind)
    {
        if (kind == TurnKind.Interleave)
        {
            waitingInterleaved.Enqueue(turn);
        }
        else
        {
            waiting.Enqueue(turn);
        }
    }

    /// <summary>A call that a turn running here waits for cannot be put off: it starts now or never.</summary>
    private void AdmitFromWithin(GrainCall call, TurnKind kind, Turn caller)
    {
        if (phase == Phase.Active && spoiled is null && caller.Kind == TurnKind.Interleave && !MayStart(kind))
        {
            Wait(call, kind);
            return;
        }

        waitingCount--;
        if (phase != Phase.Active || (caller.Kind != TurnKind.Interleave && !MayStart(kind)))
        {
            Runtime.Reject(call, CallCycleException.Of("The call would wait for itself", call.DescribeTrail()));
        }
        else if (spoiled is { } cause)
        {
            Runtime.Reject(call, Spoiled(cause));
        }
        else
        {
            Start(call, kind);
        }
    }

    private void Start(Turn turn, TurnKind kind)
    {
        runningCount++;
        if (kind == TurnKind.ReadOnly)
        {
            readers++;
        }
        else if (kind == TurnKind.Exclusive)
        {
            exclusive = true;
        }

        served |= turn is GrainCall;
        if (turn is GrainCall || turn is TimerTick { KeepsAlive: true })
        {
            used = true;
        }

        if (Runtime.Metrics.TimesTurns)
        {
            turn.StartedAt = Runtime.Time.GetTimestamp();
        }

        turn.Begin(this, kind);
    }
}
