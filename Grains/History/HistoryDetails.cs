using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains.History;

/// <summary>
/// More about an event, as it is kept for good: names stay, members that say nothing are left out, amounts are texts of
/// base units with their asset. Never a secret.
/// </summary>
internal abstract record HistoryDetails
{
    /// <summary>
    /// Characters of a text that others wrote: even if each needs six in JSON, two of them fit into an event. A longer
    /// one is cut, because an event that is too long would keep its state from being stored.
    /// </summary>
    internal const int TextLengthMax = 500;

    /// <summary>As JSON.</summary>
    internal abstract string ToJson();

    /// <summary>A text that others wrote, cut to what an event has room for.</summary>
    internal static string? Clip(string? text)
    {
        if (text is null || text.Length <= TextLengthMax)
        {
            return text;
        }

        // Not between the halves of one character.
        var length = char.IsHighSurrogate(text[TextLengthMax - 2]) ? TextLengthMax - 2 : TextLengthMax - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }
}

/// <summary>What a new quote promises.</summary>
internal sealed record QuoteTermsDetails : HistoryDetails
{
    public required Amount Pay { get; init; }

    public required AccountId PayTo { get; init; }

    public required Amount Receive { get; init; }

    public required AccountId DeliverFrom { get; init; }

    public required string ReceiveAddress { get; init; }

    public string? ReceiveMemo { get; init; }

    public string? RefundAddress { get; init; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public required ulong UsdCents { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.QuoteTermsDetails);
}

/// <summary>What happened to a quote, or to a payment that names it.</summary>
internal sealed record QuoteDetails : HistoryDetails
{
    public PaymentId? Payment { get; init; }

    public Amount? Paid { get; init; }

    public Amount? Delivered { get; init; }

    public Amount? Refunded { get; init; }

    public string? TransactionId { get; init; }

    public string? Reason { get; init; }

    public string? Detail { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.QuoteDetails);
}

/// <summary>What arrived, and what became of it.</summary>
internal sealed record PaymentDetails : HistoryDetails
{
    public required AccountId Account { get; init; }

    public required string Sender { get; init; }

    public required Amount Amount { get; init; }

    public string? Memo { get; init; }

    public required string TransactionId { get; init; }

    public required DateTimeOffset PaidAt { get; init; }

    public QuoteId? Quote { get; init; }

    public WalletId? Wallet { get; init; }

    public string? Reason { get; init; }

    public bool? ExcessOnly { get; init; }

    public TransferId? Transfer { get; init; }

    public Amount? GivenBack { get; init; }

    public string? RefundTransactionId { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.PaymentDetails);
}

/// <summary>What a transfer moves, and how that is going.</summary>
internal sealed record TransferDetails : HistoryDetails
{
    public AccountId? Account { get; init; }

    public string? To { get; init; }

    public Amount? Amount { get; init; }

    public string? Memo { get; init; }

    public QuoteId? Quote { get; init; }

    public PaymentId? Payment { get; init; }

    public WithdrawalId? Withdrawal { get; init; }

    public string? TransactionId { get; init; }

    public int? Attempt { get; init; }

    public UInt128? FeeUnits { get; init; }

    public string? Reason { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.TransferDetails);
}

/// <summary>What a treasury account has sent and nobody here signed.</summary>
internal sealed record UnknownTransactionDetails : HistoryDetails
{
    public required string TransactionId { get; init; }

    public required DateTimeOffset BlockTime { get; init; }

    public required string To { get; init; }

    public Amount? Amount { get; init; }

    public string? Memo { get; init; }

    public required bool Succeeded { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.UnknownTransactionDetails);
}

/// <summary>Why a treasury account stopped signing, or who let it go on and why.</summary>
internal sealed record TreasuryDetails : HistoryDetails
{
    public string? Reason { get; init; }

    public string? Note { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.TreasuryDetails);
}

/// <summary>An address and whose it is.</summary>
internal sealed record AddressDetails : HistoryDetails
{
    public required AccountId Account { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.AddressDetails);
}

/// <summary>A session; nothing of its token.</summary>
internal sealed record SessionDetails : HistoryDetails
{
    public required DateTimeOffset ExpiresAt { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.SessionDetails);
}

/// <summary>A booking against a user's limits.</summary>
internal sealed record RiskDetails : HistoryDetails
{
    public required DateOnly Day { get; init; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public required ulong UsdCents { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.RiskDetails);
}

/// <summary>A feature's part in a score, in millionths.</summary>
internal sealed record TrustReasonDetails(string Feature, int Value, int Contribution);

/// <summary>A user's score and why it is so, in millionths.</summary>
internal sealed record TrustScoreDetails : HistoryDetails
{
    public required int Score { get; init; }

    public required int Before { get; init; }

    public string? Band { get; init; }

    public required string Scoring { get; init; }

    public required IReadOnlyList<TrustReasonDetails> Reasons { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.TrustScoreDetails);
}

/// <summary>A score that an operator set, or none: the computed one counts again.</summary>
internal sealed record TrustOverrideDetails : HistoryDetails
{
    public int? Score { get; init; }

    public required int Computed { get; init; }

    public DateTimeOffset? Until { get; init; }

    public required string By { get; init; }

    public required string Note { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.TrustOverrideDetails);
}

/// <summary>What a withdrawal pays, and what became of it.</summary>
internal sealed record WithdrawalDetails : HistoryDetails
{
    public required WalletId Wallet { get; init; }

    public required Amount Amount { get; init; }

    public Amount? Fee { get; init; }

    public required string To { get; init; }

    public string? Memo { get; init; }

    public DateTimeOffset? ExecutesAt { get; init; }

    public TransferId? Transfer { get; init; }

    public string? TransactionId { get; init; }

    public string? Reason { get; init; }

    public string? Detail { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.WithdrawalDetails);
}

/// <summary>Why a breaker opened or closed.</summary>
internal sealed record BreakerDetails : HistoryDetails
{
    public required string Reason { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.BreakerDetails);
}

/// <summary>How details are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UnitsConverter)])]
[JsonSerializable(typeof(QuoteTermsDetails))]
[JsonSerializable(typeof(QuoteDetails))]
[JsonSerializable(typeof(PaymentDetails))]
[JsonSerializable(typeof(TransferDetails))]
[JsonSerializable(typeof(UnknownTransactionDetails))]
[JsonSerializable(typeof(TreasuryDetails))]
[JsonSerializable(typeof(AddressDetails))]
[JsonSerializable(typeof(SessionDetails))]
[JsonSerializable(typeof(RiskDetails))]
[JsonSerializable(typeof(TrustScoreDetails))]
[JsonSerializable(typeof(TrustOverrideDetails))]
[JsonSerializable(typeof(BreakerDetails))]
[JsonSerializable(typeof(WithdrawalDetails))]
internal sealed partial class HistoryJson : JsonSerializerContext;
