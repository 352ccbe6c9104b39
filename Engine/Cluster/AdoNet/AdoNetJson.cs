using System.Globalization;
using System.Text.Json;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>States as JSON, with the options, limits and failures of our own storage.</summary>
internal sealed class AdoNetJson(StorageOptions options) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(input, options.Json);
        return payload.Length <= options.StateBytesMax
            ? new BinaryData(payload)
            : throw new StorageRejectedException(string.Create(
                CultureInfo.InvariantCulture,
                $"A state of {typeof(T)} has {payload.Length} bytes as JSON; the limit is {options.StateBytesMax}. ")
                + "Nothing was written. Keep less in one grain, or raise Storage:StateBytesMax.");
    }

    public T? Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            return JsonSerializer.Deserialize<T>(input.ToMemory().Span, options.Json);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new StorageCorruptException(
                $"A stored state cannot be read as {typeof(T)}: {failure.Message} Run the program version that wrote"
                + " it, or give the type back the shape it had.",
                failure);
        }
    }
}
