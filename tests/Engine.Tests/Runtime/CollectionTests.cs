namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class CollectionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_idle_activation_is_collected_and_a_used_one_is_not()
    {
        await using var engine = await TestEngine.StartAsync();
        Assert.Equal(1, await engine.Get<IWorkGrain>("idle").CountAsync());
        Assert.Equal(1, await engine.Get<IWorkGrain>("used").CountAsync());
        await engine.Probe.NextAsync(2);
        for (var i = 0; i < 14; i++)
        {
            await engine.AdvanceAsync(Minute);
            await engine.Get<IWorkGrain>("used").CountAsync();
        }

        await engine.SettledAsync();
        Assert.True(engine.Probe.IsQuiet);
        await engine.AdvanceAsync(Minute * 2);
        await engine.SettledAsync();
        Assert.Equal(1, engine.Probe.Count("deactivate idle ActivationIdle"));
        Assert.Equal("deactivate idle ActivationIdle", await engine.Probe.NextAsync());
        Assert.Equal(16, await engine.Get<IWorkGrain>("used").CountAsync());
        Assert.Equal(1, await engine.Get<IWorkGrain>("idle").CountAsync());
        Assert.Equal("activate idle", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_call_under_way_keeps_its_activation()
    {
        await using var engine = await TestEngine.StartAsync(options => options.CallTimeout = TimeSpan.FromHours(1));
        var call = engine.Get<IWorkGrain>("busy").WorkAsync("a", "gate");
        await engine.Probe.NextAsync(2);
        for (var i = 0; i < 40; i++)
        {
            await engine.AdvanceAsync(Minute);
            await engine.SettledAsync();
        }

        engine.Probe.Open("gate");
        await call;
        await engine.SettledAsync();
        Assert.Equal("a-", await engine.Probe.NextAsync());
        Assert.True(engine.Probe.IsQuiet);
    }

    [Fact]
    public async Task Age_limits_and_keep_alive_of_the_class_are_honoured()
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.Get<IBriefGrain>("b").TouchAsync(null);
        await engine.Get<IEternalGrain>("e").TouchAsync();
        await engine.AdvanceAsync(Minute * 4);
        await engine.SettledAsync();
        Assert.Equal(1, engine.Probe.Count("brief gone"));
        await engine.AdvanceAsync(Minute * 600);
        await engine.Get<IEternalGrain>("e").TouchAsync();
        await engine.SettledAsync();
        Assert.Equal(0, engine.Probe.Count("eternal gone"));
    }

    [Fact]
    public async Task Delayed_deactivation_is_honoured_and_can_be_taken_back()
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.Get<IBriefGrain>("b").TouchAsync(TimeSpan.FromMinutes(10));
        await engine.AdvanceAsync(Minute * 9);
        await engine.SettledAsync();
        Assert.Equal(0, engine.Probe.Count("brief gone"));
        await engine.AdvanceAsync(Minute * 2);
        await engine.SettledAsync();
        Assert.Equal(1, engine.Probe.Count("brief gone"));
        await engine.Get<IBriefGrain>("b").TouchAsync(TimeSpan.FromMinutes(10));
        await engine.Get<IBriefGrain>("b").TouchAsync(TimeSpan.Zero);
        await engine.AdvanceAsync(Minute * 4);
        await engine.SettledAsync();
        Assert.Equal(2, engine.Probe.Count("brief gone"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_timer_that_keeps_alive_keeps_its_activation(bool keepAlive)
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.Get<IBriefGrain>("b").TickAsync(keepAlive);
        if (keepAlive)
        {
            for (var i = 0; i < 8; i++)
            {
                await engine.AdvanceAsync(Minute);
                Assert.Equal("tick", await engine.Probe.NextAsync());
            }
        }
        else
        {
            await engine.AdvanceAsync(Minute);
            Assert.Equal("tick", await engine.Probe.NextAsync());
            await engine.AdvanceAsync(Minute);
            Assert.Equal("tick", await engine.Probe.NextAsync());

            // The last tick and the end race; had ticks counted as use, the end would not come yet.
            await engine.AdvanceAsync(Minute);
            var last = await engine.Probe.NextAsync();
            Assert.Equal("brief gone", last == "tick" ? await engine.Probe.NextAsync() : last);
        }
    }

    [Fact]
    public async Task A_call_that_arrives_during_deactivation_goes_to_a_fresh_activation_after_it()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ISlowLeaverGrain>("s");
        Assert.Equal(1, await grain.CountAsync(leave: true));
        Assert.Equal("leaving", await engine.Probe.NextAsync());
        var calls = Enumerable.Range(0, 3).Select(_ => grain.CountAsync(leave: false)).ToList();
        Assert.True(engine.Probe.IsQuiet);
        engine.Probe.Open("leave");
        int[] expected = [1, 2, 3];
        Assert.Equal(expected, await Task.WhenAll(calls));
        Assert.Equal("left", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_clean_up_that_hangs_is_abandoned_after_the_timeout()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ISlowLeaverGrain>("s");
        await grain.CountAsync(leave: true);
        Assert.Equal("leaving", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await grain.CountAsync(leave: false));
    }

    [Fact]
    public async Task A_call_that_hangs_does_not_keep_its_grain_from_leaving_for_ever()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("hang");
        var hanging = grain.InterleaveAsync("h", "gate");
        await engine.Probe.NextAsync(2);
        await grain.LeaveAsync();
        var next = grain.CountAsync();
        await engine.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await next);
        engine.Probe.Open("gate");
        await Assert.ThrowsAsync<OrleansException>(() => hanging);
    }
}

internal interface IBriefGrain : IGrainWithStringKey
{
    Task TouchAsync(TimeSpan? delay);

    Task TickAsync(bool keepAlive);
}

[CollectionAgeLimit(Minutes = 2)]
internal sealed class BriefGrain(Probe probe) : Grain, IBriefGrain
{
    public Task TouchAsync(TimeSpan? delay)
    {
        if (delay is { } time)
        {
            DelayDeactivation(time);
        }

        return Task.CompletedTask;
    }

    public Task TickAsync(bool keepAlive)
    {
        this.RegisterGrainTimer(
            () =>
            {
                probe.Tell("tick");
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1)) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Tell("brief gone");
        return Task.CompletedTask;
    }
}

internal interface IEternalGrain : IGrainWithStringKey
{
    Task TouchAsync();
}

[KeepAlive]
internal sealed class EternalGrain(Probe probe) : Grain, IEternalGrain
{
    public Task TouchAsync() => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Tell("eternal gone");
        return Task.CompletedTask;
    }
}

internal interface ISlowLeaverGrain : IGrainWithStringKey
{
    Task<int> CountAsync(bool leave);
}

internal sealed class SlowLeaverGrain(Probe probe) : Grain, ISlowLeaverGrain
{
    private int count;

    public Task<int> CountAsync(bool leave)
    {
        if (leave)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(++count);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode == DeactivationReasonCode.ApplicationRequested)
        {
            probe.Tell("leaving");
            await probe.PassAsync("leave");
            probe.Tell("left");
        }
    }
}
