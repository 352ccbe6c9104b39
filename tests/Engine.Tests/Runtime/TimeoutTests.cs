namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class TimeoutTests
{
    [Fact]
    public async Task A_call_without_an_answer_times_out_and_leaves_the_activation_usable()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("slow");
        var slow = grain.WorkAsync("a", "gate");
        await engine.Probe.NextAsync(2);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(29.5));
        Assert.False(slow.IsCompleted);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(2.5));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => engine.AnswerAsync(slow));
        Assert.Contains("IWorkGrain.WorkAsync on work/slow", error.Message, StringComparison.Ordinal);
        Assert.Contains("still runs", error.Message, StringComparison.Ordinal);

        var next = grain.CountAsync();
        Assert.False(next.IsCompleted);
        engine.Probe.Open("gate");
        Assert.Equal(1, await next);
        Assert.Equal(1, engine.Probe.Count("a-"));
        Assert.Equal(1, engine.Probe.Count("activate slow"));
    }

    [Fact]
    public async Task A_call_that_times_out_while_it_waits_is_not_run_later()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("queue");
        var running = grain.WorkAsync("a", "gate");
        await engine.Probe.NextAsync(2);
        var waiting = grain.WorkAsync("late");
        await engine.AdvanceAsync(TimeSpan.FromSeconds(32));
        await Assert.ThrowsAsync<TimeoutException>(() => engine.AnswerAsync(running));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => engine.AnswerAsync(waiting));
        Assert.Contains("waiting", error.Message, StringComparison.Ordinal);
        engine.Probe.Open("gate");
        Assert.Equal(1, await grain.CountAsync());
        Assert.Equal(0, engine.Probe.Count("late+"));
    }

    [Fact]
    public async Task A_method_may_have_a_time_of_its_own()
    {
        await using var engine = await TestEngine.StartAsync();
        var call = engine.Get<IWorkGrain>("own").ImpatientAsync("gate");
        await engine.Probe.NextAsync(2);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(4.9));
        Assert.False(call.IsCompleted);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(1.2));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => engine.AnswerAsync(call));
        Assert.Contains("within 00:00:05", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_call_times_out_before_its_time_though_it_was_made_between_two_ticks()
    {
        await using var engine = await TestEngine.StartAsync();
        var first = engine.Get<IWorkGrain>("one").WorkAsync("a", "gate");
        await engine.AdvanceAsync(TimeSpan.FromSeconds(0.9));
        var second = engine.Get<IWorkGrain>("two").WorkAsync("b", "gate");
        await engine.AdvanceAsync(TimeSpan.FromSeconds(29.9));
        Assert.False(second.IsCompleted);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(1.2));
        Assert.True(first.IsFaulted);
        Assert.True(second.IsFaulted);
    }

    [Fact]
    public async Task An_idle_engine_keeps_no_clock_ticking_for_calls()
    {
        await using var engine = await TestEngine.StartAsync();
        var idle = engine.Time.ArmedCount;
        var call = engine.Get<IWorkGrain>("one").WorkAsync("a", "gate");
        await engine.Probe.NextAsync(2);
        Assert.Equal(idle + 1, engine.Time.ArmedCount);
        engine.Probe.Open("gate");
        await call;
        await engine.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(idle, engine.Time.ArmedCount);
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            var again = engine.Get<IWorkGrain>("two").WorkAsync("b", "never");
            await engine.AdvanceAsync(TimeSpan.FromSeconds(32));
            await again;
        });
    }
}
