using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// An asset on a chain, as CAIP-19: <c>stellar:pubnet/slip44:148</c>, <c>solana:5eykt…/token:EPjF…</c>.
/// </summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.asset-id")]
[JsonConverter(typeof(TextIdConverter<AssetId>))]
public readonly record struct AssetId(string Value) : ITextId<AssetId>
{
    /// <summary>The chain's CAIP-2 id.</summary>
    public string ChainId => Value[..Value.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The part that names the asset on its chain.</summary>
    public string Reference => Value[(Value.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <inheritdoc/>
    public static AssetId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
