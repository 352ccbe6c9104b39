using OrleansTrading.Client.Api.Quotes;

namespace OrleansTrading.Client.Api.Operators;

/// <summary>Quotes that operators look after: those past their deadline, or those that are parked.</summary>
internal sealed record OperatorQuotePageBody
{
    /// <summary>
    /// The quotes, the longest overdue or the oldest first; may be fewer than asked for although there is a next page.
    /// </summary>
    public required IReadOnlyList<OperatorQuoteBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A quote and its owner.</summary>
internal sealed record OperatorQuoteBody
{
    /// <summary>Whose quote it is.</summary>
    public required string UserId { get; init; }

    /// <summary>The quote.</summary>
    public required QuoteBody Quote { get; init; }
}

/// <summary>The treasury accounts.</summary>
internal sealed record TreasuryListBody
{
    /// <summary>One for each chain, by name.</summary>
    public required IReadOnlyList<TreasuryBody> Items { get; init; }
}

/// <summary>A treasury account and its watcher.</summary>
internal sealed record TreasuryBody
{
    /// <summary>The chain's short name.</summary>
    public required string Chain { get; init; }

    /// <summary>The account as a CAIP-10 id.</summary>
    public required string AccountId { get; init; }

    /// <summary>False when the account's grain does not answer: what follows is then empty.</summary>
    public required bool Answers { get; init; }

    /// <summary>Why the account signs nothing; null when it does.</summary>
    public required string? Halted { get; init; }

    /// <summary>
    /// Why it signs nothing although it is not halted itself (another account is); null when it signs or is halted.
    /// </summary>
    public required string? WaitsFor { get; init; }

    /// <summary>
    /// What the account has sent and was not signed here, oldest first, since it was last resumed; at most 100.
    /// </summary>
    public required IReadOnlyList<UnknownTransactionBody> Unknown { get; init; }

    /// <summary>How many such transactions there are beyond those that are listed.</summary>
    public required long UnknownBeyond { get; init; }

    /// <summary>
    /// Where chain and ledger have told different balances while nothing moved; empty when they agree.
    /// </summary>
    public required IReadOnlyList<LedgerDifferenceBody> Differences { get; init; }

    /// <summary>When the balances were last read from the chain; null when they have not been.</summary>
    public required DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>What it holds, per asset.</summary>
    public required IReadOnlyList<BalanceBody> Balances { get; init; }

    /// <summary>Transfers that are not final.</summary>
    public required IReadOnlyList<TransferBody> Open { get; init; }

    /// <summary>Up to when incoming payments have been read; null when they have not been since the start.</summary>
    public required DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>Why the last reading failed; null when it did not.</summary>
    public required string? WatcherProblem { get; init; }

    /// <summary>Payments recorded since the account was first watched.</summary>
    public required long PaymentsRecorded { get; init; }
}

/// <summary>What an account holds of an asset, and what the ledger says that it should.</summary>
internal sealed record LedgerDifferenceBody
{
    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>What the chain says, in base units.</summary>
    public required string ChainUnits { get; init; }

    /// <summary>What is booked, in base units; may be below zero.</summary>
    public required string LedgerUnits { get; init; }
}

/// <summary>A transaction of a treasury account that was not signed here.</summary>
internal sealed record UnknownTransactionBody
{
    /// <summary>The chain's id of the transaction.</summary>
    public required string TransactionId { get; init; }

    /// <summary>The block's or ledger's time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who was paid.</summary>
    public required string To { get; init; }

    /// <summary>The asset's CAIP-19 id; null when it moved nothing that the platform can name.</summary>
    public required string? AssetId { get; init; }

    /// <summary>The amount in base units; null when it moved nothing that the platform can name.</summary>
    public required string? Units { get; init; }

    /// <summary>
    /// The memo: a quote's id or <c>t_…</c> where the platform made it, unless the recipient has a memo of its own.
    /// </summary>
    public required string? Memo { get; init; }

    /// <summary>False when it was included but failed: it moved nothing but its fee.</summary>
    public required bool Succeeded { get; init; }
}

/// <summary>What an account holds of one asset.</summary>
internal sealed record BalanceBody
{
    /// <summary>The asset's alias; its CAIP-19 id when it is not one that the platform accepts.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>What the chain says, in base units.</summary>
    public required string ChainUnits { get; init; }

    /// <summary>Promised to committed quotes, in base units.</summary>
    public required string ReservedUnits { get; init; }

    /// <summary>Ordered but not final, in base units.</summary>
    public required string InFlightUnits { get; init; }

    /// <summary>What can still be promised, in base units.</summary>
    public required string AvailableUnits { get; init; }
}

/// <summary>A transfer that is not final.</summary>
internal sealed record TransferBody
{
    /// <summary>Purpose and cause: <c>deliver:q_…</c>, <c>refund:…</c>, <c>excess:…</c>.</summary>
    public required string TransferId { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>The amount in base units.</summary>
    public required string Units { get; init; }

    /// <summary><c>queued</c> or <c>signed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The transaction of the last signature; null before the first.</summary>
    public required string? TransactionId { get; init; }

    /// <summary>How many signatures were needed; each but the last is provably dead.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last try to carry it on failed; null when it did not.</summary>
    public required string? Problem { get; init; }
}

/// <summary>A payment as it arrived, and what became of it.</summary>
internal sealed record OperatorPaymentBody
{
    /// <summary>The payment's id: chain, transaction and index.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The treasury account it arrived at, CAIP-10.</summary>
    public required string AccountId { get; init; }

    /// <summary>Who paid.</summary>
    public required string Sender { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>What arrived, in base units.</summary>
    public required string Units { get; init; }

    /// <summary>The transaction's memo; null when it has none.</summary>
    public required string? Memo { get; init; }

    /// <summary>The transaction that made it.</summary>
    public required string TransactionId { get; init; }

    /// <summary>The block's or ledger's time.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>Slot or ledger number, as text.</summary>
    public required string Height { get; init; }

    /// <summary>
    /// <c>received</c>, <c>allocated</c>, <c>refunding</c>, <c>settled</c>, <c>refunded</c> or <c>parked</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The quote its memo names; null when it names none.</summary>
    public required string? QuoteId { get; init; }

    /// <summary>The wallet that it is credited to; null when it is no deposit.</summary>
    public required string? WalletId { get; init; }

    /// <summary>Why it goes back or is parked; else null.</summary>
    public required string? Reason { get; init; }

    /// <summary>Base units that went back, at finality.</summary>
    public required string RefundedUnits { get; init; }

    /// <summary>The transaction that gave it back; null when none is final.</summary>
    public required string? RefundTransactionId { get; init; }
}

/// <summary>Payments that are parked.</summary>
internal sealed record ParkedPaymentPageBody
{
    /// <summary>The payments, the oldest first; each says why it is parked.</summary>
    public required IReadOnlyList<OperatorPaymentBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>Lets a halted account sign again.</summary>
internal sealed record ResumeRequest
{
    /// <summary>What was checked, for the log: 1 to 500 characters.</summary>
    public required string Note { get; init; }
}
