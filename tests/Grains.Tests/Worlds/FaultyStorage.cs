using System.Collections.Concurrent;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>How a state write ends.</summary>
internal enum WriteFault
{
    None,

    /// <summary>Nothing is written.</summary>
    NotWritten,

    /// <summary>It is written, but the writer is not told.</summary>
    AnswerLost,
}

/// <summary>What a test commands about state writes, and what became of them. It outlives restarts.</summary>
internal sealed class WriteFaults
{
    /// <summary>How the write of a state, by its name and content, ends; null: well.</summary>
    internal Func<string, object?, WriteFault>? Judge { get; set; }

    /// <summary>What a write of a state, by its name, waits for before it begins; null: nothing.</summary>
    internal Func<string, Task>? Writing { get; set; }

    /// <summary>What the answer to a write of a state, by its name, waits for; null: nothing.</summary>
    internal Func<string, Task>? Answering { get; set; }

    /// <summary>Told of each state that is stored, before its writer is.</summary>
    internal Action<object?>? Stored { get; set; }

    /// <summary>Names of the states whose write failed.</summary>
    internal ConcurrentQueue<string> Failed { get; } = new();
}

/// <summary>The real storage, whose writes fail when the test says so.</summary>
internal sealed class FaultyStorage(IGrainStorage inner, WriteFaults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await (faults.Writing?.Invoke(stateName) ?? Task.CompletedTask);
        var fault = faults.Judge?.Invoke(stateName, grainState.State) ?? WriteFault.None;
        if (fault != WriteFault.NotWritten)
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
            faults.Stored?.Invoke(grainState.State);
            await (faults.Answering?.Invoke(stateName) ?? Task.CompletedTask);
        }

        if (fault != WriteFault.None)
        {
            faults.Failed.Enqueue(stateName);
            throw new IOException($"The test lets the write of {stateName} fail: {fault}.");
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
