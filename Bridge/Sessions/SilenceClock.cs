namespace OrleansTrading.Bridge.Sessions;

/// <summary>Asks a client that says nothing whether it is there, and gives it up after three heartbeats.</summary>
internal sealed class SilenceClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _heartbeat;
    private readonly Action<long> _ping;
    private readonly Action _silent;
    private readonly ITimer _timer;
    private long _heardAt;
    private long _pings;
    private volatile bool _isHeld;

    /// <summary>Begins.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="heartbeat">The silence after which the client is asked.</param>
    /// <param name="ping">Asks, with a number that rises.</param>
    /// <param name="silent">Gives up.</param>
    internal SilenceClock(TimeProvider time, TimeSpan heartbeat, Action<long> ping, Action silent)
    {
        _time = time;
        _heartbeat = heartbeat;
        _ping = ping;
        _silent = silent;
        _heardAt = time.GetTimestamp();
        _timer = time.CreateTimer(
            static clock => ((SilenceClock)clock!).Tick(), this, heartbeat, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets how often the client was asked.</summary>
    internal long Pings => Interlocked.Read(ref _pings);

    /// <summary>While it is held we are those who do not listen, and the client's silence says nothing.</summary>
    internal bool IsHeld
    {
        get => _isHeld;
        set
        {
            Heard();
            _isHeld = value;
        }
    }

    internal void Heard() => Interlocked.Exchange(ref _heardAt, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var silence = _isHeld ? TimeSpan.Zero : _time.GetElapsedTime(Interlocked.Read(ref _heardAt));
        var heartbeats = silence.Ticks / _heartbeat.Ticks;
        if (heartbeats >= BridgeConstants.SilentHeartbeatsMax)
        {
            _silent();
            return;
        }

        if (heartbeats > 0)
        {
            _ping(Interlocked.Increment(ref _pings));
        }

        _timer.Change((_heartbeat * (heartbeats + 1)) - silence, Timeout.InfiniteTimeSpan);
    }
}
