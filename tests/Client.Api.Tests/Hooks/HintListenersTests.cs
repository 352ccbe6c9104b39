using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Chains;
using OrleansTrading.Client.Api.Hooks;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Clocks;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Hooks;

public sealed class HintListenersTests : IDisposable
{
    private readonly ManualTime time = new(Samples.Start);
    private readonly FakeWatcher watcher = new(Samples.StellarAccount.Value);
    private readonly WatcherBell bell;

    public HintListenersTests()
    {
        var grains = new FakeGrains();
        grains.Put<IWatcherGrain>(Samples.StellarAccount.Value, watcher);
        bell = new WatcherBell(grains.Factory, time, NullLogger<WatcherBell>.Instance);
    }

    public void Dispose() => bell.Dispose();

    [Fact]
    public async Task A_hint_and_a_new_connection_wake_the_watcher_and_a_lost_one_does_not()
    {
        var source = new Source(Samples.StellarId);
        using var listeners = await StartAsync(source);
        Assert.Equal(Samples.StellarAccount.Address, await source.Listened.Task);

        await source.SayAsync(ChainHintKind.Interrupted);
        Assert.Equal(0, watcher.Wakes);
        await source.SayAsync(ChainHintKind.Connected);
        Assert.Equal(1, watcher.Wakes);
        time.Advance(WatcherBell.IntervalMin);
        await source.SayAsync(ChainHintKind.Moved);
        Assert.Equal(2, watcher.Wakes);
        await listeners.StopAsync(CancellationToken.None);
        Assert.True(listeners.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_source_of_a_chain_that_is_not_used_is_not_listened_to_and_one_that_fails_ends_no_host()
    {
        var failing = new Source(Samples.StellarId) { Failure = new InvalidOperationException("broken") };
        var unused = new Source("stellar:elsewhere");
        using var listeners = await StartAsync(failing, unused);
        await listeners.ExecuteTask!;
        Assert.False(unused.Listened.Task.IsCompleted);
        Assert.True(failing.Listened.Task.IsCompletedSuccessfully);
    }

    private async Task<HintListeners> StartAsync(params IChainHints[] sources)
    {
        var listeners = new HintListeners(sources, Samples.Catalog(), bell, NullLogger<HintListeners>.Instance);
        await listeners.StartAsync(CancellationToken.None);
        return listeners;
    }

    /// <summary>Says what it is told to, and knows when that was heard: the listener asks for the next.</summary>
    private sealed class Source(string chainId) : IChainHints
    {
        private readonly Channel<ChainHint> hints = Channel.CreateBounded<ChainHint>(1);
        private readonly Channel<bool> heard = Channel.CreateBounded<bool>(1);

        public string ChainId { get; } = chainId;

        internal TaskCompletionSource<string> Listened { get; } = new();

        internal Exception? Failure { get; init; }

        public async IAsyncEnumerable<ChainHint> ListenAsync(
            string account, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Listened.SetResult(account);
            if (Failure is not null)
            {
                throw Failure;
            }

            await foreach (var hint in hints.Reader.ReadAllAsync(cancellationToken))
            {
                yield return hint;
                await heard.Writer.WriteAsync(true, cancellationToken);
            }
        }

        internal async Task SayAsync(ChainHintKind kind)
        {
            await hints.Writer.WriteAsync(new ChainHint(kind));
            await heard.Reader.ReadAsync();
        }
    }
}
