using System.Text.Json.Serialization;

namespace OrleansTrading.Grains.Trust.Model;

/// <summary>A manifest as it is written: what the model's bytes must be, and who says so.</summary>
internal sealed record ManifestData
{
    public required string Format { get; init; }

    public required string Name { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    public required string Sha512 { get; init; }

    public required string Signature { get; init; }
}

/// <summary>A model as it is written.</summary>
internal sealed record ModelData
{
    public required string Format { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<ModelFeatureData> Features { get; init; }
}

/// <summary>How a feature counts, as it is written.</summary>
internal sealed record ModelFeatureData
{
    public required string Feature { get; init; }

    public required int Weight { get; init; }

    public required int SamplesFull { get; init; }

    public required IReadOnlyList<ModelPointData> Points { get; init; }
}

/// <summary>A point of a feature's line, as it is written.</summary>
internal sealed record ModelPointData
{
    public required int Value { get; init; }

    public required int Toxicity { get; init; }
}

/// <summary>
/// Generated readers of exactly these four shapes of texts, whole numbers and lists: a file names no type, and nothing
/// in it is ever run. A member that is missing, unknown, repeated or null is refused.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 6)]
[JsonSerializable(typeof(ManifestData))]
[JsonSerializable(typeof(ModelData))]
internal sealed partial class TrustModelJson : JsonSerializerContext;
