using System.Runtime.ExceptionServices;

namespace OrleansTrading.Engine.Cluster;

/// <summary>A grain's state on Orleans, with the promise that the embedded engine gives about failed writes.</summary>
internal sealed class GuardedState<T>(IPersistentState<T> inner, ActivationGuard guard) : IPersistentState<T>
{
    public T State
    {
        get => inner.State;
        set => inner.State = value;
    }

    public string? Etag => inner.Etag;

    public bool RecordExists => inner.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken)
    {
        guard.ThrowIfSpoiled();
        return inner.ReadStateAsync(cancellationToken);
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        ChangeAsync(inner.WriteStateAsync, cancellationToken);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        ChangeAsync(inner.ClearStateAsync, cancellationToken);

    private async Task ChangeAsync(Func<CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        guard.ThrowIfSpoiled();
        try
        {
            await change(cancellationToken);
        }
        catch (Exception failure)
        {
            // Orleans wraps what the store reports; callers tell the kinds of storage failures apart.
            var cause = failure.GetType() == typeof(OrleansException) ? failure.InnerException ?? failure : failure;
            guard.Spoil(cause);
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
