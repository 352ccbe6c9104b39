using System.Globalization;

namespace OrleansTrading.Engine.Tests.Runtime.Scheduling;

/// <summary>What happened in a simulation, in order, and whether all of it was on the simulation's thread.</summary>
internal sealed class Trace(TimeProvider time)
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly List<string> lines = [];

    internal IReadOnlyList<string> Lines => lines;

    internal void Tell(string what)
    {
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        lines.Add($"{time.GetUtcNow().ToString("mm:ss.fff", CultureInfo.InvariantCulture)} {what}");
    }
}

internal sealed class SimulatedBalance
{
    public long Units { get; set; }
}

internal interface ISimulatedAccount : IGrainWithStringKey
{
    Task<long> AddAsync(string call, long units);

    [ReadOnly]
    Task<long> ReadAsync(string call);

    [AlwaysInterleave]
    Task<int> PeekAsync();
}

internal sealed class SimulatedAccountGrain(
    Trace trace, [PersistentState("balance")] IPersistentState<SimulatedBalance> balance) : Grain, ISimulatedAccount
{
    private int calls;

    private string Key => GrainContext.GrainId.Key.ToString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        trace.Tell($"{Key} activated with {balance.State.Units}");
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trace.Tell($"{Key} deactivates: {reason.ReasonCode}");

        // The answer of another grain itself, not awaited here: the engine waits for it.
        return reason.ReasonCode == DeactivationReasonCode.ShuttingDown
            ? Task.CompletedTask
            : GrainFactory.GetGrain<ISimulatedTeller>("ledger").NoteAsync(Key);
    }

    public async Task<long> AddAsync(string call, long units)
    {
        calls++;
        trace.Tell($"{Key} {call} adds {units} to {balance.State.Units}");
        balance.State.Units += units;
        await balance.WriteStateAsync();
        trace.Tell($"{Key} {call} stored {balance.State.Units}");
        return balance.State.Units;
    }

    public async Task<long> ReadAsync(string call)
    {
        calls++;
        trace.Tell($"{Key} {call} reads {balance.State.Units}");
        await Task.Yield();
        return balance.State.Units;
    }

    public Task<int> PeekAsync() => Task.FromResult(calls);
}

internal interface ISimulatedTeller : IGrainWithStringKey
{
    Task<string> MoveAsync(string call, string from, string to, long units);

    Task<long> SumAsync(string call, string[] accounts);

    Task<string> CircleAsync(string call, string other);

    Task NoteAsync(string account);

    Task<string> AskStuckAsync();
}

internal interface ISimulatedStuck : IGrainWithStringKey
{
    Task CallAsync();
}

/// <summary>Never gets active, until it is told to give up.</summary>
internal sealed class SimulatedStuckGrain(Trace trace, TimeProvider time) : Grain, ISimulatedStuck
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            trace.Tell("stuck was cancelled");
            throw;
        }
    }

    public Task CallAsync() => Task.CompletedTask;
}

internal sealed class SimulatedTellerGrain(Trace trace) : Grain, ISimulatedTeller, IRemindable
{
    private int ticks;

    private string Key => GrainContext.GrainId.Key.ToString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Key != "ledger")
        {
            // Accounts that end call the ledger: if it called accounts too, each could wait for the other.
            this.RegisterGrainTimer(TickAsync, TimeSpan.FromMilliseconds(70), TimeSpan.FromMilliseconds(110));
        }

        await this.RegisterOrUpdateReminder($"of {Key}", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        trace.Tell($"{Key} activated");
    }

    public async Task<string> MoveAsync(string call, string from, string to, long units)
    {
        trace.Tell($"{Key} {call} moves {units}");
        var left = await Account(from).AddAsync(call, -units);
        trace.Tell($"{Key} {call} took from {from}");
        var there = await Account(to).AddAsync(call, units);
        return $"{left} {there}";
    }

    public async Task<long> SumAsync(string call, string[] accounts)
    {
        trace.Tell($"{Key} {call} sums");
        var all = accounts.Select(each => Account(each).ReadAsync(call)).ToList();
        await Task.WhenAny(all);
        trace.Tell($"{Key} {call} has one of them");
        var sum = (await Task.WhenAll(all)).Sum();
        trace.Tell($"{Key} {call} has all");
        return sum;
    }

    public async Task<string> CircleAsync(string call, string other)
    {
        trace.Tell($"{Key} {call} in a circle");
        if (other == Key)
        {
            return "end";
        }

        try
        {
            // Comes back here, where this turn still waits.
            return await GrainFactory.GetGrain<ISimulatedTeller>(other).CircleAsync(call, Key)
                + await GrainFactory.GetGrain<ISimulatedTeller>(Key).CircleAsync(call, Key);
        }
        catch (CallCycleException)
        {
            trace.Tell($"{Key} {call} is a cycle");
            return "cycle";
        }
    }

    public Task NoteAsync(string account)
    {
        trace.Tell($"{Key} notes that {account} went");
        return Task.CompletedTask;
    }

    public async Task<string> AskStuckAsync()
    {
        try
        {
            await GrainFactory.GetGrain<ISimulatedStuck>("stuck").CallAsync();
            return "active";
        }
        catch (TimeoutException)
        {
            return "stuck";
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        trace.Tell($"{Key} was reminded {reminderName}");
        return Task.CompletedTask;
    }

    private async Task TickAsync()
    {
        var seen = await Task.WhenAll(Account("a0").PeekAsync(), Account("a1").PeekAsync());
        trace.Tell($"{Key} tick {++ticks} sees {seen[0]} {seen[1]}");
    }

    private ISimulatedAccount Account(string key) => GrainFactory.GetGrain<ISimulatedAccount>(key);
}
