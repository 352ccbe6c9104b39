namespace OrleansTrading.Grains;

/// <summary>The payment that a delivery settles.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Account">The account that it was paid to, and from which it would go back.</param>
/// <param name="Asset">What it was paid in.</param>
[GenerateSerializer, Immutable, Alias("ot.settled-payment")]
public sealed record SettledPayment(PaymentId Id, AccountId Account, AssetId Asset);

/// <summary>An order to pay somebody from a treasury account, once.</summary>
[GenerateSerializer, Immutable, Alias("ot.transfer-request")]
public sealed record TransferRequest
{
    /// <summary>What makes it this transfer and no other.</summary>
    [Id(0)]
    public required TransferId Id { get; init; }

    /// <summary>The recipient's canonical address.</summary>
    [Id(1)]
    public required string To { get; init; }

    /// <summary>What the recipient gets.</summary>
    [Id(2)]
    public required Amount Amount { get; init; }

    /// <summary>The memo it carries; null for none.</summary>
    [Id(3)]
    public string? Memo { get; init; }

    /// <summary>The reservation that it uses up; null when it takes from what is available.</summary>
    [Id(4)]
    public string? Reservation { get; init; }

    /// <summary>The quote to wake when there is news; null for none.</summary>
    [Id(5)]
    public QuoteId? NotifyQuote { get; init; }

    /// <summary>The payment to wake when there is news; null for none.</summary>
    [Id(6)]
    public PaymentId? NotifyPayment { get; init; }

    /// <summary>
    /// The most that opening the recipient's account may cost us, in the chain's native base unit: what was priced in.
    /// A recipient who closes the account afterwards is not paid, or we would open it again at our cost each time.
    /// </summary>
    [Id(7)]
    public UInt128 AccountCreationUnitsMax { get; init; }

    /// <summary>
    /// Whose money it moves, for the history; null when nobody's that is known. It is no part of what is ordered: an
    /// order is the same with and without it.
    /// </summary>
    [Id(8)]
    public UserId? User { get; init; }

    /// <summary>
    /// True when the recipient agreed to claim the amount where their account does not accept the asset.
    /// </summary>
    [Id(9)]
    public bool MayBeClaimed { get; init; }

    /// <summary>The withdrawal to wake when there is news; null for none.</summary>
    [Id(10)]
    public WithdrawalId? NotifyWithdrawal { get; init; }

    /// <summary>
    /// When what it pays for was paid to us, by that chain's clock, or was asked for: it was not made before. Null in
    /// orders that were stored before it was kept. As with <see cref="User"/>, it is no part of what is ordered.
    /// </summary>
    [Id(11)]
    public DateTimeOffset? OwedSince { get; init; }

    /// <summary>
    /// What a delivery delivers for, which must not have been given back; null for other transfers, and in orders that
    /// were stored before it was kept. It is no part of what is ordered either.
    /// </summary>
    [Id(12)]
    public SettledPayment? Settles { get; init; }

    /// <summary>
    /// Whether both order the same: a transfer that was ordered before <see cref="User"/>, <see cref="OwedSince"/> or
    /// <see cref="Settles"/> was kept is not another one for that.
    /// </summary>
    /// <param name="other">The other order.</param>
    /// <returns>True when all but these is equal.</returns>
    public bool Equals(TransferRequest? other) => other is not null
        && Id == other.Id
        && To == other.To
        && Amount == other.Amount
        && Memo == other.Memo
        && Reservation == other.Reservation
        && NotifyQuote == other.NotifyQuote
        && NotifyPayment == other.NotifyPayment
        && NotifyWithdrawal == other.NotifyWithdrawal
        && AccountCreationUnitsMax == other.AccountCreationUnitsMax
        && MayBeClaimed == other.MayBeClaimed;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>Where a transfer is in its life.</summary>
public enum TransferStatus
{
    /// <summary>Accepted; not signed yet.</summary>
    Queued,

    /// <summary>Signed and persisted; it may have been submitted.</summary>
    Signed,

    /// <summary>Took effect, at finality. Terminal.</summary>
    Landed,

    /// <summary>
    /// It never takes effect: the chain rejected it at finality, or nothing was left to sign. Terminal.
    /// </summary>
    Failed,

    /// <summary>Past its validity, and nobody can prove what became of it: never signed again. Terminal.</summary>
    Unknown,
}

/// <summary>A transfer as its cause sees it.</summary>
[GenerateSerializer, Immutable, Alias("ot.transfer-view")]
public sealed record TransferView
{
    /// <summary>What was ordered.</summary>
    [Id(0)]
    public required TransferRequest Request { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)]
    public required TransferStatus Status { get; init; }

    /// <summary>The transaction of the last signature; null before the first.</summary>
    [Id(2)]
    public string? TransactionId { get; init; }

    /// <summary>How many signatures were needed; each but the last is provably dead.</summary>
    [Id(3)]
    public int Attempts { get; init; }

    /// <summary>
    /// Why it failed or is unknown; why it waits for an operator while it is queued; else null.
    /// </summary>
    [Id(4)]
    public string? Reason { get; init; }

    /// <summary>The network fee paid, in the chain's native base unit; 0 until final.</summary>
    [Id(5)]
    public UInt128 FeeUnits { get; init; }

    /// <summary>What happened so far, oldest first.</summary>
    [Id(6)]
    public required IReadOnlyList<TimelineStep> Steps { get; init; }

    /// <summary>
    /// While it is not final: why the last try to carry it on failed, for operators; null when it did not.
    /// </summary>
    [Id(7)]
    public string? Problem { get; init; }

    /// <summary>
    /// The treasury account that pays; null for transfers that were final before this was recorded.
    /// </summary>
    [Id(8)]
    public AccountId? From { get; init; }

    /// <summary>
    /// What opening the recipient's account took beyond amount and fee, in the chain's native base unit; 0 until final.
    /// </summary>
    [Id(9)]
    public UInt128 OpeningUnits { get; init; }

    /// <summary>The asset that fee and opening were paid in; null until final.</summary>
    [Id(10)]
    public AssetId? FeeAsset { get; init; }
}

/// <summary>What a treasury account holds of one asset.</summary>
[GenerateSerializer, Immutable, Alias("ot.treasury-balance")]
public sealed record TreasuryBalance
{
    /// <summary>The asset.</summary>
    [Id(0)]
    public required AssetId Asset { get; init; }

    /// <summary>What the chain says, at the last reconciliation.</summary>
    [Id(1)]
    public required UInt128 ChainUnits { get; init; }

    /// <summary>Promised to committed quotes.</summary>
    [Id(2)]
    public required UInt128 ReservedUnits { get; init; }

    /// <summary>Ordered but not final.</summary>
    [Id(3)]
    public required UInt128 InFlightUnits { get; init; }

    /// <summary>What can still be promised.</summary>
    [Id(4)]
    public required UInt128 AvailableUnits { get; init; }
}

/// <summary>A transaction of a treasury account that was not signed here, as far as we remember.</summary>
[GenerateSerializer, Immutable, Alias("ot.unknown-transaction")]
public sealed record UnknownTransaction
{
    /// <summary>The chain's id of the transaction.</summary>
    [Id(0)]
    public required string TransactionId { get; init; }

    /// <summary>The block's or ledger's time.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who was paid.</summary>
    [Id(2)]
    public required string To { get; init; }

    /// <summary>What left the account; null when it moved nothing that we can name.</summary>
    [Id(3)]
    public Amount? Amount { get; init; }

    /// <summary>The transaction's memo, which names the transfer where we made it; null when it has none.</summary>
    [Id(4)]
    public string? Memo { get; init; }

    /// <summary>False when it was included but failed.</summary>
    [Id(5)]
    public required bool Succeeded { get; init; }
}

/// <summary>A treasury account as operators see it.</summary>
[GenerateSerializer, Immutable, Alias("ot.treasury-view")]
public sealed record TreasuryView
{
    /// <summary>The account.</summary>
    [Id(0)]
    public required AccountId Account { get; init; }

    /// <summary>Per asset; empty until the first reconciliation.</summary>
    [Id(1)]
    public required IReadOnlyList<TreasuryBalance> Balances { get; init; }

    /// <summary>When the balances were last read from the chain; null when they have not been.</summary>
    [Id(2)]
    public DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>Why the account signs nothing; null when it does.</summary>
    [Id(3)]
    public string? Halted { get; init; }

    /// <summary>Transfers that are not final.</summary>
    [Id(4)]
    public required IReadOnlyList<TransferView> Open { get; init; }

    /// <summary>
    /// What the account has sent and was not signed here, oldest first, since it was last resumed; at most 100.
    /// </summary>
    [Id(5)]
    public IReadOnlyList<UnknownTransaction> Unknown { get; init; } = [];

    /// <summary>How many such transactions there are beyond those that are listed.</summary>
    [Id(6)]
    public long UnknownBeyond { get; init; }

    /// <summary>
    /// Why the account signs nothing although it is not halted itself: another one is, or the configuration has lost
    /// something; null when it signs or is halted.
    /// </summary>
    [Id(7)]
    public string? WaitsFor { get; init; }

    /// <summary>
    /// Where the chain and the ledger have told different balances for two audits in a row while nothing moved; empty
    /// when they agree, or have not been compared.
    /// </summary>
    [Id(8)]
    public IReadOnlyList<LedgerDifference> Differences { get; init; } = [];
}

/// <summary>What a treasury account holds of an asset, and what the ledger says that it should.</summary>
[GenerateSerializer, Immutable, Alias("ot.ledger-difference")]
public sealed record LedgerDifference
{
    /// <summary>The asset.</summary>
    [Id(0)]
    public required AssetId Asset { get; init; }

    /// <summary>Base units on the chain.</summary>
    [Id(1)]
    public required UInt128 ChainUnits { get; init; }

    /// <summary>Base units in the ledger, as decimal digits: a balance that is wrong may be negative.</summary>
    [Id(2)]
    public required string LedgerUnits { get; init; }
}
