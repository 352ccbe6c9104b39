using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A user's subscription to a provider: what performance fees are charged for.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.subscription-id")]
[JsonConverter(typeof(TextIdConverter<SubscriptionId>))]
public readonly record struct SubscriptionId(string Value) : ITextId<SubscriptionId>
{
    private const string Prefix = "sub_";

    /// <inheritdoc/>
    public static SubscriptionId From(string value) => new(value);

    /// <summary>The subscription that this subscriber's idempotency key names, whatever its content.</summary>
    public static SubscriptionId Derive(UserId subscriber, string idempotencyKey) =>
        new(StableId.Derive(Prefix, "subscription", subscriber.Value, idempotencyKey));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out SubscriptionId id)
    {
        id = new SubscriptionId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
