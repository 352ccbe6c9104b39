namespace OrleansTrading.Clocks;

/// <summary>A clock that moves only when a test moves it, and fires the timers it passes, in their order.</summary>
/// <param name="start">What it shows at first.</param>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private long sequence;

    /// <summary>A clock that shows the beginning of 2026.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    private event Action<TimeSpan>? Armed;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are armed.</summary>
    public int ArmedCount
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <summary>Called by whoever looks at the clock; null: nothing is.</summary>
    public Action? Looking { get; set; }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        Looking?.Invoke();
        return GetUtcNow().Ticks;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, stopping at every due timer.</summary>
    public void Advance(TimeSpan time)
    {
        var until = GetUtcNow() + time;
        while (TakeDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = until;
        }
    }

    /// <summary>Ends when a timer is set that rings after a time like this.</summary>
    public Task NextTimerAsync(Func<TimeSpan, bool> isAwaited)
    {
        var awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            Armed += due =>
            {
                if (isAwaited(due))
                {
                    awaited.TrySetResult();
                }
            };
        }

        return awaited.Task;
    }

    private ManualTimer? TakeDue(DateTimeOffset until)
    {
        lock (gate)
        {
            var first = timers.OrderBy(timer => timer.DueAt).ThenBy(timer => timer.Sequence).FirstOrDefault();
            if (first is null || first.DueAt > until)
            {
                return null;
            }

            now = first.DueAt > now ? first.DueAt : now;
            timers.Remove(first);
            if (first.Period > TimeSpan.Zero)
            {
                Arm(first, first.Period);
            }

            return first;
        }
    }

    private void Arm(ManualTimer timer, TimeSpan due)
    {
        timer.DueAt = now + due;
        timer.Sequence = sequence++;
        timers.Add(timer);
        Armed?.Invoke(due);
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        private bool disposed;

        internal DateTimeOffset DueAt { get; set; }

        internal long Sequence { get; set; }

        internal TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner.gate)
            {
                if (disposed)
                {
                    return false;
                }

                owner.timers.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    owner.Arm(this, dueTime);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (owner.gate)
            {
                disposed = true;
                owner.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback(state);
    }
}
