using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class PersistenceTests
{
    private static readonly GrainId Account = GrainId.Create("account", "a");

    [Fact]
    public async Task State_is_read_before_activation_and_survives_it()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        Assert.Equal("activated with 0, exists False", await grain.GetStartAsync());
        Assert.Equal(5, await grain.AddAsync(5));
        await grain.LeaveAsync();
        Assert.Equal("activated with 5, exists True", await grain.GetStartAsync());
        Assert.Equal(12, await grain.AddAsync(7));
        await grain.ClearAsync();
        Assert.Equal(0, await grain.GetAsync());
        Assert.Null(engine.Storage.Inner.Peek("account", Account));
        await grain.LeaveAsync();
        Assert.Equal("activated with 0, exists False", await grain.GetStartAsync());
    }

    [Fact]
    public async Task What_changes_in_memory_after_a_write_is_not_stored_by_it()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        await grain.AddInMemoryAsync(100);
        await grain.LeaveAsync();
        Assert.Equal(5, await grain.GetAsync());
    }

    [Fact]
    public async Task A_conflicting_write_fails_and_the_grain_reloads()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        await OverwriteAsync(engine, 50);
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.AddAsync(1));
        Assert.Equal(51, await grain.AddAsync(1));
        Assert.Contains(engine.Log.Entries, entry => entry is { Id: 4, Error: InconsistentStateException });
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(false, 5)]
    public async Task A_write_with_an_unknown_outcome_is_followed_by_reading_what_was_stored(bool written, int stored)
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        engine.Storage.FailWrite(new IOException("connection lost"), written);
        await Assert.ThrowsAsync<IOException>(() => grain.AddAsync(3));
        Assert.Equal(stored, await grain.GetAsync());
        Assert.Equal($"activated with {stored}, exists True", await grain.GetStartAsync());
    }

    [Fact]
    public async Task What_waits_when_a_write_fails_is_answered_from_what_is_stored()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Storage.WriteGate = gate.Task;
        engine.Storage.FailWrite(new IOException("connection lost"), written: false);
        var failing = grain.AddAsync(3);
        var waiting = new[] { grain.GetAsync(), grain.AddAsync(10), grain.GetAsync() };
        engine.Storage.WriteGate = null;
        gate.SetResult();
        await Assert.ThrowsAsync<IOException>(() => failing);
        int[] expected = [5, 15, 15];
        Assert.Equal(expected, await Task.WhenAll(waiting));
    }

    [Fact]
    public async Task No_timer_runs_on_memory_whose_write_failed()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        await grain.TickAsync(TimeSpan.FromSeconds(1));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Storage.WriteGate = gate.Task;
        engine.Storage.FailWrite(new IOException("connection lost"), written: false);
        var failing = grain.AddAsync(3);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(2));
        engine.Storage.WriteGate = null;
        gate.SetResult();
        await Assert.ThrowsAsync<IOException>(() => failing);
        Assert.Equal(5, await grain.GetAsync());
        await engine.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(5, await grain.GetAsync());
        Assert.Equal(0, engine.Probe.Count("tick"));
    }

    [Fact]
    public async Task A_grain_that_swallows_a_failed_write_does_not_answer_and_writes_no_more()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        engine.Storage.FailWrite(new IOException("connection lost"), written: false);
        var error = await Assert.ThrowsAsync<OrleansException>(() => grain.AddStubbornlyAsync(3));
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal("second: InconsistentStateException", await engine.Probe.NextAsync());
        Assert.Equal(5, await grain.GetAsync());
    }

    [Fact]
    public async Task A_call_that_was_under_way_when_a_write_failed_does_not_answer_from_that_memory()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        var reading = grain.HoldAndGetAsync("gate");
        Assert.Equal("holding", await engine.Probe.NextAsync());
        engine.Storage.FailWrite(new IOException("connection lost"), written: false);
        await Assert.ThrowsAsync<IOException>(() => grain.AddAsync(3));
        var next = grain.GetAsync();
        engine.Probe.Open("gate");
        var error = await Assert.ThrowsAsync<OrleansException>(() => reading);
        Assert.Contains("withheld", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, await next);
    }

    [Fact]
    public async Task A_write_that_the_store_refuses_because_it_is_overloaded_is_told_as_such_and_leaves_no_trace()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        engine.Storage.FailWrite(new StorageOverloadedException("65536 writes wait."), written: false);
        var error = await Assert.ThrowsAsync<StorageOverloadedException>(() => grain.AddAsync(3));
        Assert.Equal(WriteOutcome.NotWritten, error.Outcome);
        Assert.Equal(6, await grain.AddAsync(1));
    }

    [Fact]
    public async Task A_failed_read_fails_the_waiting_calls_and_the_next_call_tries_again()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        engine.Storage.FailRead(new IOException("disk gone"));
        await Assert.ThrowsAsync<IOException>(() => grain.GetAsync());
        Assert.Equal(0, await grain.GetAsync());
    }

    private static async Task OverwriteAsync(TestEngine engine, int balance)
    {
        var record = new GrainState<AccountState>();
        await engine.Storage.ReadStateAsync("account", Account, record);
        record.State = new AccountState { Balance = balance };
        await engine.Storage.WriteStateAsync("account", Account, record);
    }
}

internal sealed class AccountState
{
    public int Balance { get; set; }
}

internal interface IAccountGrain : IGrainWithStringKey
{
    Task<string> GetStartAsync();

    Task<int> GetAsync();

    Task<int> AddAsync(int amount);

    Task AddInMemoryAsync(int amount);

    Task<int> AddStubbornlyAsync(int amount);

    /// <summary>Waits at a gate and then adds.</summary>
    [AlwaysInterleave]
    Task<int> HoldAndAddAsync(string gate, int amount);

    /// <summary>Waits at a gate and then says what is in memory.</summary>
    [AlwaysInterleave]
    Task<int> HoldAndGetAsync(string gate);

    Task ClearAsync();

    Task LeaveAsync();

    Task TickAsync(TimeSpan period);
}

internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> state, Probe probe) : Grain, IAccountGrain
{
    private string start = "not activated";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        start = $"activated with {state.State.Balance}, exists {state.RecordExists}";
        return Task.CompletedTask;
    }

    public Task<string> GetStartAsync() => Task.FromResult(start);

    public Task<int> GetAsync() => Task.FromResult(state.State.Balance);

    public async Task<int> AddAsync(int amount)
    {
        state.State.Balance += amount;
        await state.WriteStateAsync();
        return state.State.Balance;
    }

    public async Task<int> HoldAndAddAsync(string gate, int amount)
    {
        probe.Tell("holding");
        await probe.PassAsync(gate);
        return await AddAsync(amount);
    }

    public async Task<int> HoldAndGetAsync(string gate)
    {
        probe.Tell("holding");
        await probe.PassAsync(gate);
        return state.State.Balance;
    }

    public Task AddInMemoryAsync(int amount)
    {
        state.State.Balance += amount;
        return Task.CompletedTask;
    }

    public async Task<int> AddStubbornlyAsync(int amount)
    {
        state.State.Balance += amount;
        try
        {
            await state.WriteStateAsync();
        }
        catch (IOException)
        {
            try
            {
                await state.WriteStateAsync();
                probe.Tell("second: written");
            }
            catch (InconsistentStateException error)
            {
                probe.Tell($"second: {error.GetType().Name}");
            }
        }

        return state.State.Balance;
    }

    public Task ClearAsync() => state.ClearStateAsync();

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task TickAsync(TimeSpan period)
    {
        this.RegisterGrainTimer(
            () =>
            {
                probe.Tell("tick");
                state.State.Balance += 1000;
                return Task.CompletedTask;
            },
            period,
            period);
        return Task.CompletedTask;
    }
}
