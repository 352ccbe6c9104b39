using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class ObserverTests
{
    [Fact]
    public async Task Observers_are_told_in_order_and_one_that_fails_breaks_nothing()
    {
        await using var engine = await TestEngine.StartAsync();
        var observer = new Listener(engine.Probe);
        var reference = engine.Grains.CreateObjectReference<IListener>(observer);
        var grain = engine.Get<ISpeakerGrain>("s");
        await grain.SubscribeAsync(reference);
        for (var i = 0; i < 5; i++)
        {
            await grain.SayAsync($"news {i}");
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"news {i}"), await engine.Probe.NextAsync(5));
        await grain.SayAsync("fail");
        await grain.SayAsync("after");
        Assert.Equal("after", await engine.Probe.NextAsync());
        Assert.Equal("heard ask", await grain.AskAsync("ask"));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task A_deleted_observer_is_not_called_and_who_asks_it_learns_that_it_is_gone()
    {
        await using var engine = await TestEngine.StartAsync();
        var observer = new Listener(engine.Probe);
        var reference = engine.Grains.CreateObjectReference<IListener>(observer);
        var grain = engine.Get<ISpeakerGrain>("s");
        await grain.SubscribeAsync(reference);
        engine.Grains.DeleteObjectReference<IListener>(reference);
        await grain.SayAsync("news");
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => grain.AskAsync("ask"));
        Assert.Equal(1, await grain.PruneAsync());
        Assert.Equal(0, await grain.PruneAsync());
        Assert.True(engine.Probe.IsQuiet);
        Assert.Throws<ArgumentException>(() => engine.Grains.DeleteObjectReference<IListener>(observer));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task The_engine_does_not_keep_an_observer_alive()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ISpeakerGrain>("s");
        await SubscribeForgottenAsync(engine, grain);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        await grain.SayAsync("news");
        Assert.Equal(1, await grain.PruneAsync());
    }

    [Fact]
    public async Task A_slow_observer_holds_up_neither_its_grain_nor_other_observers()
    {
        await using var engine = await TestEngine.StartAsync();
        var slow = new Listener(engine.Probe) { Gate = engine.Probe.PassAsync("slow") };
        var quick = new Listener(engine.Probe);
        var grain = engine.Get<ISpeakerGrain>("s");
        await grain.SubscribeAsync(engine.Grains.CreateObjectReference<IListener>(slow));
        var asking = grain.AskAsync("slow");
        var other = engine.Get<ISpeakerGrain>("t");
        await other.SubscribeAsync(engine.Grains.CreateObjectReference<IListener>(quick));
        await other.SayAsync("quick");
        Assert.Equal("quick", await engine.Probe.NextAsync());
        engine.Probe.Open("slow");
        Assert.Equal("heard slow", await asking);
        GC.KeepAlive(slow);
        GC.KeepAlive(quick);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task SubscribeForgottenAsync(TestEngine engine, ISpeakerGrain grain) =>
        grain.SubscribeAsync(engine.Grains.CreateObjectReference<IListener>(new Listener(engine.Probe)));
}

internal interface IListener : IGrainObserver
{
    void Hear(string news);

    Task<string> AskAsync(string question);
}

internal sealed class Listener(Probe probe) : IListener
{
    internal Task Gate { get; init; } = Task.CompletedTask;

    public void Hear(string news)
    {
        if (news == "fail")
        {
            throw new OddException(1);
        }

        probe.Tell(news);
    }

    public async Task<string> AskAsync(string question)
    {
        await Gate;
        return $"heard {question}";
    }
}

internal interface ISpeakerGrain : IGrainWithStringKey
{
    Task SubscribeAsync(IListener listener);

    Task SayAsync(string news);

    Task<string> AskAsync(string question);

    Task<int> PruneAsync();
}

internal sealed class SpeakerGrain : Grain, ISpeakerGrain
{
    private readonly List<IListener> listeners = [];

    public Task SubscribeAsync(IListener listener)
    {
        listeners.Add(listener);
        return Task.CompletedTask;
    }

    public Task SayAsync(string news)
    {
        foreach (var listener in listeners)
        {
            listener.Hear(news);
        }

        return Task.CompletedTask;
    }

    public Task<string> AskAsync(string question) => listeners[0].AskAsync(question);

    public async Task<int> PruneAsync()
    {
        var pruned = 0;
        foreach (var listener in listeners.ToList())
        {
            try
            {
                await listener.AskAsync("there?");
            }
            catch (ClientNotAvailableException)
            {
                listeners.Remove(listener);
                pruned++;
            }
        }

        return pruned;
    }
}
