using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>Who publishes signals that others copy.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.provider-id")]
[JsonConverter(typeof(TextIdConverter<ProviderId>))]
public readonly record struct ProviderId(string Value) : ITextId<ProviderId>
{
    private const string Prefix = "prov_";

    /// <inheritdoc/>
    public static ProviderId From(string value) => new(value);

    /// <summary>The provider that this user's idempotency key names, whatever its content.</summary>
    public static ProviderId Derive(UserId user, string idempotencyKey) =>
        new(StableId.Derive(Prefix, "provider", user.Value, idempotencyKey));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out ProviderId id)
    {
        id = new ProviderId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
