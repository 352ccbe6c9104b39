using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A quote. It is also the payment memo: 28 ASCII characters, the most a Stellar text memo holds.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.quote-id")]
[JsonConverter(typeof(TextIdConverter<QuoteId>))]
public readonly record struct QuoteId(string Value) : ITextId<QuoteId>
{
    private const string Prefix = "q_";

    /// <inheritdoc/>
    public static QuoteId From(string value) => new(value);

    /// <summary>The quote that this user's idempotency key names, whatever its content.</summary>
    public static QuoteId Derive(UserId user, string idempotencyKey) =>
        new(StableId.Derive(Prefix, "quote", user.Value, idempotencyKey));

    /// <summary>Reads an id somebody sent, in an address bar or a payment memo.</summary>
    public static bool TryParse(string? text, out QuoteId id)
    {
        id = new QuoteId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
