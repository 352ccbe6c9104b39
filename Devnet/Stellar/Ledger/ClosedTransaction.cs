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
    string hash,
    TransactionEnvelope envelope,
    TransactionResult result)
    : IHistoryEntry
{
    public long Position { get; } =
        ((long)ledger << LedgerRules.LedgerShift) | ((long)order << LedgerRules.TransactionShift);

    internal uint Ledger { get; } = ledger;

    internal DateTimeOffset ClosedAt { get; } = closedAt;

    /// <summary>In lower-case hex.</summary>
    internal string Hash { get; } = hash;

    internal TransactionEnvelope Envelope { get; } = envelope;

    internal TransactionResult Result { get; } = result;

    internal StellarTransaction Transaction => Envelope.Transaction;
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
        index < Transaction.Result.Operations.Count ? Transaction.Result.Operations[index] : null;

    internal bool IsPayment => Operation
        is PaymentOperation or CreateAccountOperation or AccountMergeOperation;

    /// <summary>The other account it names; null when there is none.</summary>
    internal string? Counterpart => Operation switch
    {
        PaymentOperation payment => payment.Destination.AccountId,
        CreateAccountOperation create => create.Destination,
        AccountMergeOperation merge => merge.Destination.AccountId,
        _ => null,
    };
}
