namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>Storage that fails when told to, before or after doing what was asked.</summary>
internal sealed class FaultyStorage : IGrainStorage
{
    private readonly MemoryGrainStorage inner = new();
    private Exception? readFault;
    private Exception? writeFault;
    private bool writeFirst;

    internal MemoryGrainStorage Inner => inner;

    /// <summary>What a write waits for after it wrote; null: nothing.</summary>
    internal Task? WriteGate { get; set; }

    /// <summary>What a write waits for before it writes; null: nothing.</summary>
    internal Task? WriteHold { get; set; }

    /// <summary>The next read fails.</summary>
    internal void FailRead(Exception fault) => readFault = fault;

    /// <summary>The next write fails, after or without having written.</summary>
    internal void FailWrite(Exception fault, bool written)
    {
        writeFirst = written;
        writeFault = fault;
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        if (Interlocked.Exchange(ref readFault, null) is { } fault)
        {
            throw fault;
        }

        await inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (WriteHold is { } hold)
        {
            await hold;
        }

        var fault = Interlocked.Exchange(ref writeFault, null);
        if (fault is null || writeFirst)
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
        }

        if (WriteGate is { } gate)
        {
            await gate;
        }

        if (fault is not null)
        {
            throw fault;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
