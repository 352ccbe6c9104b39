using OrleansTrading.Bridge.Tests.Support;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>A client that does not read takes a bounded piece of memory, and then its leave.</summary>
public sealed class SlowReaderTests
{
    private const int OrdersMax = 200_000;

    [Fact]
    public async Task Client_that_does_not_read_is_ended_and_resumes_without_a_loss()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        var last = 0L;
        await using (var terminal = await bridge.GoLiveAsync(account))
        {
            // Until the sockets' buffers are full, and then the queue.
            var count = 0;
            while (!bridge.Log.Entries.Any(e => e.Text.Contains("Too many lines", StringComparison.Ordinal)))
            {
                await subscription.OrderAsync();
                Assert.True(++count < OrdersMax, $"After {count} orders the session stands.");
            }

            while (await terminal.ReadLineAsync() is { } line && !line.StartsWith("BYE", StringComparison.Ordinal))
            {
                Assert.Equal(++last, Lines.SequenceOf(line));
            }
        }

        Assert.True(last > 0);

        await using var again = await bridge.EnterAsync(account);
        await again.SendAsync([$"RESUME|{subscription.Id}|{last}", Lines.Report(1, subscription, 1), "READY"]);
        while (await again.ReadAsync() is { } line && line != "LIVE")
        {
            if (line.StartsWith("SIG|", StringComparison.Ordinal) && Lines.SequenceOf(line) > last)
            {
                Assert.Equal(++last, Lines.SequenceOf(line));
            }
        }

        Assert.Equal(subscription.Count, last);
    }

    [Fact]
    public async Task Resume_of_more_orders_than_may_wait_waits_for_the_client_instead_of_ending_it()
    {
        const int Count = 20_000;
        await using var bridge = await BridgeHost.StartAsync(options => options.QueueMax = 16);
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        for (var i = 0; i < Count; i++)
        {
            subscription.Store();
        }

        await using var terminal = await bridge.EnterAsync(account);
        await terminal.SendAsync("READY");
        Assert.StartsWith("SUB|", await terminal.ReadAsync(), StringComparison.Ordinal);
        for (var i = 1; i <= Count; i++)
        {
            Assert.Equal(i, Lines.SequenceOf((await terminal.ReadAsync())!));
        }

        Assert.Equal("LIVE", await terminal.ReadAsync());
    }
}
