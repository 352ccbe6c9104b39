using System.Collections.Concurrent;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>A terminal that is cut off in the middle of bursts executes each order once, in order.</summary>
public sealed class BurstTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Terminal_that_is_cut_off_again_and_again_executes_each_order_once(int seed)
    {
        const int Orders = 600;
        var dice = new Dice(seed);
        await using var bridge = await BridgeHost.StartAsync(options => options.ByteRate = 1024 * 1024);
        var account = bridge.World.AddAccount();
        var subscriptions = Enumerable.Range(0, 3).Select(_ => bridge.World.AddSubscription(account)).ToList();
        var executed = subscriptions.ToDictionary(
            one => one.Id.Value, _ => new ConcurrentQueue<long>(), StringComparer.Ordinal);
        var journal = new TerminalJournal();
        var deliveries = DeliverAsync(subscriptions, Orders, seed + 100);
        using var limit = new CancellationTokenSource(Patience);
        while (!deliveries.IsCompleted || executed.Values.Any(one => one.Count < Orders) || journal.Unconfirmed > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            using var cut = new CancellationTokenSource();
            var heard = 0;
            var lines = 1 + dice.Next(400);
            var terminal = new ScriptedTerminal(account.Login, journal, Execute)
            {
                Heard = _ =>
                {
                    // Everything done is done with: the last connection may go.
                    if (++heard >= lines || (deliveries.IsCompleted && journal.Unconfirmed == 0
                        && executed.Values.All(one => one.Count == Orders)))
                    {
                        cut.Cancel();
                    }
                },
            };
            await RunUntilCutAsync(terminal, bridge, cut.Token);
        }

        await deliveries;
        var every = Enumerable.Range(1, Orders).Select(sequence => (long)sequence);
        Assert.All(executed.Values, one => Assert.Equal(every, one));
        Assert.All(subscriptions, one => Assert.Equal(every, one.Reports.Select(report => report.Sequence).Order()));
        Assert.Equal(Orders * 3, journal.Reports);

        string Execute(TerminalOrder order)
        {
            executed[order.Subscription].Enqueue(order.Sequence);
            return ScriptedTerminal.Fill(order);
        }
    }

    private static async Task RunUntilCutAsync(ScriptedTerminal terminal, BridgeHost bridge, CancellationToken cut)
    {
        try
        {
            Assert.Equal("REPLACED", await terminal.RunAsync(bridge.Endpoint, cancellationToken: cut));
        }
        catch (OperationCanceledException)
        {
            // The cut that the test wants.
        }
    }

    /// <summary>Some deliveries are lost, as one-way calls may be: the next one or a resume makes up for it.</summary>
    private static async Task DeliverAsync(List<TestSubscription> subscriptions, int orders, int seed)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < orders; i++)
        {
            foreach (var subscription in subscriptions)
            {
                if (dice.Next(8) == 0 && i < orders - 1)
                {
                    subscription.Store();
                }
                else
                {
                    await subscription.OrderAsync();
                }
            }

            await Task.Yield();
        }
    }

    /// <summary>The same throws for the same seed (xorshift).</summary>
    private sealed class Dice(int seed)
    {
        private uint _state = (uint)seed * 2_654_435_769;

        internal int Next(int below)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)below);
        }
    }
}
