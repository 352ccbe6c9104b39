namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>The system's clock plus an offset that a test raises. Timers stay real.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    internal void Jump(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
