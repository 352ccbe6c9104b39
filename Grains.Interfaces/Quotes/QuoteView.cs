namespace OrleansTrading.Grains;

/// <summary>What to pay, exactly, and where.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-pay")]
public sealed record QuotePay
{
    /// <summary>The asset and the exact amount. Less is refunded; more is refunded above the dust limit.</summary>
    [Id(0)]
    public required Amount Amount { get; init; }

    /// <summary>The treasury address to pay to.</summary>
    [Id(1)]
    public required string Address { get; init; }

    /// <summary>
    /// The memo the payment must carry: the quote's id. Null where payments carry none; then the exact amount names the
    /// quote.
    /// </summary>
    [Id(2)]
    public string? Memo { get; init; }

    /// <summary>The same as a URI that wallets open (Solana Pay, SEP-7).</summary>
    [Id(3)]
    public required string Uri { get; init; }
}

/// <summary>What will be delivered, and where.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-receive")]
public sealed record QuoteReceive
{
    /// <summary>The asset and the amount. The price is locked: it is also the guaranteed minimum.</summary>
    [Id(0)]
    public required Amount Amount { get; init; }

    /// <summary>The recipient's address, proven by the user.</summary>
    [Id(1)]
    public required string Address { get; init; }

    /// <summary>The recipient's memo; null for none.</summary>
    [Id(2)]
    public string? Memo { get; init; }
}

/// <summary>Which fee a line is.</summary>
public enum FeeKind
{
    /// <summary>The platform's own fee, taken from the paid amount.</summary>
    Platform,

    /// <summary>The network's fee for the delivery, taken from the received amount.</summary>
    Network,

    /// <summary>What opening the recipient's account costs, taken from the received amount.</summary>
    AccountCreation,
}

/// <summary>One fee, already contained in the quote's amounts.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-fee")]
public sealed record QuoteFee
{
    /// <summary>Which fee it is.</summary>
    [Id(0)]
    public required FeeKind Kind { get; init; }

    /// <summary>How much it is, in the asset it is taken from.</summary>
    [Id(1)]
    public required Amount Amount { get; init; }
}

/// <summary>A price the quote was made with: <c>Mantissa × 10^Exponent</c> US dollars.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-price")]
public sealed record QuotePrice
{
    /// <summary>The feed's symbol.</summary>
    [Id(0)]
    public required string Feed { get; init; }

    /// <summary>The price's mantissa.</summary>
    [Id(1)]
    public required long Mantissa { get; init; }

    /// <summary>Half the width of the confidence interval, same exponent.</summary>
    [Id(2)]
    public required ulong Confidence { get; init; }

    /// <summary>The power of ten.</summary>
    [Id(3)]
    public required int Exponent { get; init; }

    /// <summary>When it was published.</summary>
    [Id(4)]
    public required DateTimeOffset PublishTime { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(5)]
    public required string Source { get; init; }
}

/// <summary>The prices behind a quote.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-rate")]
public sealed record QuoteRate
{
    /// <summary>The paid asset's price.</summary>
    [Id(0)]
    public required QuotePrice Pay { get; init; }

    /// <summary>The received asset's price.</summary>
    [Id(1)]
    public required QuotePrice Receive { get; init; }

    /// <summary>The pair's confidence spread in basis points: the sum of both prices' confidence over price.</summary>
    [Id(2)]
    public required int SpreadBasisPoints { get; init; }
}

/// <summary>What became of one payment that named this quote.</summary>
public enum PaymentDisposition
{
    /// <summary>It pays the quote; any excess above the dust limit goes back.</summary>
    Accepted,

    /// <summary>It does not; it goes back.</summary>
    Refunding,

    /// <summary>It went back, less the refund fee.</summary>
    Refunded,

    /// <summary>It cannot go back automatically.</summary>
    Parked,
}

/// <summary>One payment that named this quote.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-payment")]
public sealed record QuotePayment
{
    /// <summary>The payment.</summary>
    [Id(0)]
    public required PaymentId Id { get; init; }

    /// <summary>The transaction that made it.</summary>
    [Id(1)]
    public required string TransactionId { get; init; }

    /// <summary>What arrived.</summary>
    [Id(2)]
    public required Amount Amount { get; init; }

    /// <summary>What became of it.</summary>
    [Id(3)]
    public required PaymentDisposition Disposition { get; init; }

    /// <summary>
    /// Why it was not accepted or is parked, a code of <see cref="PaymentReasons"/>; null when accepted.
    /// </summary>
    [Id(4)]
    public string? Reason { get; init; }

    /// <summary>What went back so far, at finality: the whole or the excess. Zero when nothing did.</summary>
    [Id(5)]
    public required Amount Refunded { get; init; }

    /// <summary>The transaction that gave it back; null when none is final.</summary>
    [Id(6)]
    public string? RefundTransactionId { get; init; }
}

/// <summary>A quote as its owner sees it. Never holds a secret.</summary>
[GenerateSerializer, Immutable, Alias("ot.quote-view")]
public sealed record QuoteView
{
    /// <summary>The quote's id.</summary>
    [Id(0)]
    public required QuoteId Id { get; init; }

    /// <summary>Its owner.</summary>
    [Id(1)]
    public required UserId User { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(2)]
    public required QuoteStatus Status { get; init; }

    /// <summary>True when the status will never change again.</summary>
    [Id(3)]
    public required bool Terminal { get; init; }

    /// <summary>
    /// Who acts next: <c>customer</c>, <c>platform</c>, <c>operator</c>; null when terminal, but parked.
    /// </summary>
    [Id(4)]
    public string? NextActor { get; init; }

    /// <summary>What happens next, as a sentence; null when terminal.</summary>
    [Id(5)]
    public string? NextStep { get; init; }

    /// <summary>By when it happens; past it the quote is on the operators' list. Null when terminal.</summary>
    [Id(6)]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// Why it failed, was refunded, expired or is parked, a code of <see cref="PaymentReasons"/>; else null.
    /// </summary>
    [Id(7)]
    public string? Reason { get; init; }

    /// <summary>The reason as a sentence; null when there is none.</summary>
    [Id(8)]
    public string? ReasonDetail { get; init; }

    /// <summary>What to pay.</summary>
    [Id(9)]
    public required QuotePay Pay { get; init; }

    /// <summary>What will be received.</summary>
    [Id(10)]
    public required QuoteReceive Receive { get; init; }

    /// <summary>The fees contained in the amounts.</summary>
    [Id(11)]
    public required IReadOnlyList<QuoteFee> Fees { get; init; }

    /// <summary>The prices behind the rate.</summary>
    [Id(12)]
    public required QuoteRate Rate { get; init; }

    /// <summary>Where refunds go; null means to the sender.</summary>
    [Id(13)]
    public string? RefundAddress { get; init; }

    /// <summary>When it was made.</summary>
    [Id(14)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The price lock's end: the payment's block must not be later.</summary>
    [Id(15)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The payments that named it, oldest first.</summary>
    [Id(16)]
    public required IReadOnlyList<QuotePayment> Payments { get; init; }

    /// <summary>What was accepted as payment; zero until committed.</summary>
    [Id(17)]
    public required Amount Paid { get; init; }

    /// <summary>What was delivered, at finality; zero unless executed.</summary>
    [Id(18)]
    public required Amount Delivered { get; init; }

    /// <summary>What was given back of the accepted payment, at finality; zero when nothing was.</summary>
    [Id(19)]
    public required Amount Refunded { get; init; }

    /// <summary>The delivery's transaction, from the moment it is signed; null before.</summary>
    [Id(20)]
    public string? DeliveryTransactionId { get; init; }
}

/// <summary>One thing that happened to a quote.</summary>
[GenerateSerializer, Immutable, Alias("ot.timeline-step")]
public sealed record TimelineStep
{
    /// <summary>When.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What, a stable code: <c>quote.created</c>, <c>delivery.submitted</c>.</summary>
    [Id(1)]
    public required string Step { get; init; }

    /// <summary>In words; null when the code says it all.</summary>
    [Id(2)]
    public string? Detail { get; init; }

    /// <summary>The chain's transaction id; null when none is involved.</summary>
    [Id(3)]
    public string? TransactionId { get; init; }
}
