namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class TimerTests
{
    /// <summary>What times calls out ticks until it has seen that none is open.</summary>
    private const int CallClockTimers = 1;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, null, interleave: false);
        var call = grain.HoldAsync("hold");
        Assert.Equal("hold+", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second * 10);
        await engine.SettledAsync();
        Assert.True(engine.Probe.IsQuiet);
        engine.Probe.Open("hold");
        await call;
        Assert.Equal(["hold-", "tick+", "tick-"], await engine.Probe.NextAsync(3));

        // However long it waited, it was one tick.
        await engine.SettledAsync();
        Assert.True(engine.Probe.IsQuiet);
    }

    [Fact]
    public async Task A_call_waits_for_the_tick_that_runs()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, "gate", interleave: false);
        await engine.AdvanceAsync(Second);
        Assert.Equal("tick+", await engine.Probe.NextAsync());
        var call = grain.HoldAsync("hold");
        engine.Probe.Open("hold");
        await engine.SettledAsync();
        Assert.True(engine.Probe.IsQuiet);
        engine.Probe.Open("gate");
        await call;
        Assert.Equal(["tick-", "hold+", "hold-"], await engine.Probe.NextAsync(3));
    }

    [Fact]
    public async Task A_tick_that_was_queued_when_the_activation_ended_is_not_run_by_anybody()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, null, interleave: false);
        var call = grain.HoldAsync("hold");
        Assert.Equal("hold+", await engine.Probe.NextAsync());
        var leaving = grain.LeaveAsync();
        await engine.AdvanceAsync(Second);
        var next = grain.HoldAsync("next");
        engine.Probe.Open("next");
        engine.Probe.Open("hold");
        await Task.WhenAll(call, leaving, next);
        await engine.AdvanceAsync(Second * 5);
        await engine.SettledAsync();
        Assert.Equal(0, engine.Probe.Count("tick+"));
    }

    [Fact]
    public async Task An_interleaving_tick_starts_while_a_call_waits()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, null, interleave: true);
        var call = grain.HoldAsync("hold");
        Assert.Equal("hold+", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second);
        Assert.Equal(["tick+", "tick-"], await engine.Probe.NextAsync(2));
        engine.Probe.Open("hold");
        await call;
    }

    [Fact]
    public async Task A_timer_never_overlaps_itself_and_its_period_counts_from_the_end_of_a_tick()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, "gate", interleave: true);
        await engine.AdvanceAsync(Second);
        Assert.Equal("tick+", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(TimeSpan.FromSeconds(10));
        await grain.MarkAsync();
        Assert.Equal("mark", await engine.Probe.NextAsync());
        engine.Probe.Open("gate");
        Assert.Equal("tick-", await engine.Probe.NextAsync());
        await grain.MarkAsync();
        Assert.Equal("mark", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second - TimeSpan.FromMilliseconds(1));
        await grain.MarkAsync();
        Assert.Equal("mark", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["tick+", "tick-"], await engine.Probe.NextAsync(2));
    }

    [Fact]
    public async Task A_timer_with_no_period_ticks_once_until_it_is_changed()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Timeout.InfiniteTimeSpan, null, interleave: false);
        await engine.AdvanceAsync(Second);
        Assert.Equal(["tick+", "tick-"], await engine.Probe.NextAsync(2));
        await engine.AdvanceAsync(TimeSpan.FromHours(1) / 12);
        await grain.MarkAsync();
        Assert.Equal("mark", await engine.Probe.NextAsync());
        await grain.ChangeAsync(Second * 2, Second);
        await engine.AdvanceAsync(Second);
        await grain.MarkAsync();
        Assert.Equal("mark", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second);
        Assert.Equal(["tick+", "tick-"], await engine.Probe.NextAsync(2));
    }

    [Fact]
    public async Task A_disposed_timer_does_not_tick_even_if_a_tick_was_queued_and_its_token_is_cancelled()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, null, interleave: false);
        var call = grain.DisposeAfterAsync("hold");
        Assert.Equal("hold+", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second);
        engine.Probe.Open("hold");
        await call;
        await grain.MarkAsync();
        await engine.AdvanceAsync(Second * 5);
        await grain.MarkAsync();
        Assert.Equal(["disposed", "mark", "mark"], await engine.Probe.NextAsync(3));

        await grain.StartAsync("second", Second, Second, "gate", interleave: true);
        await engine.AdvanceAsync(Second);
        Assert.Equal("second+", await engine.Probe.NextAsync());
        await grain.DisposeAsync();
        Assert.Equal("second cancelled", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_tick_that_was_queued_before_its_timer_was_changed_is_not_run()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartAsync("tick", Second, Second, null, interleave: false);
        var call = grain.HoldAsync("hold");
        Assert.Equal("hold+", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second);
        await engine.SettledAsync();
        await grain.ChangeAsync(Second * 10, Second);
        engine.Probe.Open("hold");
        await call;
        await engine.AdvanceAsync(Second * 9);
        await engine.SettledAsync();
        Assert.Equal(0, engine.Probe.Count("tick+"));
        await engine.AdvanceAsync(Second);
        await engine.SettledAsync();
        Assert.Equal(1, engine.Probe.Count("tick+"));
    }

    [Fact]
    public async Task A_tick_that_fails_is_logged_and_the_timer_ticks_on()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await grain.StartFailingAsync(Second);
        await engine.AdvanceAsync(Second);
        Assert.Equal("failing", await engine.Probe.NextAsync());
        await grain.MarkAsync();
        Assert.Equal("mark", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Second);
        Assert.Equal("failing", await engine.Probe.NextAsync());
        await grain.MarkAsync();
        Assert.Equal(2, engine.Log.Entries.Count(entry => entry.Error is OddException));
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        var armed = engine.Time.ArmedCount;
        await grain.StartAsync("tick", Second, Second, null, interleave: false);
        await grain.LeaveAsync();
        await grain.MarkAsync();
        await engine.SettledAsync();
        Assert.Equal(armed, engine.Time.ArmedCount - CallClockTimers);
        await engine.AdvanceAsync(Second * 3);
        await grain.MarkAsync();
        Assert.Equal(["mark", "mark"], await engine.Probe.NextAsync(2));
        await engine.AdvanceAsync(Second);
        Assert.Equal(armed, engine.Time.ArmedCount);
    }

    [Fact]
    public async Task Impossible_times_are_refused()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ITimerGrain>("t");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => grain.StartAsync("tick", -Second, Second, null, interleave: false));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => grain.StartAsync("tick", Second, TimeSpan.FromDays(50), null, interleave: false));
    }
}

internal interface ITimerGrain : IGrainWithStringKey
{
    Task StartAsync(string name, TimeSpan due, TimeSpan period, string? gate, bool interleave);

    Task StartFailingAsync(TimeSpan period);

    Task HoldAsync(string gate);

    Task DisposeAfterAsync(string gate);

    [AlwaysInterleave]
    Task DisposeAsync();

    [AlwaysInterleave]
    Task MarkAsync();

    [AlwaysInterleave]
    Task ChangeAsync(TimeSpan due, TimeSpan period);

    Task LeaveAsync();
}

internal sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private IGrainTimer? timer;

    public Task StartAsync(string name, TimeSpan due, TimeSpan period, string? gate, bool interleave)
    {
        timer = this.RegisterGrainTimer(
            async (state, cancellation) =>
            {
                probe.Tell($"{state}+");
                using var registration = cancellation.Register(() => probe.Tell($"{state} cancelled"));
                if (gate is not null)
                {
                    await probe.PassAsync(gate);
                }

                probe.Tell($"{state}-");
            },
            name,
            new GrainTimerCreationOptions { DueTime = due, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailingAsync(TimeSpan period)
    {
        timer = this.RegisterGrainTimer(
            () =>
            {
                probe.Tell("failing");
                throw new OddException(1);
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public async Task HoldAsync(string gate)
    {
        probe.Tell($"{gate}+");
        await probe.PassAsync(gate);
        probe.Tell($"{gate}-");
    }

    public async Task DisposeAfterAsync(string gate)
    {
        probe.Tell($"{gate}+");
        await probe.PassAsync(gate);
        timer!.Dispose();
        probe.Tell("disposed");
    }

    public Task DisposeAsync()
    {
        timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task MarkAsync()
    {
        probe.Tell("mark");
        return Task.CompletedTask;
    }

    public Task ChangeAsync(TimeSpan due, TimeSpan period)
    {
        timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
