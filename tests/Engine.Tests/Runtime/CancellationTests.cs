using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class CancellationTests
{
    [Fact]
    public async Task A_call_cancelled_while_it_waits_answers_its_caller_at_once_and_is_never_run()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var grain = engine.Get<ICancelledGrain>("c");
        var running = grain.HoldAsync("first", "gate", CancellationToken.None);
        Assert.Equal("first+", await engine.Probe.NextAsync());
        var waiting = grain.HoldAsync("second", "gate", cancellation.Token);
        var last = grain.HoldAsync("third", "gate", CancellationToken.None);
        await engine.SettledAsync();
        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.AnswerAsync(waiting));
        Assert.Equal(cancellation.Token, error.CancellationToken);
        engine.Probe.Open("gate");
        await Task.WhenAll(running, last);
        Assert.Equal(0, engine.Probe.Count("second+"));
    }

    [Fact]
    public async Task A_call_cancelled_while_it_runs_answers_its_caller_at_once_and_tells_the_grain_in_its_own_context()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var grain = engine.Get<ICancelledGrain>("c");
        var running = grain.WatchAsync("gate", cancellation.Token);
        Assert.Equal("watching", await engine.Probe.NextAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.AnswerAsync(running));
        Assert.Equal("told at home", await engine.Probe.NextAsync());

        // The grain did not stop for it: its turn goes on, and the next call waits for its end.
        var next = grain.HoldAsync("next", null, CancellationToken.None);
        await engine.SettledAsync();
        Assert.False(next.IsCompleted);
        engine.Probe.Open("gate");
        await next;
        Assert.Equal(["watched", "next+", "next-"], await engine.Probe.NextAsync(3));
    }

    [Fact]
    public async Task A_call_whose_token_is_cancelled_already_is_not_made()
    {
        await using var engine = await TestEngine.StartAsync();
        var call = engine.Get<ICancelledGrain>("c").HoldAsync("never", null, new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await engine.SettledAsync();
        Assert.Equal(0, engine.Probe.Count("never+"));
        Assert.True(engine.Runtime.Directory.IsEmpty);
    }

    [Fact]
    public async Task Cancelling_a_caller_cancels_the_calls_that_it_gave_its_token_to()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var call = engine.Get<ICancelledGrain>("outer").ThroughAsync("inner", "gate", cancellation.Token);
        Assert.Equal("watching", await engine.Probe.NextAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.AnswerAsync(call));
        var told = await engine.Probe.NextAsync(2);
        Assert.Equal(["inner cancelled", "told at home"], told.Order(StringComparer.Ordinal));
        engine.Probe.Open("gate");
        Assert.Equal("watched", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_caller_that_waits_no_longer_disturbs_neither_the_call_nor_the_next_one()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var grain = engine.Get<IWorkGrain>("left");
        var waiting = grain.WorkAsync("a", "gate").WaitAsync(cancellation.Token);
        Assert.Equal(["activate left", "a+"], await engine.Probe.NextAsync(2));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = grain.WorkAsync("b");
        await engine.SettledAsync();
        Assert.False(next.IsCompleted);
        engine.Probe.Open("gate");
        await next;
        Assert.Equal(["a-", "b+", "b-"], await engine.Probe.NextAsync(3));
    }

    [Fact]
    public async Task A_one_way_call_that_runs_is_told_too()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        await engine.Get<ICancelledGrain>("c").WatchOneWayAsync("gate", cancellation.Token);
        Assert.Equal("watching", await engine.Probe.NextAsync());
        await cancellation.CancelAsync();
        Assert.Equal("told at home", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task What_a_grain_does_when_it_is_cancelled_may_fail_without_harm()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var grain = engine.Get<ICancelledGrain>("c");
        var call = grain.BreakAsync("gate", cancellation.Token);
        Assert.Equal("breaking", await engine.Probe.NextAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.AnswerAsync(call));
        await engine.SettledAsync();
        Assert.Single(engine.Log.Entries, entry => entry.Id == 12);
        engine.Probe.Open("gate");
        await grain.HoldAsync("next", null, CancellationToken.None);
    }

    [Fact]
    public async Task A_token_that_lives_long_does_not_keep_the_calls_that_were_answered()
    {
        await using var engine = await TestEngine.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var answered = await CallAsync(engine, cancellation.Token);
        await engine.SettledAsync();
        GC.Collect();

        // Some may still be on the stacks of threads that have gone on.
        Assert.InRange(answered.Count(call => call.IsAlive), 0, 10);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> CallAsync(TestEngine engine, CancellationToken token)
    {
        var answered = new List<WeakReference>();
        for (var i = 0; i < 100; i++)
        {
            var call = engine.Get<ICancelledGrain>("c").HoldAsync("x", null, token);
            answered.Add(new WeakReference(call));
            await call;
        }

        return answered;
    }
}

internal interface ICancelledGrain : IGrainWithStringKey
{
    Task HoldAsync(string name, string? gate, CancellationToken cancellationToken);

    /// <summary>Tells how it learns of the cancellation, and goes on all the same until the gate opens.</summary>
    Task WatchAsync(string gate, CancellationToken cancellationToken);

    [OneWay]
    Task WatchOneWayAsync(string gate, CancellationToken cancellationToken);

    Task ThroughAsync(string other, string gate, CancellationToken cancellationToken);

    Task BreakAsync(string gate, CancellationToken cancellationToken);
}

internal sealed class CancelledGrain(Probe probe) : Grain, ICancelledGrain
{
    public async Task HoldAsync(string name, string? gate, CancellationToken cancellationToken)
    {
        probe.Tell($"{name}+");
        if (gate is not null)
        {
            await probe.PassAsync(gate);
        }

        probe.Tell($"{name}-");
    }

    public async Task WatchAsync(string gate, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => probe.Tell(
            ReferenceEquals(TaskScheduler.Current, GrainContext)
                && ReferenceEquals(RuntimeContext.Current, GrainContext)
                    ? "told at home"
                    : "told beside its turns"));
        probe.Tell("watching");
        await probe.PassAsync(gate);
        probe.Tell("watched");
    }

    public Task WatchOneWayAsync(string gate, CancellationToken cancellationToken) =>
        WatchAsync(gate, cancellationToken);

    public async Task ThroughAsync(string other, string gate, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<ICancelledGrain>(other).WatchAsync(gate, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            probe.Tell($"{other} cancelled");
            throw;
        }
    }

    public async Task BreakAsync(string gate, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => FailingGrain.ThrowHere(4));
        probe.Tell("breaking");
        await probe.PassAsync(gate);
    }
}
