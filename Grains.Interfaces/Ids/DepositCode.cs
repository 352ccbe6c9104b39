using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// What names a wallet in a payment's memo: 28 ASCII characters, the most a Stellar text memo holds. A wallet has one,
/// for good.
/// </summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.deposit-code")]
[JsonConverter(typeof(TextIdConverter<DepositCode>))]
public readonly record struct DepositCode(string Value) : ITextId<DepositCode>
{
    private const string Prefix = "d_";

    /// <inheritdoc/>
    public static DepositCode From(string value) => new(value);

    /// <summary>The code of a wallet.</summary>
    public static DepositCode Of(WalletId wallet) => new(StableId.Derive(Prefix, "deposit", wallet.Value));

    /// <summary>Reads what somebody wrote into a payment's memo.</summary>
    public static bool TryParse(string? text, out DepositCode code)
    {
        code = new DepositCode(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
