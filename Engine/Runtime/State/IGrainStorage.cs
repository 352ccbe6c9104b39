namespace OrleansTrading.Engine;

/// <summary>A record as it passes between a grain and its storage.</summary>
public interface IGrainState<T>
{
    /// <summary>Gets or sets the value.</summary>
    T? State { get; set; }

    /// <summary>Gets or sets the version; null when there is none.</summary>
    string? ETag { get; set; }

    /// <summary>Gets or sets whether a record is stored.</summary>
    bool RecordExists { get; set; }
}

/// <inheritdoc cref="IGrainState{T}"/>
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>Creates an empty one.</summary>
    public GrainState()
    {
    }

    /// <summary>Creates one with a value.</summary>
    public GrainState(T? state)
        : this(state, null)
    {
    }

    /// <summary>Creates one with a value and its version.</summary>
    public GrainState(T? state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    public T? State { get; set; }

    /// <inheritdoc/>
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public bool RecordExists { get; set; }
}

/// <summary>
/// Where grain state is kept. A write or clear succeeds only if the record's version is still the one in
/// <see cref="IGrainState{T}.ETag"/> (none: null), and puts the new version there.
/// </summary>
public interface IGrainStorage
{
    /// <summary>Reads a record into the state.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes the state. Any failure other than a conflict leaves it unknown whether it was written.</summary>
    /// <exception cref="InconsistentStateException">The stored version is another one; nothing was written.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="WriteStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Deletes the record.</summary>
    /// <exception cref="InconsistentStateException">The stored version is another one; nothing was deleted.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ClearStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
