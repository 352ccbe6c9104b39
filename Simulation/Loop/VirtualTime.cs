namespace OrleansTrading.Simulation.Loop;

/// <summary>
/// The clock of one process. Its wall time may be wrong and may jump (<see cref="Skew"/>); the time that timers and
/// intervals go by does not.
/// </summary>
internal sealed class VirtualTime(VirtualLoop loop, VirtualProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How far this process's wall clock is from the true time.</summary>
    internal TimeSpan Skew { get; set; }

    public override DateTimeOffset GetUtcNow() => loop.Now + Skew;

    public override long GetTimestamp() => loop.NowTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(loop, process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}

/// <summary>A timer of a process: it is called when the loop's time has come to it.</summary>
internal sealed class VirtualTimer(VirtualLoop loop, VirtualProcess process, TimerCallback callback, object? state)
    : ITimer
{
    private TimeSpan period = Timeout.InfiniteTimeSpan;
    private int version;

    internal long DueTicks { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        version++;
        this.period = period;
        Arm(dueTime);
        return true;
    }

    public void Dispose() => version++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal bool IsDue(int armed) => armed == version && process.IsAlive;

    internal void Fire(int armed)
    {
        if (period > TimeSpan.Zero)
        {
            Arm(period);
        }

        if (armed == version)
        {
            callback(state);
        }
    }

    private void Arm(TimeSpan due)
    {
        if (due != Timeout.InfiniteTimeSpan && process.IsAlive)
        {
            DueTicks = loop.NowTicks + Math.Max(0, due.Ticks);
            loop.Arm(this, version, due);
        }
    }
}
