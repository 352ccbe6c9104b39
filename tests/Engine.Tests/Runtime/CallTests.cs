namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class CallTests
{
    [Fact]
    public async Task Sixty_four_racing_first_callers_meet_one_activation()
    {
        await using var engine = await TestEngine.StartAsync();
        for (var round = 0; round < 50; round++)
        {
            var key = $"race-{round}";
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var callers = Enumerable.Range(0, 64).Select(async _ =>
            {
                await start.Task;
                return await engine.Get<IWorkGrain>(key).CountAsync();
            }).ToList();
            start.SetResult();

            // One activation hands out each number once; two would hand out some twice.
            Assert.Equal(Enumerable.Range(1, 64), (await Task.WhenAll(callers)).Order());
            Assert.Equal(1, engine.Probe.Count($"activate {key}"));
        }
    }

    [Fact]
    public async Task Calls_of_one_caller_run_in_the_order_they_were_made()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("order");
        var numbers = new List<Task<int>>();
        for (var i = 0; i < 1000; i++)
        {
            numbers.Add(engine.Get<IWorkGrain>("order").CountAsync());
        }

        Assert.Equal(Enumerable.Range(1, 1000), await Task.WhenAll(numbers));
        Assert.Equal(1001, await grain.CountAsync());
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_has_ended_with_all_its_awaits()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("turns");
        var first = grain.WorkAsync("a", "gate");
        var second = grain.WorkAsync("b");
        await engine.SettledAsync();
        Assert.Equal(["activate turns", "a+"], await engine.Probe.NextAsync(2));
        Assert.True(engine.Probe.IsQuiet);
        await engine.AnswerAsync(engine.Get<IWorkGrain>("other").WorkAsync("c"));
        engine.Probe.Open("gate");
        await Task.WhenAll(first, second);
        Assert.Equal(["activate other", "c+", "c-", "a-", "b+", "b-"], await engine.Probe.NextAsync(6));
    }

    [Fact]
    public async Task Code_of_a_grain_stays_on_its_activation_after_every_kind_of_await()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ISchedulerGrain>("stay");
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.IsAlwaysHereAsync()));
        Assert.All(all, Assert.True);
    }

    [Fact]
    public async Task Arguments_and_results_of_every_kind_arrive()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<ISchedulerGrain>("kinds");
        var list = new List<int> { 1, 2, 3 };
        var (same, text) = await grain.EchoAsync(list, 7, "x", null, UInt128.MaxValue);
        Assert.Same(list, same);
        Assert.Equal($"7 x  {UInt128.MaxValue}", text);
        Assert.Equal(42, await grain.ValueAsync(42));
        await grain.ValueAsync();
    }

    [Fact]
    public async Task An_exception_arrives_with_its_type_its_data_and_where_it_was_thrown()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IFailingGrain>("fails");
        var error = await Assert.ThrowsAsync<OddException>(() => grain.FailAsync(7));
        Assert.Equal(7, error.Number);
        Assert.Contains(nameof(FailingGrain.ThrowHere), error.StackTrace, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<OddException>(() => grain.FailAtOnceAsync(8));
        Assert.Equal(8, error.Number);
        Assert.Contains(nameof(FailingGrain.ThrowHere), error.StackTrace, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<OddException>(() => engine.Get<IFailingGrain>("relay").RelayAsync("fails"));
        Assert.Equal(9, error.Number);

        // Over two calls the trail of both is kept, down to where it was thrown.
        error = await Assert.ThrowsAsync<OddException>(
            () => engine.Get<IFailingGrain>("relay").RelayAwaitingAsync("fails"));
        Assert.Equal(10, error.Number);
        Assert.Equal(OddException.Code, error.HResult);
        Assert.Contains(nameof(FailingGrain.ThrowHere), error.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(FailingGrain.FailAsync), error.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(FailingGrain.RelayAwaitingAsync), error.StackTrace, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.CancelAsync());
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.NoTaskAsync());
        Assert.Contains("IFailingGrain.NoTaskAsync", missing.Message, StringComparison.Ordinal);
        Assert.Equal(1, await grain.StillHereAsync());
    }

    [Fact]
    public async Task A_one_way_call_is_complete_once_queued_and_its_failure_is_logged()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("one-way");
        Assert.True(grain.TellAsync("news", "gate").IsCompletedSuccessfully);
        Assert.Equal(["activate one-way", "news+"], await engine.Probe.NextAsync(2));
        engine.Probe.Open("gate");
        Assert.Equal("news-", await engine.Probe.NextAsync());

        var failing = engine.Get<IFailingGrain>("fails");
        Assert.True(failing.FailOneWayAsync(5).IsCompletedSuccessfully);
        Assert.Equal(1, await failing.StillHereAsync());
        Assert.Single(engine.Log.Entries, entry => entry.Error is OddException { Number: 5 });
    }

    [Fact]
    public async Task A_call_beyond_the_limit_of_waiting_calls_fails_at_once_and_later_ones_are_served()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedRequests = 3);
        var grain = engine.Get<IWorkGrain>("full");
        var running = grain.WorkAsync("a", "gate");
        await engine.Probe.NextAsync(2);
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.CountAsync()).ToList();
        var error = await Assert.ThrowsAsync<LimitExceededException>(() => grain.CountAsync());
        Assert.Contains("MaxQueuedRequests", error.Message, StringComparison.Ordinal);
        Assert.True(grain.TellAsync("dropped").IsCompletedSuccessfully);
        engine.Probe.Open("gate");
        int[] expected = [1, 2, 3];
        Assert.Equal(expected, await Task.WhenAll(waiting));
        await running;
        Assert.Equal(4, await grain.CountAsync());
        Assert.Equal(0, engine.Probe.Count("dropped+"));
    }

    [Fact]
    public async Task Request_context_travels_with_calls_and_stays_where_it_was_set()
    {
        await using var engine = await TestEngine.StartAsync();
        RequestContext.Set("user", "ann");
        Assert.Equal("ann ann", await engine.Get<IContextGrain>("first").ReadAsync("second"));
        RequestContext.Clear();
        Assert.Equal("- -", await engine.Get<IContextGrain>("first").ReadAsync("second"));
        await engine.Get<IContextGrain>("first").SetAsync("bob");
        Assert.Equal("- -", await engine.Get<IContextGrain>("first").ReadAsync("second"));
        Assert.Null(RequestContext.Get("user"));
    }

    [Fact]
    public async Task References_to_one_grain_are_equal_and_know_their_key()
    {
        await using var engine = await TestEngine.StartAsync();
        var one = engine.Get<IWorkGrain>("same");
        var other = engine.Grains.GetGrain<IWorkGrain>(one.GetGrainId());
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, engine.Get<IWorkGrain>("another"));
        Assert.Equal("same", one.GetPrimaryKeyString());
        Assert.Equal(GrainId.Create("work", "same"), one.GetGrainId());
        Assert.Equal(GrainId.Parse("work/same"), one.GetGrainId());
        Assert.Throws<ArgumentException>(() => engine.Get<IWorkGrain>(" "));
        Assert.Throws<ArgumentException>(() => one.AsReference<IFailingGrain>());
    }
}
