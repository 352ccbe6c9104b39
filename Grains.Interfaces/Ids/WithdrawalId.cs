using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A withdrawal from a wallet.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.withdrawal-id")]
[JsonConverter(typeof(TextIdConverter<WithdrawalId>))]
public readonly record struct WithdrawalId(string Value) : ITextId<WithdrawalId>
{
    private const string Prefix = "w_";

    /// <inheritdoc/>
    public static WithdrawalId From(string value) => new(value);

    /// <summary>The withdrawal that this user's idempotency key names, whatever its content.</summary>
    public static WithdrawalId Derive(UserId user, string idempotencyKey) =>
        new(StableId.Derive(Prefix, "withdrawal", user.Value, idempotencyKey));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out WithdrawalId id)
    {
        id = new WithdrawalId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
