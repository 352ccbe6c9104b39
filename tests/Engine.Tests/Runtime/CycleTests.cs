namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class CycleTests
{
    [Fact]
    public async Task A_call_cycle_fails_at_once_and_names_its_grains()
    {
        await using var engine = await TestEngine.StartAsync();
        var error = await Assert.ThrowsAsync<CallCycleException>(
            () => engine.AnswerAsync(engine.Get<ICycleGrain>("a").VisitAsync("b,c,a")));
        Assert.Contains(
            "cycle/a ICycleGrain.VisitAsync -> cycle/b ICycleGrain.VisitAsync -> cycle/c ICycleGrain.VisitAsync"
            + " -> cycle/a ICycleGrain.VisitAsync",
            error.Message,
            StringComparison.Ordinal);

        // Nothing is left hanging.
        Assert.Equal("a b c", await engine.Get<ICycleGrain>("a").VisitAsync("b,c"));
    }

    [Fact]
    public async Task A_grain_that_calls_itself_is_a_cycle()
    {
        await using var engine = await TestEngine.StartAsync();
        await Assert.ThrowsAsync<CallCycleException>(
            () => engine.AnswerAsync(engine.Get<ICycleGrain>("a").VisitAsync("a")));
    }

    [Fact]
    public async Task A_cycle_back_to_a_reentrant_grain_or_interleaving_method_is_served()
    {
        await using var engine = await TestEngine.StartAsync();
        Assert.Equal("!r b !r c", await engine.AnswerAsync(
            engine.Get<ICycleGrain>("a").VisitFromAsync("!r", "b,!r,c")));
        Assert.Equal("a b a?", await engine.AnswerAsync(engine.Get<ICycleGrain>("a").VisitAsync("b,a?")));
    }

    [Fact]
    public async Task A_cycle_through_a_reentrant_grain_to_one_that_is_not_fails_at_once()
    {
        await using var engine = await TestEngine.StartAsync();
        await Assert.ThrowsAsync<CallCycleException>(
            () => engine.AnswerAsync(engine.Get<ICycleGrain>("z").VisitFromAsync("!r", "b,!r,b")));
    }

    [Fact]
    public async Task A_one_way_call_back_is_no_cycle()
    {
        await using var engine = await TestEngine.StartAsync();
        var call = engine.Get<ICycleGrain>("a").VisitAsync("b,a~");
        await engine.SettledAsync();

        // It waits until the call has ended that it came from.
        Assert.Equal(0, engine.Probe.Count("told a"));
        engine.Probe.Open("after telling");
        await call;
        await engine.SettledAsync();
        Assert.Equal(1, engine.Probe.Count("told a"));
        Assert.Empty(engine.Log.Entries);
    }

    [Fact]
    public async Task A_call_back_from_an_interleaving_method_is_served_beside_it()
    {
        await using var engine = await TestEngine.StartAsync();
        Assert.Equal("a? b a", await engine.AnswerAsync(engine.Get<ICycleGrain>("a").PeekAsync("b,a")));
    }

    [Fact]
    public async Task A_reader_that_comes_back_to_its_grain_does_not_wait_for_a_writer_that_waits_for_it()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IReaderGrain>("a");
        var reading = grain.ReadThroughAsync("gate", "b");
        await engine.SettledAsync();
        var writing = grain.WriteAsync();
        await engine.SettledAsync();
        Assert.False(writing.IsCompleted);
        engine.Probe.Open("gate");
        Assert.Equal("read", await engine.AnswerAsync(reading));
        await writing;
    }

    [Fact]
    public async Task A_call_back_during_activation_or_deactivation_is_a_cycle()
    {
        await using var engine = await TestEngine.StartAsync();
        await Assert.ThrowsAsync<CallCycleException>(
            () => engine.AnswerAsync(engine.Get<IStartCycleGrain>("activate").PingAsync()));
        var leaving = engine.Get<IStartCycleGrain>("deactivate");
        await leaving.PingAsync();
        await engine.SettledAsync();
        Assert.Equal(1, engine.Probe.Count("deactivation: CallCycleException"));
    }

    [Fact]
    public async Task A_timer_started_by_a_call_belongs_to_no_caller()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IStartCycleGrain>("timer");

        // The call is still under way and waits for the timer, which calls the grain that the call came through.
        var call = engine.Get<IStartCycleGrain>("outer").StartThroughAsync("timer");
        Assert.Equal("armed", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("tick", await engine.Probe.NextAsync());
        engine.Probe.Open("through");
        await call;
        Assert.Equal("reached outer", await engine.Probe.NextAsync());
        await grain.PingAsync();
    }
}

internal interface ICycleGrain : IGrainWithStringKey
{
    /// <summary>
    /// Goes on along a path: <c>x</c> calls, <c>x?</c> calls an interleaving method, <c>x~</c> one-way.
    /// </summary>
    Task<string> VisitAsync(string path);

    Task<string> VisitFromAsync(string first, string path);

    [AlwaysInterleave]
    Task<string> PeekAsync(string path);

    [OneWay]
    Task TellAsync();
}

internal interface IReentrantCycleGrain : IGrainWithStringKey
{
    Task<string> VisitAsync(string path);
}

internal static class Path
{
    internal static async Task<string> GoAsync(IGrainFactory grains, Probe probe, string here, string path)
    {
        if (path.Length == 0)
        {
            return here;
        }

        var comma = path.IndexOf(',', StringComparison.Ordinal);
        var next = comma < 0 ? path : path[..comma];
        var rest = comma < 0 ? "" : path[(comma + 1)..];
        if (next.EndsWith('~'))
        {
            await grains.GetGrain<ICycleGrain>(next[..^1]).TellAsync();
            await probe.PassAsync("after telling");
            return here;
        }

        return $"{here} " + (next switch
        {
            ['!', ..] => await grains.GetGrain<IReentrantCycleGrain>(next).VisitAsync(rest),
            [.., '?'] => await grains.GetGrain<ICycleGrain>(next[..^1]).PeekAsync(rest),
            _ => await grains.GetGrain<ICycleGrain>(next).VisitAsync(rest),
        });
    }
}

internal sealed class CycleGrain(Probe probe) : Grain, ICycleGrain
{
    public Task<string> VisitAsync(string path) => Path.GoAsync(GrainFactory, probe, this.GetPrimaryKeyString(), path);

    public Task<string> VisitFromAsync(string first, string path) =>
        GrainFactory.GetGrain<IReentrantCycleGrain>(first).VisitAsync(path);

    public Task<string> PeekAsync(string path) =>
        Path.GoAsync(GrainFactory, probe, $"{this.GetPrimaryKeyString()}?", path);

    public Task TellAsync()
    {
        probe.Tell($"told {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }
}

[Reentrant]
internal sealed class ReentrantCycleGrain(Probe probe) : Grain, IReentrantCycleGrain
{
    public Task<string> VisitAsync(string path) => Path.GoAsync(GrainFactory, probe, this.GetPrimaryKeyString(), path);
}

internal interface IReaderGrain : IGrainWithStringKey
{
    /// <summary>Waits at a gate and then has another read here.</summary>
    [ReadOnly]
    Task<string> ReadThroughAsync(string gate, string other);

    [ReadOnly]
    Task<string> ReadAsync();

    Task<string> ReadOtherAsync(string other);

    Task WriteAsync();
}

internal sealed class ReaderGrain(Probe probe) : Grain, IReaderGrain
{
    public async Task<string> ReadThroughAsync(string gate, string other)
    {
        probe.Tell("holds");
        await probe.PassAsync(gate);
        return await GrainFactory.GetGrain<IReaderGrain>(other).ReadOtherAsync(this.GetPrimaryKeyString());
    }

    public Task<string> ReadAsync()
    {
        probe.Tell("reads back");
        return Task.FromResult("read");
    }

    public Task<string> ReadOtherAsync(string other) => GrainFactory.GetGrain<IReaderGrain>(other).ReadAsync();

    public Task WriteAsync() => Task.CompletedTask;
}

internal interface IStartCycleGrain : IGrainWithStringKey
{
    Task PingAsync();

    Task CallBackAsync(string key);

    Task StartThroughAsync(string key);

    Task StartAsync(string caller);
}

internal sealed class StartCycleGrain(Probe probe) : Grain, IStartCycleGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Key == "activate"
        ? GrainFactory.GetGrain<IStartCycleGrain>("helper").CallBackAsync(Key)
        : Task.CompletedTask;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (Key == "deactivate")
        {
            try
            {
                await GrainFactory.GetGrain<IStartCycleGrain>("helper").CallBackAsync(Key);
            }
            catch (CallCycleException error)
            {
                probe.Tell($"deactivation: {error.GetType().Name}");
            }
        }
    }

    public Task PingAsync()
    {
        if (Key == "deactivate" && reasonToLeave)
        {
            reasonToLeave = false;
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    public Task CallBackAsync(string key) => GrainFactory.GetGrain<IStartCycleGrain>(key).PingAsync();

    public async Task StartThroughAsync(string key)
    {
        await GrainFactory.GetGrain<IStartCycleGrain>(key).StartAsync(Key);
        probe.Tell("armed");
        await probe.PassAsync("through");
    }

    public Task StartAsync(string caller)
    {
        this.RegisterGrainTimer(
            async () =>
            {
                probe.Tell("tick");
                await GrainFactory.GetGrain<IStartCycleGrain>(caller).PingAsync();
                probe.Tell($"reached {caller}");
            },
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    private bool reasonToLeave = true;
}
