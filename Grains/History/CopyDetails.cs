using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains.History;

/// <summary>What became of a subscription.</summary>
internal sealed record SubscriptionDetails : HistoryDetails
{
    public required TradingAccountId Account { get; init; }

    public required ProviderId Provider { get; init; }

    public required SubscriptionStatus Status { get; init; }

    public string? Reason { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, CopyHistoryJson.Default.SubscriptionDetails);
}

/// <summary>What became of one signal in a subscription.</summary>
internal sealed record CopyDetails : HistoryDetails
{
    public required SubscriptionId Subscription { get; init; }

    public required long Ticket { get; init; }

    public required string Symbol { get; init; }

    public required string Reason { get; init; }

    public long? Points { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, CopyHistoryJson.Default.CopyDetails);
}

/// <summary>A signal, whole.</summary>
/// <param name="Signal">The signal.</param>
internal sealed record SignalDetails(CopySignal Signal) : HistoryDetails
{
    /// <summary>As everywhere: who repeats a request is answered from here.</summary>
    internal override string ToJson() => JsonSerializer.Serialize(Signal, GrainJson.Options);
}

/// <summary>How details of copy trading are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SubscriptionStatusConverter)])]
[JsonSerializable(typeof(SubscriptionDetails))]
[JsonSerializable(typeof(CopyDetails))]
internal sealed partial class CopyHistoryJson : JsonSerializerContext;

/// <summary>Writes a status as everywhere: its name in camel case.</summary>
internal sealed class SubscriptionStatusConverter()
    : JsonStringEnumConverter<SubscriptionStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
