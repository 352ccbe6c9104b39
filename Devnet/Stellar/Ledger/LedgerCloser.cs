using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>
/// Turns waiting transactions into a closed ledger. Deterministic: the same inputs give the same ledger.
/// </summary>
internal sealed class LedgerCloser(LedgerState state, LedgerHistory history, TransactionChecks checks)
{
    /// <summary>
    /// Includes what is still valid. A transaction pays its fee and uses its sequence number even if its operations
    /// fail; one that became invalid while it waited is dropped without a trace.
    /// </summary>
    internal void Close(uint ledger, DateTimeOffset closesAt, IEnumerable<PendingTransaction> waiting)
    {
        var seconds = (ulong)closesAt.ToUnixTimeSeconds();
        var order = 0;
        foreach (var pending in waiting)
        {
            if (!MayEnter(pending, seconds))
            {
                continue;
            }

            order++;
            var result = Apply(ledger, pending.Envelope.Transaction, pending.Mark == PendingMark.Failing);
            history.Add(new ClosedTransaction(ledger, order, closesAt, pending.Hash, pending.Envelope, result));
        }
    }

    /// <summary>
    /// What a fault made up has no signature; like everything else it needs the next number and its fee.
    /// </summary>
    private bool MayEnter(PendingTransaction pending, ulong seconds) => pending.Mark == PendingMark.MadeUp
        ? state.Find(pending.Envelope.Transaction.Source.AccountId) is { } source
            && source.Sequence + 1 == pending.Envelope.Transaction.Sequence
            && source.Available >= TransactionChecks.FeeOf(pending.Envelope.Transaction)
        : checks.Check(state, pending.Envelope, seconds, seconds, sequenceAhead: 0) is null;

    private TransactionResult Apply(uint ledger, StellarTransaction transaction, bool fails)
    {
        var fee = TransactionChecks.FeeOf(transaction);
        var charge = new LedgerChange(state, ledger);
        var source = charge.Find(transaction.Source.AccountId)!;
        source.Balance -= fee;
        source.Sequence = transaction.Sequence;
        charge.Commit();
        state.FeePool += fee;

        var change = new LedgerChange(state, ledger);
        var results = new List<OperationResult>();
        foreach (var operation in transaction.Operations)
        {
            results.Add(fails
                ? OperationResults.NotSupported
                : OperationApply.Apply(change, operation, (operation.Source ?? transaction.Source).AccountId));
        }

        var succeeded = results.TrueForAll(result => result.IsSuccess);
        if (succeeded)
        {
            change.Commit();
        }

        return new TransactionResult(
            fee, succeeded ? TransactionResult.Success : TransactionResult.Failed, results);
    }
}

/// <summary>What a fault does to a waiting transaction.</summary>
internal enum PendingMark
{
    None,

    /// <summary>Its operations fail, whatever they are.</summary>
    Failing,

    /// <summary>Nobody signed it: it stands for one of somebody else who has the account's key.</summary>
    MadeUp,
}

/// <summary>A transaction that waits for the next ledger.</summary>
internal sealed record PendingTransaction(
    string Hash, TransactionEnvelope Envelope, PendingMark Mark = PendingMark.None);
