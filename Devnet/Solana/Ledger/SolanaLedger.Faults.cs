using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>What the chain does when a fault asks for it. Nothing of this is journalled before it is in a block: nodes
/// forget it with their process too.</summary>
internal sealed partial class SolanaLedger
{
    /// <summary>Transactions that wait for a later slot; one more is forgotten, as nodes do it.</summary>
    private const int HeldMax = 10_000;

    private const string FailingKind = "failing-transaction";

    private readonly SortedDictionary<(ulong Slot, ulong Order), SolanaTransaction> _held = [];
    private readonly List<Ghost> _ghosts = [];
    private ulong _heldOrder;

    /// <summary>The first slot whose transactions this node still has.</summary>
    internal ulong FirstKept { get; private set; }

    /// <summary>
    /// Shows the chain as another node does until <see cref="Advance"/>: one that is some slots behind, or keeps only
    /// some slots of history (0: all).
    /// </summary>
    internal void LookBack(ulong behind, ulong kept)
    {
        Slot -= behind;
        FirstKept = kept == 0 ? 0 : Slot - kept;
    }

    /// <summary>Includes a transaction some slots later, if it may be there then.</summary>
    internal void IncludeAfter(SolanaTransaction transaction, ulong slots)
    {
        if (_held.Count < HeldMax)
        {
            _held.Add((Slot + slots, _heldOrder++), transaction);
        }
    }

    /// <summary>Shows a transaction in slots that never become final, then drops it.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="slots">How long it shows; at most until its slot would be final.</param>
    /// <param name="isLate">It is included after as many slots again.</param>
    internal void IncludeInFork(SolanaTransaction transaction, ulong slots, bool isLate)
    {
        var shown = Math.Min(slots, Math.Max(_finalitySlots - 1, 1));
        Simulate(transaction.Message, transaction.Id, transaction.Message.Blockhash, out var execution);
        if (execution is not null && FindGhost(transaction.Id) is null)
        {
            _ghosts.Add(new Ghost(new LedgerRecord(transaction, Slot, execution), Slot + shown));
        }

        if (isLate)
        {
            IncludeAfter(transaction, 2 * shown);
        }
    }

    /// <summary>A transaction in a slot that will be abandoned.</summary>
    internal LedgerRecord? FindGhost(string id) =>
        _ghosts.Find(ghost => ghost.Record.Id == id && IsVisible(ghost.Record))?.Record;

    private static TransactionFailure Forced(SolanaTransaction transaction) => TransactionFailure.Instruction(
        transaction.Message.Instructions.Count - 1, new InstructionFailureException(1));

    private void AdvanceFaults(ulong present)
    {
        while (_held.Count > 0 && _held.First() is { Key.Slot: var slot } next && slot <= present)
        {
            _held.Remove(next.Key);
            Slot = slot;
            Include(next.Value);
        }

        _ghosts.RemoveAll(ghost => ghost.GoneAt <= present || _records.ContainsKey(ghost.Record.Id));
    }

    private bool IsVisible(LedgerRecord record) => record.Slot <= Slot && record.Slot >= FirstKept;

    private LedgerAccount? FindInFork(SolanaKey key, Commitment commitment)
    {
        if (commitment == Commitment.Finalized)
        {
            return null;
        }

        var slot = SlotAt(commitment);
        foreach (var (record, _) in Enumerable.Reverse(_ghosts))
        {
            var keys = record.Transaction.Message.Keys;
            for (var index = 0; index < keys.Count && record.Slot <= slot; index++)
            {
                if (keys[index] == key)
                {
                    return record.Execution.After[index];
                }
            }
        }

        return null;
    }

    private List<LedgerRecord> WithGhosts(List<LedgerRecord>? records, Predicate<LedgerRecord> fits)
    {
        var known = records ?? [];

        // As good as always: no copy of a history that may be long.
        if (_ghosts.Count == 0 && FirstKept == 0 && (known.Count == 0 || known[^1].Slot <= Slot))
        {
            return known;
        }

        var ghosts = _ghosts.Select(ghost => ghost.Record).Where(record => fits(record));
        return [.. known.Concat(ghosts).Where(IsVisible).OrderBy(record => record.Slot)];
    }

    /// <summary>A transaction in an abandoned fork, and the slot in which the fork is gone.</summary>
    private sealed record Ghost(LedgerRecord Record, ulong GoneAt);
}
