using System.Globalization;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>What a subscription copied of one position or pending order of its provider.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.position-id")]
[JsonConverter(typeof(TextIdConverter<PositionId>))]
public readonly record struct PositionId(string Value) : ITextId<PositionId>
{
    private const string Prefix = "pos_";

    /// <inheritdoc/>
    public static PositionId From(string value) => new(value);

    /// <summary>The copy of a provider's ticket.</summary>
    public static PositionId Derive(SubscriptionId subscription, long ticket) =>
        new(StableId.Derive(
            Prefix, "position", subscription.Value, ticket.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out PositionId id)
    {
        id = new PositionId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
