using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// One payment that we owe, named by its purpose and cause: <c>deliver:q_…</c>, <c>refund:…</c>, <c>excess:…</c>,
/// <c>withdraw:w_…</c>.
/// </summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.transfer-id")]
[JsonConverter(typeof(TextIdConverter<TransferId>))]
public readonly record struct TransferId(string Value) : ITextId<TransferId>
{
    private const string DeliveryPrefix = "deliver:";
    private const string TagPrefix = "t_";

    /// <inheritdoc/>
    public static TransferId From(string value) => new(value);

    /// <summary>What we owe for a quote.</summary>
    public static TransferId Delivery(QuoteId quote) => new(DeliveryPrefix + quote.Value);

    /// <summary>A payment given back.</summary>
    public static TransferId Refund(PaymentId payment) => new($"refund:{payment.Value}");

    /// <summary>What was paid beyond the quote, given back.</summary>
    public static TransferId Excess(PaymentId payment) => new($"excess:{payment.Value}");

    /// <summary>What is paid out of a wallet.</summary>
    public static TransferId Withdrawal(WithdrawalId withdrawal) => new($"withdraw:{withdrawal.Value}");

    /// <summary>
    /// What a transfer carries as its memo when the recipient has none of its own, so that the chain itself can be
    /// asked which transfer a transaction was: the quote's id for a delivery, else <c>t_</c> and 128 bits of the id's
    /// hash.
    /// </summary>
    public string Tag => Value.StartsWith(DeliveryPrefix, StringComparison.Ordinal)
        ? Value[DeliveryPrefix.Length..]
        : StableId.Derive(TagPrefix, Value);

    /// <summary>
    /// Where a transaction with this transfer's tag leaves its trace: what can be told from the tag alone. For a
    /// delivery that is the transfer itself, else the tag stands for it.
    /// </summary>
    public TransferId Trace => TryTrace(Tag, out var trace) ? trace : this;

    /// <summary>The <see cref="Trace"/> of the transfer whose tag a memo is; false when it is none.</summary>
    public static bool TryTrace(string? memo, out TransferId trace)
    {
        var isDelivery = QuoteId.TryParse(memo, out var quote);
        trace = isDelivery ? Delivery(quote) : new TransferId(memo ?? string.Empty);
        return isDelivery || StableId.IsWellFormed(memo, TagPrefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
