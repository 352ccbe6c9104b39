using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>
/// Whether a transaction may enter a ledger, in stellar-core's order of checks. One that may not is never included and
/// costs nothing.
/// </summary>
internal sealed class TransactionChecks(StellarNetwork network)
{
    private const int MissingOperation = -4;
    private const int TooEarly = -2;
    private const int TooLate = -3;
    private const int BadSequence = -5;
    private const int BadAuth = -6;
    private const int InsufficientBalance = -7;
    private const int NoAccount = -8;
    private const int InsufficientFee = -9;
    private const int BadAuthExtra = -10;

    /// <summary>The refusal; null when the transaction may be included.</summary>
    /// <param name="state">The accounts.</param>
    /// <param name="envelope">The transaction, alone or in a fee bump.</param>
    /// <param name="closedAt">Unix seconds of the last ledger's close.</param>
    /// <param name="closesAt">Unix seconds of the close of the ledger it would enter.</param>
    /// <param name="sequenceAhead">How many transactions of the source are already waiting.</param>
    internal TransactionResult? Check(
        LedgerState state, Envelope envelope, ulong closedAt, ulong closesAt, int sequenceAhead) => envelope switch
        {
            FeeBumpEnvelope bump => CheckBump(state, bump)
                ?? (CheckSingle(state, bump.Inner, closedAt, closesAt, sequenceAhead, paysFee: false) is { } refusal
                    ? new TransactionResult(
                        bump.FeeAt(LedgerRules.BaseFee),
                        TransactionResult.FeeBumpInnerFailed,
                        [],
                        new InnerTransactionResult(network.Hash(bump.Inner), refusal))
                    : null),
            _ => CheckSingle(state, envelope.Inner(), closedAt, closesAt, sequenceAhead, paysFee: true),
        };

    /// <summary>What a fee bump itself must be (CAP-15).</summary>
    private TransactionResult? CheckBump(LedgerState state, FeeBumpEnvelope bump)
    {
        // It pays for itself too, and offers for each operation no less than what is inside.
        var least = bump.FeeAt(LedgerRules.BaseFee);
        if (bump.FeeMax < least || !bump.Outbids(bump.Inner, times: 1))
        {
            return new TransactionResult(least, InsufficientFee, []);
        }

        if (state.Find(bump.FeeSource.AccountId) is not { } payer)
        {
            return Refuse(NoAccount);
        }

        var used = new HashSet<DecoratedSignature>();
        if (!IsSigned(bump.FeeSource.AccountId, network.Hash(bump), bump, used))
        {
            return Refuse(BadAuth);
        }

        return payer.Available < bump.FeeMax ? Refuse(InsufficientBalance)
            : used.Count == bump.Signatures.Count ? null
            : Refuse(BadAuthExtra);
    }

    private TransactionResult? CheckSingle(
        LedgerState state,
        TransactionEnvelope envelope,
        ulong closedAt,
        ulong closesAt,
        int sequenceAhead,
        bool paysFee)
    {
        var transaction = envelope.Transaction;
        if (CheckForm(transaction, closedAt, closesAt) is { } malformed)
        {
            return malformed;
        }

        var least = envelope.FeeAt(LedgerRules.BaseFee);
        if (paysFee && transaction.FeeMax < least)
        {
            return new TransactionResult(least, InsufficientFee, []);
        }

        if (state.Find(transaction.Source.AccountId) is not { } source)
        {
            return Refuse(NoAccount);
        }

        if (transaction.Sequence != source.Sequence + sequenceAhead + 1)
        {
            return Refuse(BadSequence);
        }

        var hash = network.Hash(transaction);
        var used = new HashSet<DecoratedSignature>();
        if (!IsSigned(transaction.Source.AccountId, hash, envelope, used))
        {
            return Refuse(BadAuth);
        }

        if (paysFee && source.Available < least)
        {
            return Refuse(InsufficientBalance);
        }

        return CheckOperations(state, envelope, hash, used)
            ?? (used.Count == envelope.Signatures.Count ? null : Refuse(BadAuthExtra));
    }

    private static TransactionResult? CheckForm(StellarTransaction transaction, ulong closedAt, ulong closesAt)
    {
        if (transaction.Operations.Count == 0)
        {
            return Refuse(MissingOperation);
        }

        if (transaction.TimeBounds is { } bounds)
        {
            if (bounds.MinTime > closedAt)
            {
                return Refuse(TooEarly);
            }

            if (bounds.MaxTime != 0 && bounds.MaxTime < closesAt)
            {
                return Refuse(TooLate);
            }
        }

        return null;
    }

    private static TransactionResult? CheckOperations(
        LedgerState state, TransactionEnvelope envelope, byte[] hash, HashSet<DecoratedSignature> used)
    {
        var transaction = envelope.Transaction;
        var results = new List<OperationResult>();
        foreach (var operation in transaction.Operations)
        {
            var source = (operation.Source ?? transaction.Source).AccountId;
            results.Add(
                state.Find(source) is null ? OperationResults.NoSourceAccount
                : !IsSigned(source, hash, envelope, used) ? OperationResults.BadAuth
                : OperationForm.Check(operation, source));
        }

        return results.TrueForAll(result => result.IsSuccess)
            ? null
            : new TransactionResult(envelope.FeeAt(LedgerRules.BaseFee), TransactionResult.Failed, results);
    }

    private static bool IsSigned(
        string account, byte[] hash, Envelope envelope, HashSet<DecoratedSignature> used)
    {
        foreach (var signature in envelope.Signatures)
        {
            if (StellarNetwork.IsSignedBy(account, hash, [signature]))
            {
                used.Add(signature);
                return true;
            }
        }

        return false;
    }

    private static TransactionResult Refuse(int code) => new(0, code, []);
}
