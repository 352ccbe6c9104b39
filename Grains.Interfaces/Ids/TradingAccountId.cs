using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A user's account at a broker, in which a terminal trades.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.trading-account-id")]
[JsonConverter(typeof(TextIdConverter<TradingAccountId>))]
public readonly record struct TradingAccountId(string Value) : ITextId<TradingAccountId>
{
    private const string Prefix = "acc_";

    /// <inheritdoc/>
    public static TradingAccountId From(string value) => new(value);

    /// <summary>The account that this user's idempotency key names, whatever its content.</summary>
    public static TradingAccountId Derive(UserId user, string idempotencyKey) =>
        new(StableId.Derive(Prefix, "trading-account", user.Value, idempotencyKey));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out TradingAccountId id)
    {
        id = new TradingAccountId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
