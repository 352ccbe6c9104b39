namespace OrleansTrading.Engine.Tests.Runtime.Scheduling;

/// <summary>Storage in memory that takes its time: others run before and after each read and write.</summary>
internal sealed class SimulatedStorage : IGrainStorage
{
    internal MemoryGrainStorage Inner { get; } = new();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        await Inner.ReadStateAsync(stateName, grainId, grainState);
        await Task.Yield();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        await Inner.WriteStateAsync(stateName, grainId, grainState);
        await Task.Yield();
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        await Inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
