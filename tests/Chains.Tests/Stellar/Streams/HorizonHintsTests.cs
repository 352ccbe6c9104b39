using System.Runtime.CompilerServices;
using OrleansTrading.Chains.Stellar.Streams;
using OrleansTrading.Chains.Transport.Events;

namespace OrleansTrading.Chains.Tests.Stellar.Streams;

/// <summary>How the stream goes on after interruptions.</summary>
public sealed class HorizonHintsTests
{
    private static readonly string Account = StellarFixtures.Address(1);
    private static readonly ServerEvent Opened = new("open", null);

    private readonly Script _script = new();
    private readonly InstantTime _time = new();

    [Fact]
    public async Task It_begins_now_and_goes_on_at_the_last_place_it_heard_of()
    {
        _script.Add(Opened, new ServerEvent("message", "41"), new ServerEvent("message", "42"));
        _script.Add(Opened, new ServerEvent("close", null), new ServerEvent("message", "99"));
        _script.Add(new ServerEvent("message", "43"));
        var hints = await TakeAsync(8);

        Assert.Equal("Connected Moved Moved Interrupted Connected Interrupted Moved Interrupted", Show(hints));
        Assert.Equal(
            [
                ($"accounts/{Account}/payments?cursor=now", null),
                ($"accounts/{Account}/payments?cursor=42", "42"),
                ($"accounts/{Account}/payments?cursor=42", "42"),
            ],
            _script.Asked);
    }

    [Fact]
    public async Task What_is_no_place_in_history_is_never_sent_back()
    {
        _script.Add(new ServerEvent("message", "42&cursor=0"), new ServerEvent("message", new string('1', 21)));
        _script.Add(Opened);
        await TakeAsync(4);
        Assert.Equal(($"accounts/{Account}/payments?cursor=now", null), _script.Asked[1]);
    }

    [Fact]
    public async Task Connections_that_hear_nothing_are_made_ever_later_until_one_hears_something()
    {
        for (var failure = 0; failure < 8; failure++)
        {
            _script.Fail();
        }

        _script.Add(Opened);
        _script.Fail();
        _script.Fail();
        var hints = await TakeAsync(12);

        Assert.Equal("no server", hints[0].Reason);
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 1, 2], _time.Pauses);
    }

    private async Task<List<ChainHint>> TakeAsync(int count)
    {
        var hints = new List<ChainHint>();
        await foreach (var hint in new HorizonHints("stellar:testnet", _script, _time).ListenAsync(Account))
        {
            hints.Add(hint);
            if (hints.Count == count)
            {
                break;
            }
        }

        return hints;
    }

    private static string Show(List<ChainHint> hints) => string.Join(' ', hints.Select(hint => hint.Kind));

    /// <summary>A server that says what it is told to, connection by connection, and then nothing for ever.</summary>
    private sealed class Script : IEventSource
    {
        private readonly Queue<ServerEvent[]?> _connections = new();

        internal List<(string Path, string? LastId)> Asked { get; } = [];

        public async IAsyncEnumerable<ServerEvent> OpenAsync(
            string pathAndQuery,
            string? lastId,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Asked.Add((pathAndQuery, lastId));
            var events = _connections.Count == 0 ? null : _connections.Dequeue();
            foreach (var one in events ?? throw new ChainUnavailableException("stellar", "no server"))
            {
                yield return one;
            }
        }

        internal void Add(params ServerEvent[] events) => _connections.Enqueue(events);

        internal void Fail() => _connections.Enqueue(null);
    }

    /// <summary>Time in which every pause is over at once, and remembered.</summary>
    private sealed class InstantTime : TimeProvider
    {
        internal List<int> Pauses { get; } = [];

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add((int)dueTime.TotalSeconds);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
