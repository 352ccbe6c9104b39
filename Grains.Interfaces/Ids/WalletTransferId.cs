using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A transfer that a customer makes from one of their wallets to another wallet.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.wallet-transfer-id")]
[JsonConverter(typeof(TextIdConverter<WalletTransferId>))]
public readonly record struct WalletTransferId(string Value) : ITextId<WalletTransferId>
{
    private const string Prefix = "x_";

    /// <inheritdoc/>
    public static WalletTransferId From(string value) => new(value);

    /// <summary>The transfer that this user's idempotency key names, whatever its content.</summary>
    public static WalletTransferId Derive(UserId user, string idempotencyKey) =>
        new(StableId.Derive(Prefix, "wallet-transfer", user.Value, idempotencyKey));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out WalletTransferId id)
    {
        id = new WalletTransferId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
