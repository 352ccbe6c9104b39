using System.Globalization;
using System.Text.Json;

namespace OrleansTrading.Engine;

/// <summary>
/// Grain state in memory, for tests. What is stored is JSON text, so a grain that changes an object after writing it
/// does not change what is stored, and state that cannot be written or read shows.
/// </summary>
/// <param name="json">How state is written; null: the serialiser's defaults.</param>
public sealed class MemoryGrainStorage(JsonSerializerOptions? json = null) : IGrainStorage
{
    private readonly Lock gate = new();
    private readonly Dictionary<(GrainId GrainId, string Name), (string Json, string ETag)> records = [];
    private long version;

    /// <summary>Gets how many records there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return records.Count;
            }
        }
    }

    /// <summary>The stored text of a record; null when there is none.</summary>
    public string? Peek(string stateName, GrainId grainId)
    {
        lock (gate)
        {
            return records.TryGetValue((grainId, stateName), out var record) ? record.Json : null;
        }
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (gate)
        {
            grainState.RecordExists = records.TryGetValue((grainId, stateName), out var record);
            grainState.ETag = grainState.RecordExists ? record.ETag : null;
            grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize<T>(record.Json, json) : default;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var text = JsonSerializer.Serialize(grainState.State, json);
        lock (gate)
        {
            CheckVersion(stateName, grainId, grainState.ETag);
            var etag = (++version).ToString(CultureInfo.InvariantCulture);
            records[(grainId, stateName)] = (text, etag);
            grainState.ETag = etag;
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (gate)
        {
            CheckVersion(stateName, grainId, grainState.ETag);
            records.Remove((grainId, stateName));
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    private void CheckVersion(string stateName, GrainId grainId, string? etag)
    {
        var stored = records.TryGetValue((grainId, stateName), out var record) ? record.ETag : null;
        if (stored != etag)
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} is stored in version {stored ?? "none"}, not {etag ?? "none"}.",
                stored,
                etag);
        }
    }
}
