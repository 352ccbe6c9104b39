using System.Globalization;
using System.Text.Json;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Grain states. A state is serialised before the call returns to the grain's turn, so the grain may change
/// it while the write is under way; the etag and the flags are set only after the commit.
/// </summary>
internal sealed class GrainStateStorage(IStore store, StorageOptions options) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        var key = Key(stateName, grainId);
        var stored = await store.ReadStateAsync(key, cancellationToken);
        grainState.State = stored.Payload is null ? CreateState<T>() : Deserialize<T>(key, stored.Payload);
        grainState.ETag = Format(stored.Etag);
        grainState.RecordExists = stored.Payload is not null;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        var key = Key(stateName, grainId);
        var state = grainState.State;
        var attached = StateAttachments.Of(state, key);
        var payload = JsonSerializer.SerializeToUtf8Bytes(state, options.Json);
        if (payload.Length > options.StateBytesMax)
        {
            throw new StorageRejectedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The state {key} has {payload.Length} bytes as JSON; the limit is {options.StateBytesMax}. ")
                + "Nothing was written. Keep less in one grain, or raise Storage:StateBytesMax.");
        }

        var expected = grainState.ETag;
        var result = await store.WriteAsync(
            new WriteStateCommand(key, Parse(expected), payload, attached, cancellationToken));
        Require(result, key, expected, "written");
        attached.Stored(state);
        grainState.ETag = Format(result.Etag);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        var key = Key(stateName, grainId);
        var expected = grainState.ETag;
        var attached = StateAttachments.OfCleared(grainState.State, key);
        var result = await store.WriteAsync(new ClearStateCommand(key, Parse(expected), attached, cancellationToken));
        Require(result, key, expected, "cleared");
        grainState.State = CreateState<T>();
        grainState.ETag = Format(result.Etag);
        grainState.RecordExists = false;
    }

    private static StateKey Key(string stateName, GrainId grainId) =>
        StateKey.Create(grainId.Type.ToString(), grainId.Key.ToString(), stateName);

    private static void Require(StateWriteResult result, StateKey key, string? expected, string what)
    {
        if (!result.Done)
        {
            var stored = Format(result.Etag);
            throw new InconsistentStateException(
                $"The state {key} was not {what}: it has etag {stored ?? "none"}, the caller holds "
                + $"{expected ?? "none"}. Another activation changed it; drop this one and read again.",
                stored,
                expected);
        }
    }

    /// <summary>An etag that is not one of ours fits no row, and so ends as a conflict with what is stored.</summary>
    private static long? Parse(string? etag)
    {
        if (string.IsNullOrEmpty(etag))
        {
            return null;
        }

        return long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private static string? Format(long? etag) => etag?.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a grain finds when nothing is stored: a new object where its type can make one.</summary>
    private static T? CreateState<T>() =>
        typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is null
            ? default
            : Activator.CreateInstance<T>();

    private T? Deserialize<T>(StateKey key, byte[] payload)
    {
        try
        {
            // A state that was null when it was written is "null" in JSON, and reads as an empty one like any other.
            return JsonSerializer.Deserialize<T>(payload, options.Json) ?? CreateState<T>();
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new StorageCorruptException(
                $"The stored state {key} cannot be read as {typeof(T)}: {failure.Message} Run the program version that "
                + "wrote it, or give the type back the shape it had.",
                failure);
        }
    }
}
