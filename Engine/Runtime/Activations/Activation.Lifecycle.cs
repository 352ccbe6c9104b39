namespace OrleansTrading.Engine;

/// <content>How an activation begins and ends.</content>
internal sealed partial class Activation
{
    /// <summary>How often a call may meet an activation that ends before it serves any call.</summary>
    private const int ForwardsMax = 8;

    private List<ILoadedState>? states;
    private TaskCompletionSource? deactivated;
    private ITimer? overdueTimer;
    private volatile bool leaving;
    private volatile bool drains;
    private bool served;
    private DeactivationReason leavingReason;
    private Exception? spoiled;

    /// <inheritdoc/>
    public Task Deactivated
    {
        get
        {
            lock (Gate)
            {
                if (closed)
                {
                    return Task.CompletedTask;
                }

                // Its continuations leave by themselves: it is set on the queue, and last of all.
                deactivated ??= new TaskCompletionSource();
                return deactivated.Task;
            }
        }
    }

    internal override Exception? AnswersWithheld => spoiled;

    /// <summary>Gets whether turns may still start: a stop lets all run that were taken before it ends them.</summary>
    private bool StartsTurns => !leaving || drains;

    /// <inheritdoc/>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool wake;
        lock (Gate)
        {
            // A stop is no reason to put off what another reason asks for, a failed write say.
            var stops = deactivationReason.ReasonCode == DeactivationReasonCode.ShuttingDown;
            if (closed || (leaving && (stops || !drains)))
            {
                return;
            }

            leavingReason = deactivationReason;
            drains = stops;
            leaving = true;
            wake = PutLocked(Nudge);
        }

        Wake(wake);
    }

    /// <summary>Notes a state that the constructor asked for, to be read next.</summary>
    internal void AddState(ILoadedState state) => (states ??= []).Add(state);

    /// <summary>Memory and store may differ: nothing runs on this memory any more that has not begun.</summary>
    internal void Spoil(Exception cause)
    {
        if (Interlocked.CompareExchange(ref spoiled, cause, null) is null)
        {
            Runtime.Log.ActivationSpoiled(GrainId, cause);
            Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError,
                cause,
                "A state write failed, so memory may not be what is stored."));
        }
    }

    /// <summary>Refuses what would be based on spoilt memory.</summary>
    internal void ThrowIfSpoiled()
    {
        if (spoiled is { } cause)
        {
            throw Spoiled(cause);
        }
    }

    /// <summary>The process stops without waiting longer: what still runs cannot store anything any more.</summary>
    internal void Abandon(TimeSpan waited)
    {
        Interlocked.CompareExchange(
            ref spoiled, new OrleansException($"{GrainId} was abandoned after it was waited for {waited:c}."), null);
        Runtime.Log.ActivationAbandoned(GrainId, waited);
    }

    private InconsistentStateException Spoiled(Exception cause) => new(
        $"This activation of {GrainId} ended because of a failed state write or a timeout. Nothing is read or"
        + " written by it any more. Repeat the call: it goes to a fresh activation.",
        cause);

    private void StartActivating(Turn trigger)
    {
        phase = Phase.Activating;
        Start(
            new LifecycleTurn(this, nameof(IGrainBase.OnActivateAsync), ActivateAsync, OnActivated)
            {
                Parent = trigger,
            },
            TurnKind.Exclusive);
    }

    private async Task ActivateAsync()
    {
        instance = Class.Constructor.Create(this);
        using var cancellation = new CancellationTokenSource();
        var loading = LoadAsync(cancellation.Token);
        if (loading.IsCompleted)
        {
            await loading;
            return;
        }

        try
        {
            await loading.WaitAsync(Runtime.Options.ActivationTimeout, Runtime.Time);
        }
        catch (TimeoutException) when (!loading.IsCompleted)
        {
            Cancel(cancellation);
            Abandon(Runtime.Options.ActivationTimeout);
            throw new TimeoutException(
                $"{GrainId} was not activated within {Runtime.Options.ActivationTimeout:c}: reading its state or"
                + " OnActivateAsync did not end. The next call tries again.");
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var state in states ?? [])
        {
            await state.ReadStateAsync(cancellationToken);
        }

        states = null;
        if (instance is IGrainBase grain)
        {
            await grain.OnActivateAsync(cancellationToken);
        }
    }

    private void OnActivated(Task outcome)
    {
        if (outcome.IsCompletedSuccessfully)
        {
            phase = Phase.Active;
            return;
        }

        var failure = outcome.Exception?.InnerException
            ?? new OperationCanceledException($"{GrainId} was not activated: it was cancelled.");
        Runtime.Log.ActivationFailed(GrainId, failure);
        Close(failure);
    }

    private void OnNudged()
    {
        if (phase == Phase.New)
        {
            if (leaving)
            {
                Close(failure: null);
            }
        }
        else if (phase == Phase.Active && !StartsTurns && runningCount > 0 && overdueTimer is null)
        {
            using (ExecutionContext.SuppressFlow())
            {
                overdueTimer = Runtime.Time.CreateTimer(
                    static self => ((Activation)self!).PostOverdue(),
                    this,
                    Runtime.Options.DeactivationTimeout,
                    Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void PostOverdue()
    {
        bool wake;
        lock (Gate)
        {
            if (closed)
            {
                return;
            }

            wake = PutLocked(this);
        }

        Wake(wake);
    }

    private void OnOverdue()
    {
        if (phase == Phase.Active && !StartsTurns)
        {
            Abandon(Runtime.Options.DeactivationTimeout);
            Close(failure: null);
        }
    }

    private void StartClosing()
    {
        phase = Phase.Closing;
        DisposeTimers();
        Start(
            new LifecycleTurn(this, nameof(IGrainBase.OnDeactivateAsync), CleanUpAsync, OnCleanedUp),
            TurnKind.Exclusive);
    }

    private async Task CleanUpAsync()
    {
        if (instance is IGrainBase grain)
        {
            using var cancellation = new CancellationTokenSource();
            var cleaning = grain.OnDeactivateAsync(leavingReason, cancellation.Token);
            if (!cleaning.IsCompleted)
            {
                try
                {
                    await cleaning.WaitAsync(Runtime.Options.DeactivationTimeout, Runtime.Time);
                }
                catch (TimeoutException) when (!cleaning.IsCompleted)
                {
                    Cancel(cancellation);
                    Abandon(Runtime.Options.DeactivationTimeout);
                    throw;
                }
            }

            await cleaning;
        }

        switch (instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private void OnCleanedUp(Task outcome)
    {
        if (outcome.Exception is { } error)
        {
            Runtime.Log.DeactivationFailed(GrainId, error.InnerException!);
        }

        Close(failure: null);
    }

    /// <summary>
    /// Ends it. What waits goes to a successor that takes this activation's place before anybody can see that it is
    /// gone, so no later call overtakes an earlier one; or fails, if this activation never began.
    /// </summary>
    private void Close(Exception? failure)
    {
        DisposeTimers();
        overdueTimer?.Dispose();
        var calls = new List<GrainCall>();
        Activation? successor = null;
        lock (Gate)
        {
            closed = true;
            while ((waitingInterleaved.Dequeue() ?? waiting.Dequeue()) is { } turn)
            {
                AddCall(turn, calls);
            }

            foreach (var item in TakeItemsLocked())
            {
                AddCall(item, calls);
            }

            inboxTurns = 0;
            waitingCount = 0;
            if (failure is null && calls.Exists(call => call.Forwards < ForwardsMax))
            {
                successor = new Activation(Runtime, Class, GrainId);
            }

            Runtime.Directory.Replace(this, successor);
            successor?.Inherit(calls.Where(call => call.Forwards < ForwardsMax), inVain: !served);
        }

        phase = Phase.Gone;
        instance = null;
        foreach (var call in successor is null ? calls : calls.Where(call => call.Forwards >= ForwardsMax))
        {
            Runtime.Reject(call, failure ?? new OrleansException(
                $"{GrainId} ended {ForwardsMax} times without serving any call, {call.Method.FullName} among them: it"
                + " deactivates itself while it activates."));
        }

        deactivated?.TrySetResult();
    }

    /// <summary>Cancels here and now: the asynchronous way goes through the thread pool, past the scheduler.</summary>
    private static void Cancel(CancellationTokenSource cancellation) => cancellation.Cancel();

    private static void AddCall(object item, List<GrainCall> calls)
    {
        if (item is GrainCall { IsAnswered: false } call)
        {
            calls.Add(call);
        }
    }

    /// <summary>Takes over calls. If those before had some call served, these only wait for their turn.</summary>
    private void Inherit(IEnumerable<GrainCall> calls, bool inVain)
    {
        var wake = false;
        lock (Gate)
        {
            foreach (var call in calls)
            {
                call.Forwards += inVain ? 1 : 0;
                inboxTurns++;
                wake |= PutLocked(call);
            }
        }

        Wake(wake);
    }
}
