using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_failed_activation_fails_the_calls_that_wait_and_the_next_call_tries_again()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IFragileGrain>("f");
        var calls = Enumerable.Range(0, 3).Select(_ => grain.PingAsync()).ToList();
        await engine.Probe.NextAsync();
        engine.Probe.Open("fail");
        foreach (var call in calls)
        {
            Assert.Equal(1, (await Assert.ThrowsAsync<OddException>(() => call)).Number);
        }

        Assert.Equal(2, await grain.PingAsync());
        Assert.Contains(engine.Log.Entries, entry => entry is { Id: 3, Error: OddException });
    }

    [Fact]
    public async Task A_grain_that_cannot_be_constructed_says_why()
    {
        await using var engine = await TestEngine.StartAsync();
        await Assert.ThrowsAsync<OddException>(() => engine.Get<IUnbuildableGrain>("u").PingAsync());
    }

    [Fact]
    public async Task An_activation_that_hangs_fails_after_its_timeout()
    {
        await using var engine = await TestEngine.StartAsync(
            options => options.ActivationTimeout = TimeSpan.FromSeconds(3));
        var armed = engine.Time.ArmedCount;
        var call = engine.Get<IFragileGrain>("hang").PingAsync();
        await engine.Probe.NextAsync();

        // The activation's own timer is set a moment after it told that it began, besides the one of open calls.
        while (engine.Time.ArmedCount < armed + 2)
        {
            await Task.Yield();
        }

        await engine.AdvanceAsync(TimeSpan.FromSeconds(3));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("was not activated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_that_leaves_whenever_it_activates_is_reported_instead_of_looping()
    {
        await using var engine = await TestEngine.StartAsync();
        var error = await Assert.ThrowsAsync<OrleansException>(() => engine.Get<IFragileGrain>("leave").PingAsync());
        Assert.Contains("deactivates itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_lets_running_calls_finish_with_the_calls_they_need_and_takes_none_from_outside()
    {
        await using var engine = await TestEngine.StartAsync();
        var running = engine.Get<IRelayGrain>("a").HoldAndCallAsync("gate", "b");
        Assert.Equal("holding", await engine.Probe.NextAsync());
        var stopping = engine.StopAsync();
        await engine.SettledAsync();
        var refused = await Assert.ThrowsAsync<SiloUnavailableException>(
            () => engine.Get<IWorkGrain>("new").CountAsync());
        Assert.Contains("stopping", refused.Message, StringComparison.Ordinal);
        Assert.False(stopping.IsCompleted);
        engine.Probe.Open("gate");
        Assert.Equal("b called", await running);
        await stopping;
        Assert.Equal(0, engine.Runtime.Directory.Count);
        Assert.Equal(1, engine.Probe.Count("relay a ShuttingDown"));
        Assert.Equal(1, engine.Probe.Count("relay b ShuttingDown"));
    }

    [Fact]
    public async Task A_write_that_fails_during_a_stop_still_drops_the_memory_before_the_next_call()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Storage.WriteHold = hold.Task;
        engine.Storage.FailWrite(new IOException("connection lost"), written: false);
        var failing = grain.AddAsync(3);
        var waiting = new[] { grain.AddAsync(10), grain.GetAsync() };
        await engine.SettledAsync();
        var stopping = engine.StopAsync();
        await engine.SettledAsync();
        engine.Storage.WriteHold = null;
        hold.SetResult();
        await Assert.ThrowsAsync<IOException>(() => failing);
        Assert.Equal([15, 15], (IEnumerable<int>)await Task.WhenAll(waiting));
        await stopping;
    }

    [Fact]
    public async Task A_stop_gives_up_on_a_call_that_hangs_and_what_it_does_later_is_not_stored()
    {
        await using var engine = await TestEngine.StartAsync();
        var calling = engine.Get<IRelayGrain>("a").HoldAndCallAsync("gate", "b");
        var writing = engine.Get<IAccountGrain>("a").HoldAndAddAsync("gate", 5);
        Assert.Equal(["holding", "holding"], await engine.Probe.NextAsync(2));
        var stopping = engine.StopAsync();
        await engine.SettledAsync();
        Assert.False(stopping.IsCompleted);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(20));
        await stopping;
        Assert.Contains(engine.Log.Entries, entry => entry.Id == 9);
        engine.Probe.Open("gate");
        await Assert.ThrowsAsync<SiloUnavailableException>(() => calling);
        await Assert.ThrowsAsync<InconsistentStateException>(() => writing);
        Assert.Null(engine.Storage.Inner.Peek("account", GrainId.Create("account", "a")));
    }

    [Fact]
    public async Task A_stop_serves_all_calls_that_were_taken_before_it()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("w");
        var running = grain.WorkAsync("a", "gate");
        var waiting = Enumerable.Range(0, 50).Select(_ => grain.CountAsync()).ToList();
        await grain.TellAsync("told");
        await engine.SettledAsync();
        var stopping = engine.StopAsync();
        engine.Probe.Open("gate");
        await running;
        Assert.Equal(Enumerable.Range(1, 50), await Task.WhenAll(waiting));
        await stopping;
        Assert.Equal(1, engine.Probe.Count("activate w"));
        Assert.Equal(1, engine.Probe.Count("told-"));
    }

    [Fact]
    public async Task A_grain_class_may_implement_the_base_interface_itself_and_is_disposed_at_its_end()
    {
        await using var engine = await TestEngine.StartAsync();
        Assert.Equal("plain/p", await engine.Get<IPlainGrain>("p").NameAsync());
        await engine.StopAsync();
        Assert.Equal(["plain activated", "plain deactivated", "plain disposed"], await engine.Probe.NextAsync(3));
    }

    [Fact]
    public async Task An_interface_without_a_class_is_refused_with_the_remedy()
    {
        await using var engine = await TestEngine.StartAsync();
        var error = Assert.Throws<ArgumentException>(() => engine.Get<INobodyGrain>("n"));
        Assert.Contains("AddGrains", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_with_name_value_and_rule()
    {
        var services = new ServiceCollection();
        services.AddEmbeddedEngine(options =>
        {
            options.CallTimeout = TimeSpan.Zero;
            options.MaxQueuedRequests = 0;
            options.CollectionAge = TimeSpan.FromSeconds(10);
        });
        using var provider = services.BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IGrainFactory>());
        Assert.Contains("Engine:CallTimeout is 00:00:00. It must be from", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Engine:MaxQueuedRequests is 0. It must be from 1 to 1000000", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Engine:CollectionAge is 00:00:10. It must exceed Engine:CollectionQuantum (00:01:00)",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("Engine:GrainAssemblies is empty", error.Message, StringComparison.Ordinal);
    }
}

internal interface INobodyGrain : IGrainWithStringKey
{
    Task PingAsync();
}

internal interface IFragileGrain : IGrainWithStringKey
{
    Task<int> PingAsync();
}

internal sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Tell($"fragile {Key}");
        if (Key == "leave")
        {
            DeactivateOnIdle();
        }
        else if (Key == "hang")
        {
            await probe.PassAsync("hang");
        }
        else if (probe.Count($"fragile {Key}") == 1)
        {
            await probe.PassAsync("fail");
            throw new OddException(1);
        }
    }

    public Task<int> PingAsync() => Task.FromResult(probe.Count($"fragile {Key}"));
}

internal interface IUnbuildableGrain : IGrainWithStringKey
{
    Task PingAsync();
}

internal sealed class UnbuildableGrain : Grain, IUnbuildableGrain
{
    public UnbuildableGrain() => throw new OddException(2);

    public Task PingAsync() => Task.CompletedTask;
}

internal interface IRelayGrain : IGrainWithStringKey
{
    Task<string> HoldAndCallAsync(string gate, string other);

    Task<string> AnswerAsync();
}

internal sealed class RelayGrain(Probe probe) : Grain, IRelayGrain
{
    public async Task<string> HoldAndCallAsync(string gate, string other)
    {
        probe.Tell("holding");
        await probe.PassAsync(gate);
        return await GrainFactory.GetGrain<IRelayGrain>(other).AnswerAsync();
    }

    public Task<string> AnswerAsync() => Task.FromResult($"{this.GetPrimaryKeyString()} called");

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Tell($"relay {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}

internal interface IPlainGrain : IGrainWithStringKey
{
    Task<string> NameAsync();
}

internal sealed class PlainGrain(IGrainContext context, Probe probe) : IGrainBase, IPlainGrain, IDisposable
{
    public IGrainContext GrainContext { get; } = context;

    public Task OnActivateAsync(CancellationToken token)
    {
        probe.Tell("plain activated");
        return Task.CompletedTask;
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        probe.Tell("plain deactivated");
        return Task.CompletedTask;
    }

    public Task<string> NameAsync() => Task.FromResult(this.GetGrainId().ToString());

    public void Dispose() => probe.Tell("plain disposed");
}
