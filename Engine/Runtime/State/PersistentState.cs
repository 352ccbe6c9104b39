namespace OrleansTrading.Engine;

/// <summary>A state as the activation reads it before it starts.</summary>
internal interface ILoadedState
{
    /// <summary>Reads it.</summary>
    Task ReadStateAsync(CancellationToken cancellationToken);
}

/// <summary>
/// A grain's state. A write that fails for any reason spoils the activation: memory is then ahead of the store, or the
/// store of memory, and only reading can tell. From that moment nothing more is written from this memory.
/// </summary>
internal sealed class PersistentState<T>(Activation activation, IGrainStorage storage, string name, Func<T> empty)
    : IPersistentState<T>, ILoadedState
{
    private readonly GrainState<T> record = new();

    public T State
    {
        get => record.State!;
        set => record.State = value;
    }

    public string? Etag => record.ETag;

    public bool RecordExists => record.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        activation.ThrowIfSpoiled();
        await storage.ReadStateAsync(name, activation.GrainId, record, cancellationToken);
        if (!record.RecordExists || record.State is null)
        {
            record.State = empty();
        }
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        ChangeAsync(storage.WriteStateAsync, cancellationToken);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await ChangeAsync(storage.ClearStateAsync, cancellationToken);
        record.RecordExists = false;
        record.State = empty();
    }

    private async Task ChangeAsync(
        Func<string, GrainId, IGrainState<T>, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        activation.ThrowIfSpoiled();
        try
        {
            await change(name, activation.GrainId, record, cancellationToken);
        }
        catch (Exception failure)
        {
            activation.Spoil(failure);
            throw;
        }
    }
}
