namespace OrleansTrading.Engine;

/// <summary>
/// A timer of an activation. When it is due it only queues a tick; the next one is due a period after that tick has
/// ended, so it never overlaps itself and never piles up.
/// </summary>
internal abstract class GrainTimer : IGrainTimer
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock gate = new();
    private readonly ITimer timer;
    private CancellationTokenSource? cancellation;
    private TimeSpan period;
    private long generation;
    private bool disposed;

    private protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        Activation = activation;
        Interleaves = options.Interleave;
        KeepsAlive = options.KeepAlive;

        // Whoever registers the timer is not who it ticks for: nothing of the call flows into it.
        using var plain = ExecutionContext.IsFlowSuppressed()
            ? default(AsyncFlowControl?)
            : ExecutionContext.SuppressFlow();
        timer = activation.Runtime.Time.CreateTimer(
            static self => ((GrainTimer)self!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets whose it is.</summary>
    internal Activation Activation { get; }

    /// <summary>Gets whether a tick may start while a call waits.</summary>
    internal bool Interleaves { get; }

    /// <summary>Gets whether a tick counts as use.</summary>
    internal bool KeepsAlive { get; }

    /// <inheritdoc/>
    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            this.period = period;
            generation++;
            timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CancellationTokenSource? toCancel;
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            generation++;
            toCancel = cancellation;
            cancellation = null;
            timer.Dispose();
        }

        Activation.Forget(this);
        toCancel?.Cancel();
        toCancel?.Dispose();
    }

    /// <summary>Whether a queued tick is still wanted: the timer was neither changed nor disposed since.</summary>
    internal bool IsCurrent(long tickGeneration)
    {
        lock (gate)
        {
            return generation == tickGeneration;
        }
    }

    /// <summary>
    /// The tick has ended: the next one is due a period from now, unless the callback said otherwise.
    /// </summary>
    internal void OnEnded(long tickGeneration)
    {
        lock (gate)
        {
            if (generation == tickGeneration && period != Timeout.InfiniteTimeSpan)
            {
                timer.Change(period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Runs the callback.</summary>
    internal Task InvokeAsync()
    {
        CancellationToken token;
        lock (gate)
        {
            if (disposed)
            {
                return Task.CompletedTask;
            }

            cancellation ??= new CancellationTokenSource();
            token = cancellation.Token;
        }

        return InvokeCallback(token);
    }

    /// <summary>Runs the callback.</summary>
    private protected abstract Task InvokeCallback(CancellationToken cancellationToken);

    private static void Check(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value > LongestTime))
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"A timer's time is from zero to {LongestTime:c}, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void OnDue()
    {
        long now;
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            now = generation;
        }

        Activation.Enqueue(new TimerTick(this, now));
    }
}

/// <inheritdoc/>
internal sealed class GrainTimer<TState>(
    Activation activation,
    Func<TState, CancellationToken, Task> callback,
    TState state,
    GrainTimerCreationOptions options) : GrainTimer(activation, options)
{
    private protected override Task InvokeCallback(CancellationToken cancellationToken) =>
        callback(state, cancellationToken);
}
