using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar;

/// <summary>What the network does when a fault asks for it.</summary>
public sealed partial class StellarDevnet
{
    private const int InsufficientFee = -9;

    private readonly SortedDictionary<(ulong Height, ulong Order), Envelope> _held = [];

    /// <summary>The accounts after past ledgers, for servers that are behind; only before each change.</summary>
    private readonly SortedDictionary<uint, LedgerState> _past = [];
    private ulong _heldOrder;

    /// <summary>Looks at the network as a server that is behind, or kept only some ledgers, tells it.</summary>
    internal T Read<T>(RequestFaults met, Func<LedgerView, T> read)
    {
        var (behind, kept) = (met.SizeOf(FaultKind.Stale), met.SizeOf(FaultKind.Pruned));
        return Read(view =>
        {
            if (behind == 0 && kept == 0)
            {
                return read(view);
            }

            var height = view.Height - Math.Min(view.Height, behind);
            return read(new LedgerView(this, height, PastState(LedgerView.LedgerAt(height)), kept));
        });
    }

    private static string KindOf(PendingMark mark) => mark switch
    {
        PendingMark.Failing => "failing-transaction",
        PendingMark.MadeUp => "made-up-transaction",
        _ => "transaction",
    };

    private static PendingMark? MarkOf(string kind) =>
        Enum.GetValues<PendingMark>().Where(mark => KindOf(mark) == kind).Cast<PendingMark?>().FirstOrDefault();

    /// <summary>Takes a submission as far as its faults let it come.</summary>
    private Submission Offer(LedgerView view, Envelope envelope, RequestFaults met)
    {
        if (met.Has(FaultKind.SequenceGap))
        {
            MakeUpTwin(view, envelope.Transaction().Source);
        }

        var feeMin = LedgerRules.BaseFee * Math.Max(met.SizeOf(FaultKind.FeeSpike), 1) * envelope.OperationsPaid();
        var hash = Convert.ToHexStringLower(Network.Hash(envelope));
        if (envelope.FeeMax() < feeMin)
        {
            return new Submission(
                SubmissionStatus.Error, hash, new TransactionResult(feeMin, InsufficientFee, []));
        }

        if (met.Has(FaultKind.Drop))
        {
            return new Submission(SubmissionStatus.Pending, hash, null);
        }

        if (met.Has(FaultKind.Delay))
        {
            if (_held.Count < PendingMax)
            {
                _held.Add((view.Height + met.SizeOf(FaultKind.Delay), _heldOrder++), envelope);
            }

            return new Submission(SubmissionStatus.Pending, hash, null);
        }

        return Accept(view, envelope, met.Has(FaultKind.Fail) ? PendingMark.Failing : PendingMark.None);
    }

    /// <summary>
    /// A transaction that uses up the account's next number, as one of somebody with the same key would.
    /// </summary>
    private void MakeUpTwin(LedgerView view, MuxedAccount account)
    {
        if (State.Find(account.AccountId) is { } source)
        {
            MakeUp(view, source, new BumpSequenceOperation(0));
        }
    }

    /// <summary>Puts a transaction that nobody signed into the next ledger, unless the account has one there.</summary>
    private bool MakeUp(LedgerView view, DevnetAccount source, StellarOperation operation)
    {
        if (_pending.Exists(pending => pending.Envelope.Source() == source.Id))
        {
            return false;
        }

        var envelope = new TransactionEnvelope(
            new StellarTransaction(
                MuxedAccount.Of(source.Id),
                LedgerRules.BaseFee,
                source.Sequence + 1,
                null,
                StellarMemo.None.Instance,
                [operation]),
            false,
            []);
        Record(view, new PendingTransaction(
            Convert.ToHexStringLower(Network.Hash(envelope)), envelope, PendingMark.MadeUp));
        return true;
    }

    /// <summary>Hands in what waited for its height, in the order of heights.</summary>
    private void ReleaseHeld(ulong height)
    {
        while (_held.Count > 0 && _held.First() is var next && next.Key.Height <= height)
        {
            _held.Remove(next.Key);
            CloseDue(next.Key.Height);
            Accept(new LedgerView(this, next.Key.Height), next.Value);
        }
    }

    private void KeepPast(uint ledger)
    {
        _past[ledger] = State.Snapshot();
        var oldest = ledger - Math.Min(ledger, FaultCatalogue.SizeOf(FaultKind.Stale).Max);

        // The newest of those that are too old is still the state of the ledgers after it.
        while (_past.Keys.Skip(1).FirstOrDefault(uint.MaxValue) <= oldest)
        {
            _past.Remove(_past.Keys.First());
        }
    }

    /// <summary>The first state that was kept at or after a ledger was the state since the change before it.</summary>
    private LedgerState PastState(uint ledger)
    {
        foreach (var (kept, state) in _past)
        {
            if (kept >= ledger)
            {
                return state;
            }
        }

        return State;
    }
}
