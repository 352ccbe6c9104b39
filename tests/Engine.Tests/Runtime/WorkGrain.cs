namespace OrleansTrading.Engine.Tests.Runtime;

internal interface IWorkGrain : IGrainWithStringKey
{
    /// <summary>Tells that it began, waits at a gate if one is named, and tells that it ended.</summary>
    Task<string> WorkAsync(string name, string? gate = null);

    [ReadOnly]
    Task ReadAsync(string name, string? gate = null);

    [AlwaysInterleave]
    Task InterleaveAsync(string name, string? gate = null);

    [OneWay]
    Task TellAsync(string name, string? gate = null);

    [ResponseTimeout("00:00:05")]
    Task ImpatientAsync(string gate);

    Task<int> CountAsync();

    Task LeaveAsync();
}

/// <summary>What the tests of calls, interleaving and lifetime use.</summary>
internal sealed class WorkGrain(Probe probe) : Grain, IWorkGrain
{
    private int inside;
    private int count;

    public async Task<string> WorkAsync(string name, string? gate)
    {
        await RunAsync(name, gate);
        return name;
    }

    public Task ReadAsync(string name, string? gate) => RunAsync(name, gate);

    public Task InterleaveAsync(string name, string? gate) => RunAsync(name, gate);

    public Task TellAsync(string name, string? gate) => RunAsync(name, gate);

    public Task ImpatientAsync(string gate) => RunAsync("impatient", gate);

    public Task<int> CountAsync() => Task.FromResult(++count);

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Tell($"activate {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Tell($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    private async Task RunAsync(string name, string? gate)
    {
        if (Interlocked.Increment(ref inside) != 1)
        {
            throw new InvalidOperationException("Two threads are in the grain at the same instant.");
        }

        probe.Tell($"{name}+");
        Interlocked.Decrement(ref inside);
        if (gate is not null)
        {
            await probe.PassAsync(gate);
        }

        probe.Tell($"{name}-");
    }
}
