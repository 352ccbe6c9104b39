using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Client.Api.Hooks;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Clocks;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Hooks;

public sealed class WatcherBellTests : IDisposable
{
    private readonly ManualTime time = new(Samples.Start);
    private readonly FakeWatcher watcher = new(Samples.StellarAccount.Value);
    private readonly FakeWatcher other = new(Samples.SolanaAccount.Value);
    private readonly WatcherBell bell;

    public WatcherBellTests()
    {
        var grains = new FakeGrains();
        grains.Put<IWatcherGrain>(Samples.StellarAccount.Value, watcher);
        grains.Put<IWatcherGrain>(Samples.SolanaAccount.Value, other);
        bell = new WatcherBell(grains.Factory, time, NullLogger<WatcherBell>.Instance);
    }

    public void Dispose() => bell.Dispose();

    [Fact]
    public async Task The_first_ring_wakes_at_once_and_what_follows_wakes_once_more_after_the_interval()
    {
        await bell.RingAsync(Samples.StellarAccount);
        Assert.Equal(1, watcher.Wakes);

        await bell.RingAsync(Samples.StellarAccount);
        await bell.RingAsync(Samples.StellarAccount);
        Assert.Equal(1, watcher.Wakes);

        time.Advance(WatcherBell.IntervalMin);
        Assert.Equal(2, watcher.Wakes);

        time.Advance(WatcherBell.IntervalMin);
        Assert.Equal(2, watcher.Wakes);
        await bell.RingAsync(Samples.StellarAccount);
        Assert.Equal(3, watcher.Wakes);
    }

    [Fact]
    public async Task A_ring_right_after_a_late_wake_waits_for_its_own_interval()
    {
        await bell.RingAsync(Samples.StellarAccount);
        await bell.RingAsync(Samples.StellarAccount);
        time.Advance(WatcherBell.IntervalMin);

        await bell.RingAsync(Samples.StellarAccount);
        Assert.Equal(2, watcher.Wakes);

        time.Advance(WatcherBell.IntervalMin);
        Assert.Equal(3, watcher.Wakes);
    }

    [Fact]
    public async Task Accounts_do_not_wait_for_each_other()
    {
        await bell.RingAsync(Samples.StellarAccount);
        await bell.RingAsync(Samples.SolanaAccount);

        Assert.Equal((1, 1), (watcher.Wakes, other.Wakes));
    }

    [Fact]
    public async Task A_watcher_that_fails_is_rung_for_again()
    {
        watcher.Failure = new TimeoutException();
        await bell.RingAsync(Samples.StellarAccount);
        time.Advance(WatcherBell.IntervalMin);
        watcher.Failure = null;

        await bell.RingAsync(Samples.StellarAccount);

        Assert.Equal(2, watcher.Wakes);
    }
}
