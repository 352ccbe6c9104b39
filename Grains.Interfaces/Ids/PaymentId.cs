using System.Globalization;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>What arrived: one movement into a treasury account, named by chain, transaction and index.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.payment-id")]
[JsonConverter(typeof(TextIdConverter<PaymentId>))]
public readonly record struct PaymentId(string Value) : ITextId<PaymentId>
{
    /// <inheritdoc/>
    public static PaymentId From(string value) => new(value);

    /// <summary>The payment made by one movement of one transaction.</summary>
    /// <param name="chainId">The chain's CAIP-2 id.</param>
    /// <param name="transactionId">The chain's transaction id.</param>
    /// <param name="index">The movement's place in the transaction.</param>
    public static PaymentId Of(string chainId, string transactionId, int index) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{chainId}/{transactionId}/{index}"));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
