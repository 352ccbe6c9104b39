namespace OrleansTrading.Client.Api.Quotes;

/// <summary>
/// Asks for a price-locked quote. Exactly one of <c>pay.amount</c> and <c>receive.amount</c> is given.
/// </summary>
internal sealed record QuoteRequest
{
    /// <summary>What to pay.</summary>
    public required PayRequest Pay { get; init; }

    /// <summary>What to receive.</summary>
    public required ReceiveRequest Receive { get; init; }

    /// <summary>Where refunds go: an address you have proven on the paying chain; left out: to the sender.</summary>
    public string? RefundAddress { get; init; }
}

/// <summary>What to pay.</summary>
internal sealed record PayRequest
{
    /// <summary>The asset, by alias (<c>solana/USDC</c>) or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>The exact amount to pay, e.g. <c>"12.5"</c>; left out when the amount to receive is given.</summary>
    public string? Amount { get; init; }
}

/// <summary>What to receive.</summary>
internal sealed record ReceiveRequest
{
    /// <summary>The asset, by alias (<c>stellar/XLM</c>) or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>The exact amount to receive, e.g. <c>"100"</c>; left out when the amount to pay is given.</summary>
    public string? Amount { get; init; }

    /// <summary>Where to deliver: an address you have proven.</summary>
    public required string Address { get; init; }

    /// <summary>A memo for the recipient; left out for none.</summary>
    public string? Memo { get; init; }

    /// <summary>
    /// True when the recipient will claim the amount themselves if their account does not accept the asset: on Stellar
    /// it then becomes a claimable balance, whose reserve is one of the fees. Left out: false, and such a quote is
    /// refused.
    /// </summary>
    public bool MayBeClaimed { get; init; }
}

/// <summary>A hint that a quote has been paid. It changes nothing: the platform reads the chain itself.</summary>
internal sealed record CommitRequest
{
    /// <summary>The paying transaction's id, if you know it.</summary>
    public string? TransactionId { get; init; }
}

/// <summary>A quote.</summary>
internal sealed record QuoteBody
{
    /// <summary>The quote's id. It is also the payment's memo.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Where it is in its life: <c>pending</c>, <c>committed</c>, <c>executing</c>, <c>executed</c>, <c>expired</c>,
    /// <c>failed</c>, <c>refunding</c>, <c>refunded</c> or <c>parked</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>True when the status will not change again.</summary>
    public required bool Terminal { get; init; }

    /// <summary>Who acts next and how; null when nothing is left to do.</summary>
    public required NextStepBody? NextStep { get; init; }

    /// <summary>By when that happens; null when terminal.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>Why it failed, was refunded, expired or is parked, a stable code; else null.</summary>
    public required string? Reason { get; init; }

    /// <summary>The reason as a sentence; null when there is none.</summary>
    public required string? ReasonDetail { get; init; }

    /// <summary>What to pay, exactly, and where.</summary>
    public required PayBody Pay { get; init; }

    /// <summary>What will be received, and where.</summary>
    public required ReceiveBody Receive { get; init; }

    /// <summary>The rate with the prices it comes from.</summary>
    public required RateBody Rate { get; init; }

    /// <summary>The fees, already contained in the amounts.</summary>
    public required IReadOnlyList<FeeBody> Fees { get; init; }

    /// <summary>Where refunds go; null: to the sender.</summary>
    public required string? RefundAddress { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The price lock's end: the payment's block must not be later.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The payments that named it, oldest first.</summary>
    public required IReadOnlyList<PaymentBody> Payments { get; init; }

    /// <summary>What was accepted as payment; zero until committed.</summary>
    public required AmountBody Paid { get; init; }

    /// <summary>What was delivered, at finality; zero unless executed.</summary>
    public required AmountBody Delivered { get; init; }

    /// <summary>What was given back of the accepted payment, at finality.</summary>
    public required AmountBody Refunded { get; init; }

    /// <summary>The delivery's transaction, from the moment it is signed; null before.</summary>
    public required string? DeliveryTransactionId { get; init; }
}

/// <summary>What happens next.</summary>
internal sealed record NextStepBody
{
    /// <summary>Who acts: <c>customer</c>, <c>platform</c> or <c>operator</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What happens, as a sentence.</summary>
    public required string Description { get; init; }
}

/// <summary>An amount of an asset.</summary>
internal sealed record AmountBody
{
    /// <summary>The asset's alias; its CAIP-19 id when the platform no longer accepts it.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>The amount in the user's unit, exact; null when the platform no longer accepts the asset.</summary>
    public required string? Amount { get; init; }

    /// <summary>The amount in base units.</summary>
    public required string Units { get; init; }
}

/// <summary>What to pay, exactly, and where.</summary>
internal sealed record PayBody
{
    /// <summary>The asset's alias; its CAIP-19 id when the platform no longer accepts it.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>
    /// The exact amount in the user's unit; null when the platform no longer accepts the asset. Less goes back; what is
    /// more goes back above the dust limit.
    /// </summary>
    public required string? Amount { get; init; }

    /// <summary>The amount in base units.</summary>
    public required string Units { get; init; }

    /// <summary>The address to pay to.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// The memo that the payment must carry; null where payments carry none (NEAR's own coin). Then the amount names
    /// the quote and has to be paid to its last digit.
    /// </summary>
    public required string? Memo { get; init; }

    /// <summary>The same as a URI that wallets open (Solana Pay, SEP-7).</summary>
    public required string Uri { get; init; }
}

/// <summary>What will be received, and where.</summary>
internal sealed record ReceiveBody
{
    /// <summary>The asset's alias; its CAIP-19 id when the platform no longer accepts it.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>The amount in the user's unit; null when the platform no longer accepts the asset.</summary>
    public required string? Amount { get; init; }

    /// <summary>The amount in base units.</summary>
    public required string Units { get; init; }

    /// <summary>The guaranteed minimum: the same amount, because the price is locked.</summary>
    public required string? MinimumAmount { get; init; }

    /// <summary>The guaranteed minimum in base units.</summary>
    public required string MinimumUnits { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string Address { get; init; }

    /// <summary>The recipient's memo; null for none.</summary>
    public required string? Memo { get; init; }
}

/// <summary>The rate before fees, with the prices it comes from.</summary>
internal sealed record RateBody
{
    /// <summary>In words, cut to eight digits: <c>1 solana/USDC = 3.1234 stellar/XLM</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The paid asset's price.</summary>
    public required PriceBody PayPrice { get; init; }

    /// <summary>The received asset's price.</summary>
    public required PriceBody ReceivePrice { get; init; }

    /// <summary>
    /// How uncertain the pair's prices are, in hundredths of a percent. It decides how long the lock lasts.
    /// </summary>
    public required int SpreadBasisPoints { get; init; }
}

/// <summary>A price in US dollars.</summary>
internal sealed record PriceBody
{
    /// <summary>The feed, e.g. <c>XLM/USD</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>The price, exact.</summary>
    public required string Price { get; init; }

    /// <summary>Half the width of the confidence interval.</summary>
    public required string Confidence { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishTime { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }
}

/// <summary>One fee.</summary>
internal sealed record FeeBody
{
    /// <summary>Which: <c>platform</c>, <c>network</c> or <c>accountCreation</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The alias of the asset it is taken from; its CAIP-19 id when it is no longer accepted.</summary>
    public required string Asset { get; init; }

    /// <summary>The CAIP-19 id of that asset.</summary>
    public required string AssetId { get; init; }

    /// <summary>The fee in the user's unit; null when the platform no longer accepts the asset.</summary>
    public required string? Amount { get; init; }

    /// <summary>The fee in base units.</summary>
    public required string Units { get; init; }
}

/// <summary>One payment that named the quote.</summary>
internal sealed record PaymentBody
{
    /// <summary>The payment's id: chain, transaction and index.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The transaction that made it.</summary>
    public required string TransactionId { get; init; }

    /// <summary>The asset's alias; its CAIP-19 id when it is not one that the platform accepts.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>What arrived, in the user's unit; null when the asset is not one that the platform accepts.</summary>
    public required string? Amount { get; init; }

    /// <summary>What arrived, in base units.</summary>
    public required string Units { get; init; }

    /// <summary>What became of it: <c>accepted</c>, <c>refunding</c>, <c>refunded</c> or <c>parked</c>.</summary>
    public required string Disposition { get; init; }

    /// <summary>Why it was not accepted or is parked, a stable code; null when accepted.</summary>
    public required string? Reason { get; init; }

    /// <summary>What went back, at finality, in the user's unit; null like <see cref="Amount"/>.</summary>
    public required string? RefundedAmount { get; init; }

    /// <summary>What went back, at finality, in base units.</summary>
    public required string RefundedUnits { get; init; }

    /// <summary>The transaction that gave it back; null when none is final.</summary>
    public required string? RefundTransactionId { get; init; }
}

/// <summary>A page of quotes, newest first.</summary>
internal sealed record QuotePageBody
{
    /// <summary>The quotes.</summary>
    public required IReadOnlyList<QuoteBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>What happened to a quote.</summary>
internal sealed record TimelineBody
{
    /// <summary>The steps, oldest first.</summary>
    public required IReadOnlyList<TimelineStepBody> Items { get; init; }
}

/// <summary>One thing that happened.</summary>
internal sealed record TimelineStepBody
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What, a stable code: <c>quote.created</c>, <c>delivery.submitted</c>.</summary>
    public required string Step { get; init; }

    /// <summary>In words; null when the code says it all.</summary>
    public required string? Detail { get; init; }

    /// <summary>The chain's transaction id; null when none is involved.</summary>
    public required string? TransactionId { get; init; }
}
