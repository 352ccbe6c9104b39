namespace OrleansTrading.Engine;

/// <summary>One stored record of a grain.</summary>
public interface IStorage
{
    /// <summary>Gets the version last read or written; null when there is no record.</summary>
    string? Etag { get; }

    /// <summary>Gets whether a record is stored.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record and starts over with an empty state.</summary>
    Task ClearStateAsync();

    /// <summary>
    /// Stores the state. If that fails, whatever the reason, it is unknown what is stored: the activation is dropped,
    /// its memory answers nobody any more, and the next call starts from what is read.
    /// </summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote since the last read.</exception>
    Task WriteStateAsync();

    /// <summary>Reads the state again, over what is in memory.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>One stored record of a grain, with its value.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>Gets or sets the value in memory: a new one when nothing is stored.</summary>
    TState State { get; set; }
}

/// <summary>
/// A grain's state, read before the grain is activated. Ask for it by <see cref="PersistentStateAttribute"/>.
/// </summary>
public interface IPersistentState<TState> : IStorage<TState>;

/// <summary>Injects <see cref="IPersistentState{TState}"/> into a grain's constructor.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    /// <param name="stateName">The record's name within the grain.</param>
    /// <param name="storageName">Under which name the <see cref="IGrainStorage"/> is registered; null:
    /// <c>Default</c>.</param>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>Gets the record's name within the grain.</summary>
    public string StateName { get; }

    /// <summary>Gets the name of the storage; null: <c>Default</c>.</summary>
    public string? StorageName { get; }
}
