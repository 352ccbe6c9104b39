namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>Grains that wait for each other though no call came back along its own trail.</summary>
public sealed class DeadlockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Grains_that_call_each_other_at_the_same_time_are_told_long_before_the_timeout(int grains)
    {
        await using var engine = await TestEngine.StartAsync();
        var calls = Enumerable.Range(0, grains)
            .Select(i => engine.Get<ICrossGrain>($"g{i}").CallAsync("go", $"g{(i + 1) % grains}")).ToList();
        await MeetAsync(engine, grains);
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        await engine.AdvanceAsync(Second * 4);
        await engine.SettledAsync();

        // One gives way, and all the others get what they asked for.
        Assert.All(calls, call => Assert.True(call.IsCompleted));
        var broken = Assert.Single(calls, call => call.IsFaulted);
        var error = await Assert.ThrowsAsync<CallCycleException>(() => broken);
        for (var i = 0; i < grains; i++)
        {
            Assert.Contains($"cross/g{i} ICrossGrain.CallAsync", error.Message, StringComparison.Ordinal);
            Assert.Contains($"cross/g{i} ICrossGrain.PingAsync", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(grains - 1, engine.Probe.Count("ping"));
    }

    [Fact]
    public async Task A_timer_and_a_deactivation_that_wait_for_each_other_are_told()
    {
        await using var engine = await TestEngine.StartAsync();
        var ticking = engine.Get<ICrossGrain>("ticking");
        await ticking.StartAsync("go", "leaving");
        await engine.Get<ICrossGrain>("leaving").LeaveAsync("go", "ticking");
        await engine.AdvanceAsync(Second);
        await MeetAsync(engine, 2);
        await engine.AdvanceAsync(Second * 4);
        await engine.SettledAsync();
        Assert.Equal(1, engine.Log.Entries.Count(entry => entry.Error is CallCycleException));
        await engine.AnswerAsync(ticking.PingAsync());
        await engine.AnswerAsync(engine.Get<ICrossGrain>("leaving").PingAsync());
    }

    [Fact]
    public async Task A_reentrant_grain_in_the_circle_makes_it_none()
    {
        await using var engine = await TestEngine.StartAsync();
        var call = engine.Get<ICrossGrain>("a").CallAsync("go", "!b");
        var back = engine.Get<IReentrantCrossGrain>("!b").CallAsync("go", "a");
        await MeetAsync(engine, 2);
        await engine.AnswerAsync(call);
        await engine.AnswerAsync(back);
    }

    [Fact]
    public async Task A_turn_that_interleaves_is_in_nobodys_way()
    {
        await using var engine = await TestEngine.StartAsync();
        var slow = engine.Get<ICrossGrain>("b").HoldAsync("slow");
        var call = engine.Get<ICrossGrain>("a").CallAsync("go", "b");
        var beside = engine.Get<ICrossGrain>("b").CallBesideAsync("go", "a");
        await MeetAsync(engine, 2);
        await engine.AdvanceAsync(Second * 20);
        await engine.SettledAsync();
        Assert.DoesNotContain(new[] { slow, call, beside }, each => each.IsCompleted);
        engine.Probe.Open("slow");
        await Task.WhenAll(slow, call, beside);
    }

    [Fact]
    public async Task Callers_that_wait_long_for_one_slow_grain_are_no_circle()
    {
        await using var engine = await TestEngine.StartAsync();
        var slow = engine.Get<IWorkGrain>("slow").WorkAsync("slow", "slow");
        var first = engine.Get<ICrossGrain>("a").WorkAsync("slow");
        var second = engine.Get<ICrossGrain>("b").WorkAsync("slow");
        var third = engine.Get<ICrossGrain>("b").CallAsync("slow", "a");
        await engine.AdvanceAsync(Second * 20);
        await engine.SettledAsync();
        Assert.DoesNotContain(new[] { slow, first, second, third }, call => call.IsCompleted);
        engine.Probe.Open("slow");
        await Task.WhenAll(slow, first, second, third);
    }

    /// <summary>Opens the gate once everybody is at it, and waits until everybody waits for another.</summary>
    private static async Task MeetAsync(TestEngine engine, int grains)
    {
        Assert.All(await engine.Probe.NextAsync(grains), what => Assert.Equal("ready", what));
        engine.Probe.Open("go");
        Assert.All(await engine.Probe.NextAsync(grains), what => Assert.Equal("calls", what));
        await engine.SettledAsync();
    }
}

internal interface ICrossGrain : IGrainWithStringKey
{
    /// <summary>Waits at a gate and then calls another.</summary>
    Task CallAsync(string gate, string other);

    [AlwaysInterleave]
    Task CallBesideAsync(string gate, string other);

    Task HoldAsync(string gate);

    Task WorkAsync(string slow);

    /// <summary>Does so in a timer's tick.</summary>
    Task StartAsync(string gate, string other);

    /// <summary>Does so while it deactivates.</summary>
    Task LeaveAsync(string gate, string other);

    Task PingAsync();
}

internal interface IReentrantCrossGrain : IGrainWithStringKey
{
    Task CallAsync(string gate, string other);

    Task PingAsync();
}

internal sealed class CrossGrain(Probe probe) : Grain, ICrossGrain
{
    private Func<Task>? last;

    public async Task CallAsync(string gate, string other)
    {
        probe.Tell("ready");
        await probe.PassAsync(gate);
        probe.Tell("calls");
        await (other.StartsWith('!')
            ? GrainFactory.GetGrain<IReentrantCrossGrain>(other).PingAsync()
            : GrainFactory.GetGrain<ICrossGrain>(other).PingAsync());
    }

    public Task CallBesideAsync(string gate, string other) => CallAsync(gate, other);

    public Task HoldAsync(string gate) => probe.PassAsync(gate);

    public Task WorkAsync(string slow) => GrainFactory.GetGrain<IWorkGrain>(slow).WorkAsync("after", null);

    public Task StartAsync(string gate, string other)
    {
        this.RegisterGrainTimer(
            () => CallAsync(gate, other), TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task LeaveAsync(string gate, string other)
    {
        last = () => CallAsync(gate, other);
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task PingAsync()
    {
        probe.Tell("ping");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        last?.Invoke() ?? Task.CompletedTask;
}

[Reentrant]
internal sealed class ReentrantCrossGrain(Probe probe) : Grain, IReentrantCrossGrain
{
    public async Task CallAsync(string gate, string other)
    {
        probe.Tell("ready");
        await probe.PassAsync(gate);
        probe.Tell("calls");
        await GrainFactory.GetGrain<ICrossGrain>(other).PingAsync();
    }

    public Task PingAsync() => Task.CompletedTask;
}
