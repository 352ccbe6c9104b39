using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>What goes wrong with a write.</summary>
public enum TrappedWrite
{
    /// <summary>The write is not made, and its caller is told.</summary>
    NotWritten,

    /// <summary>The write is made, and its caller is told that it failed.</summary>
    AnswerLost,

    /// <summary>The process dies before the write.</summary>
    DiesBefore,

    /// <summary>The process dies after the write, before anybody is told.</summary>
    DiesAfter,
}

/// <summary>Lets one write of a state with one of the given names go wrong: the one with the given number.</summary>
internal sealed class WriteTrap
{
    private readonly WriteFaults _writes;
    private readonly Func<Task> _restart;
    private readonly TaskCompletionSource _dying = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TrappedWrite _fault;
    private readonly int _at;
    private int _begun;
    private int _made;
    private bool _hasDied;

    internal WriteTrap(WalletWorld world, TrappedWrite fault, int at, params string[] states)
        : this(world.Writes, () => world.RestartAsync(), fault, at, states)
    {
    }

    /// <param name="writes">The world's.</param>
    /// <param name="restart">Kills the platform and starts it again.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="at">With which write from now on.</param>
    /// <param name="states">Writes of these states are counted.</param>
    internal WriteTrap(WriteFaults writes, Func<Task> restart, TrappedWrite fault, int at, params string[] states)
    {
        (_writes, _restart, _fault, _at) = (writes, restart, fault, at);
        writes.Writing = name => !states.Contains(name) ? Task.CompletedTask : BeforeAsync();
        writes.Answering = name => !states.Contains(name) ? Task.CompletedTask : AfterAsync();
        writes.Judge = (name, _) => states.Contains(name) && Volatile.Read(ref _begun) == _at && !WasSprung
            ? Judge()
            : WriteFault.None;
    }

    /// <summary>Everything that can go wrong.</summary>
    internal static IEnumerable<TrappedWrite> All => Enum.GetValues<TrappedWrite>();

    internal bool WasSprung { get; private set; }

    /// <summary>Does something; when the process dies meanwhile, starts it again and repeats that.</summary>
    internal async Task<T> RunAsync<T>(Func<Task<T>> act)
    {
        var acting = act();
        if (!_hasDied && await Task.WhenAny(acting, _dying.Task) == _dying.Task)
        {
            _hasDied = true;
            await _restart();
            _ = acting.ContinueWith(lost => lost.Exception, TaskScheduler.Default);
            return await act();
        }

        return await acting;
    }

    /// <summary>Lets all writes go well from now on, if there were fewer than its number.</summary>
    internal void Disarm() => (_writes.Writing, _writes.Answering, _writes.Judge) = (null, null, null);

    private WriteFault Judge()
    {
        WasSprung = true;
        return _fault switch
        {
            TrappedWrite.NotWritten => WriteFault.NotWritten,
            TrappedWrite.AnswerLost => WriteFault.AnswerLost,
            _ => WriteFault.None,
        };
    }

    private Task BeforeAsync() =>
        Interlocked.Increment(ref _begun) == _at && _fault == TrappedWrite.DiesBefore ? DieAsync() : Task.CompletedTask;

    private Task AfterAsync() =>
        Interlocked.Increment(ref _made) == _at && _fault == TrappedWrite.DiesAfter ? DieAsync() : Task.CompletedTask;

    private Task DieAsync()
    {
        WasSprung = true;
        _dying.TrySetResult();
        return new TaskCompletionSource().Task;
    }
}
