using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>Something with a place in history.</summary>
internal interface IHistoryEntry
{
    /// <summary>The place: ledger, transaction and operation in one number (SEP-35).</summary>
    long Position { get; }
}

/// <summary>A transaction that a closed ledger includes.</summary>
internal sealed class ClosedTransaction(
    uint ledger,
    int order,
    DateTimeOffset closedAt,
    StellarNetwork network,
    Envelope envelope,
    TransactionResult result)
    : IHistoryEntry
{
    public long Position { get; } =
        ((long)ledger << LedgerRules.LedgerShift) | ((long)order << LedgerRules.TransactionShift);

    internal uint Ledger { get; } = ledger;

    internal DateTimeOffset ClosedAt { get; } = closedAt;

    /// <summary>In lower-case hex; of a fee bump its own.</summary>
    internal string Hash { get; } = Convert.ToHexStringLower(network.Hash(envelope));

    /// <summary>The hash of the transaction inside a fee bump; null for others.</summary>
    internal string? InnerHash { get; } =
        envelope is FeeBumpEnvelope bump ? Convert.ToHexStringLower(network.Hash(bump.Inner)) : null;

    internal Envelope Envelope { get; } = envelope;

    internal TransactionResult Result { get; } = result;

    internal StellarTransaction Transaction => Envelope.Transaction();

    /// <summary>What became of its operations, or of those inside the fee bump.</summary>
    internal IReadOnlyList<OperationResult> Operations => (Result.Inner?.Result ?? Result).Operations;
}

/// <summary>One operation of a closed transaction.</summary>
internal sealed class ClosedOperation(ClosedTransaction transaction, int index) : IHistoryEntry
{
    public long Position { get; } = transaction.Position + index + 1;

    internal ClosedTransaction Transaction { get; } = transaction;

    internal StellarOperation Operation => Transaction.Transaction.Operations[index];

    internal MuxedAccount Source => Operation.Source ?? Transaction.Transaction.Source;

    /// <summary>Null when the transaction failed before the operation had its turn.</summary>
    internal OperationResult? Result =>
        index < Transaction.Operations.Count ? Transaction.Operations[index] : null;

    internal bool IsPayment => Operation
        is PaymentOperation
            or CreateAccountOperation
            or AccountMergeOperation
            or PathPaymentStrictReceiveOperation
            or PathPaymentStrictSendOperation;

    /// <summary>The other accounts it names.</summary>
    internal IEnumerable<string> Counterparts => Operation switch
    {
        PaymentOperation payment => [payment.Destination.AccountId],
        CreateAccountOperation create => [create.Destination],
        AccountMergeOperation merge => [merge.Destination.AccountId],
        PathPaymentStrictReceiveOperation path => [path.Destination.AccountId],
        PathPaymentStrictSendOperation path => [path.Destination.AccountId],
        CreateClaimableBalanceOperation create => create.Claimants.Select(claimant => claimant.Destination),
        _ => [],
    };
}
