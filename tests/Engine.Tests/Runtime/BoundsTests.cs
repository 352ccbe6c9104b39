using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>What may be at one activation or observer is bounded, and who is refused leaves nothing behind.</summary>
public sealed class BoundsTests
{
    private const int Limit = 3;

    /// <summary>Of a thousand calls some may still be on the stacks of threads that have gone on.</summary>
    private const int OnStacksMax = 10;

    /// <summary>So many tries meet the activation's thread just when it takes a call out of its inbox.</summary>
    private const int RaceRounds = 1500;

    [Fact]
    public async Task Calls_that_interleave_are_bounded_too()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedRequests = Limit);
        var grain = engine.Get<IReentrantGrain>("r");
        var running = new List<Task> { grain.WorkAsync("0", "gate") };
        await engine.SettledAsync();
        running.AddRange(Enumerable.Range(1, Limit).Select(i => grain.WorkAsync($"{i}", "gate")));
        await engine.SettledAsync();
        Assert.Equal(["0+", "1+", "2+", "3+"], await engine.Probe.NextAsync(Limit + 1));
        var error = await Assert.ThrowsAsync<LimitExceededException>(
            () => engine.AnswerAsync(grain.WorkAsync("refused", null)));
        Assert.Contains("IReentrantGrain.WorkAsync on reentrant/r", error.Message, StringComparison.Ordinal);
        Assert.Contains("Engine:MaxQueuedRequests", error.Message, StringComparison.Ordinal);
        engine.Probe.Open("gate");
        await Task.WhenAll(running);
        await grain.WorkAsync("later", null);
        Assert.Equal(0, engine.Probe.Count("refused+"));
    }

    [Fact]
    public async Task Calls_that_wait_for_an_observer_are_bounded_and_its_news_beyond_that_are_dropped()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedRequests = Limit);
        var observer = new Listener(engine.Probe) { Gate = engine.Probe.PassAsync("slow") };
        var reference = engine.Grains.CreateObjectReference<IListener>(observer);
        var running = reference.AskAsync("first");
        await engine.SettledAsync();
        var waiting = Enumerable.Range(0, Limit).Select(_ => reference.AskAsync("next")).ToList();
        await Assert.ThrowsAsync<LimitExceededException>(() => engine.AnswerAsync(reference.AskAsync("refused")));
        reference.Hear("dropped");
        Assert.Contains(engine.Log.Entries, entry => entry.Id == 2);
        engine.Probe.Open("slow");
        Assert.Equal("heard first", await running);
        await Task.WhenAll(waiting);
        Assert.Equal("heard again", await reference.AskAsync("again"));
        Assert.Equal(0, engine.Probe.Count("dropped"));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task No_call_slips_in_while_one_goes_from_the_inbox_to_those_that_wait()
    {
        for (var round = 0; round < RaceRounds; round++)
        {
            await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedRequests = Limit);
            var grain = engine.Get<IWorkGrain>("full");
            var taken = new List<Task> { grain.WorkAsync("0", "gate") };
            await engine.SettledAsync();
            taken.AddRange(Enumerable.Range(1, Limit).Select(i => grain.WorkAsync($"{i}")));
            await Assert.ThrowsAsync<LimitExceededException>(() => engine.AnswerAsync(grain.CountAsync()));
            engine.Probe.Open("gate");
            await Task.WhenAll(taken);
        }
    }

    [Fact]
    public async Task Refused_calls_are_forgotten_at_once_however_long_the_others_wait()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedRequests = Limit);
        var grain = engine.Get<IWorkGrain>("full");
        var taken = new List<Task> { grain.WorkAsync("0", "gate") };
        await engine.SettledAsync();
        taken.AddRange(Enumerable.Range(1, Limit).Select(i => grain.WorkAsync($"{i}")));
        var kept = CountKept(await RefuseAsync(engine, grain));
        engine.Probe.Open("gate");
        await Task.WhenAll(taken);
        Assert.InRange(kept, 0, OnStacksMax);
    }

    [Fact]
    public async Task Answered_calls_are_forgotten_though_another_one_waits_for_long()
    {
        await using var engine = await TestEngine.StartAsync();
        var waiting = engine.Get<IWorkGrain>("long").WorkAsync("a", "gate");
        var answered = await CountAsync(engine.Get<IWorkGrain>("short"));
        await engine.SettledAsync();
        var kept = CountKept(answered);
        engine.Probe.Open("gate");
        await waiting;
        Assert.InRange(kept, 0, OnStacksMax);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountKept(List<WeakReference> calls)
    {
        GC.Collect();
        return calls.Count(call => call.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> RefuseAsync(TestEngine engine, IWorkGrain grain)
    {
        var refused = new List<WeakReference>();
        for (var i = 0; i < 1000; i++)
        {
            var call = grain.CountAsync();
            refused.Add(new WeakReference(call));
            await Assert.ThrowsAsync<LimitExceededException>(() => engine.AnswerAsync(call));
        }

        return refused;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> CountAsync(IWorkGrain grain)
    {
        var answered = new List<WeakReference>();
        for (var i = 1; i <= 1000; i++)
        {
            var call = grain.CountAsync();
            answered.Add(new WeakReference(call));
            Assert.Equal(i, await call);
        }

        return answered;
    }
}
