using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>
/// Turns waiting transactions into a closed ledger. Deterministic: the same inputs give the same ledger.
/// </summary>
internal sealed class LedgerCloser(
    LedgerState state, LedgerHistory history, TransactionChecks checks, StellarNetwork network)
{
    /// <summary>
    /// Includes what is still valid. A transaction pays its fee and uses its sequence number even if its operations
    /// fail; one that became invalid while it waited is dropped without a trace.
    /// </summary>
    /// <param name="ledger">The ledger's number.</param>
    /// <param name="closesAt">When it closes.</param>
    /// <param name="baseFee">What it asks for an operation, in stroops.</param>
    /// <param name="waiting">What would enter it.</param>
    /// <returns>What offered less, and goes on waiting.</returns>
    internal List<PendingTransaction> Close(
        uint ledger, DateTimeOffset closesAt, int baseFee, IEnumerable<PendingTransaction> waiting)
    {
        var seconds = (ulong)closesAt.ToUnixTimeSeconds();
        var left = new List<PendingTransaction>();
        var order = 0;
        foreach (var pending in waiting)
        {
            if (!MayEnter(pending, seconds))
            {
                continue;
            }

            if (pending.Envelope.FeeMax() < pending.Envelope.FeeAt(baseFee))
            {
                left.Add(pending);
                continue;
            }

            order++;
            var result = Apply(ledger, closesAt, baseFee, pending);
            history.Add(new ClosedTransaction(ledger, order, closesAt, network, pending.Envelope, result));
        }

        return left;
    }

    /// <summary>
    /// What a fault made up has no signature; like everything else it needs the next number and its fee.
    /// </summary>
    private bool MayEnter(PendingTransaction pending, ulong seconds) => pending.Mark == PendingMark.MadeUp
        ? state.Find(pending.Envelope.Source()) is { } source
            && source.Sequence + 1 == pending.Envelope.Transaction().Sequence
            && source.Available >= pending.Envelope.FeeAt(LedgerRules.BaseFee)
        : checks.Check(state, pending.Envelope, seconds, seconds, sequenceAhead: 0) is null;

    private TransactionResult Apply(
        uint ledger, DateTimeOffset closesAt, int baseFee, PendingTransaction pending)
    {
        var transaction = pending.Envelope.Transaction();
        var fee = pending.Envelope.FeeAt(baseFee);
        var charge = new LedgerChange(state, ledger, closesAt);
        charge.Find(pending.Envelope.FeeSource().AccountId)!.Balance -= fee;
        charge.Find(transaction.Source.AccountId)!.Sequence = transaction.Sequence;
        charge.Commit();
        state.FeePool += fee;

        var change = new LedgerChange(state, ledger, closesAt);
        var results = new List<OperationResult>();
        for (var index = 0; index < transaction.Operations.Count; index++)
        {
            results.Add(pending.Mark == PendingMark.Failing
                ? OperationResults.NotSupported
                : OperationApply.Apply(change, transaction, index));
        }

        var succeeded = results.TrueForAll(result => result.IsSuccess);
        if (succeeded)
        {
            change.Commit();
        }

        var code = succeeded ? TransactionResult.Success : TransactionResult.Failed;
        return pending.Envelope is FeeBumpEnvelope
            ? new TransactionResult(
                fee,
                succeeded ? TransactionResult.FeeBumpInnerSuccess : TransactionResult.FeeBumpInnerFailed,
                [],
                new InnerTransactionResult(network.Hash(transaction), new TransactionResult(0, code, results)))
            : new TransactionResult(fee, code, results);
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

/// <summary>A transaction that waits for a ledger.</summary>
/// <param name="Hash">In lower-case hex; of a fee bump its own.</param>
/// <param name="Envelope">The transaction.</param>
/// <param name="Mark">What a fault does to it.</param>
/// <param name="Since">The height at which it arrived.</param>
internal sealed record PendingTransaction(
    string Hash, Envelope Envelope, PendingMark Mark = PendingMark.None, ulong Since = 0);
