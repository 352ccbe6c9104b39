using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>How settled a view of the ledger is.</summary>
internal enum Commitment
{
    Processed,
    Confirmed,
    Finalized,
}

/// <summary>
/// The chain itself: accounts, blocks and their rules, driven by the clock. A transaction runs in the slot in which it
/// arrives; a slot is confirmed one slot later and finalized some slots later. There are no forks but those that a
/// fault asks for. Not safe for concurrent use: its owner holds the lock.
/// </summary>
internal sealed partial class SolanaLedger
{
    /// <summary>
    /// The slot at which the clock starts. The slots before it are empty blocks of the past, so that there is something
    /// finalized from the first moment.
    /// </summary>
    internal const ulong FirstSlot = 200;

    /// <summary>How many slots a blockhash is accepted for.</summary>
    internal const ulong BlockhashLife = 150;

    internal const ulong SlotsPerEpoch = 432_000;

    private const string TransactionKind = "transaction";

    private static ReadOnlySpan<byte> NonceWord => "DURABLE_NONCE"u8;

    private readonly Journal _journal;
    private readonly DevnetClock _clock;
    private readonly TimeProvider _time;
    private readonly ulong _finalitySlots;
    private readonly Dictionary<string, LedgerRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<SolanaKey, List<LedgerRecord>> _byAccount = [];
    private readonly Dictionary<ulong, List<LedgerRecord>> _bySlot = [];

    /// <summary>Starts at the genesis and replays the journal.</summary>
    /// <exception cref="InvalidDataException">The journal does not belong to this network.</exception>
    internal SolanaLedger(DevnetOptions options, TimeProvider time, Journal journal)
    {
        _journal = journal;
        _time = time;
        _clock = DevnetClock.Open(journal, time, options.SlotTime);
        _finalitySlots = (ulong)options.SolanaFinalitySlots;
        Span<byte> seed = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seed, _clock.Genesis.ToUnixTimeMilliseconds());
        GenesisHash = new SolanaKey(SHA256.HashData([.. "solana-devnet-genesis"u8, .. seed]));
        SolanaGenesis.Fill(Accounts);
        foreach (var entry in DevnetClock.Inputs(journal))
        {
            Replay(entry);
        }

        Advance();
    }

    internal AccountStore Accounts { get; } = new();

    internal int TransactionCount => _records.Count;

    internal SolanaKey GenesisHash { get; }

    /// <summary>
    /// The present slot, whose block is still being filled. It stands still until <see cref="Advance"/>, so that one
    /// answer is all about one moment.
    /// </summary>
    internal ulong Slot { get; private set; }

    /// <summary>Catches up with the clock.</summary>
    internal void Advance()
    {
        var present = _clock.Height + FirstSlot;
        FirstKept = 0;
        AdvanceFaults(present);
        Slot = present;
    }

    internal ulong SlotAt(Commitment commitment) => Slot - commitment switch
    {
        Commitment.Processed => 0,
        Commitment.Confirmed => 1,
        _ => _finalitySlots,
    };

    internal DateTimeOffset TimeOf(ulong slot) => _clock.TimeOf(slot < FirstSlot ? 0 : slot - FirstSlot);

    /// <summary>Every slot has one, so that it needs no storing.</summary>
    internal SolanaKey BlockhashOf(ulong slot)
    {
        Span<byte> preimage = stackalloc byte[SolanaKey.Length + sizeof(ulong)];
        GenesisHash.CopyTo(preimage);
        BinaryPrimitives.WriteUInt64LittleEndian(preimage[SolanaKey.Length..], slot);
        return new SolanaKey(SHA256.HashData(preimage));
    }

    internal bool IsBlockhashValid(SolanaKey blockhash)
    {
        var slot = Slot;
        for (ulong age = 0; age <= BlockhashLife; age++)
        {
            if (BlockhashOf(slot - age) == blockhash)
            {
                return true;
            }
        }

        return false;
    }

    internal LedgerAccount GetAccount(SolanaKey key, Commitment commitment) =>
        FindInFork(key, commitment) ?? Accounts.Get(key, SlotAt(commitment));

    internal LedgerRecord? FindRecord(string id) =>
        _records.TryGetValue(id, out var record) && IsVisible(record) ? record : FindGhost(id);

    /// <summary>The transactions that name an account, oldest first.</summary>
    internal IReadOnlyList<LedgerRecord> RecordsOf(SolanaKey account) =>
        WithGhosts(_byAccount.GetValueOrDefault(account), ghost => ghost.Transaction.Message.Keys.Contains(account));

    internal IReadOnlyList<LedgerRecord> RecordsIn(ulong slot) =>
        WithGhosts(_bySlot.GetValueOrDefault(slot), ghost => ghost.Slot == slot);

    /// <summary>Runs a transaction on the present state without keeping anything.</summary>
    /// <param name="message">What to run.</param>
    /// <param name="id">Its id, to find out whether it ran before; null for one that is not signed.</param>
    /// <param name="blockhash">The blockhash to check; null to leave that out.</param>
    /// <param name="execution">How it ran; null when it could not even start.</param>
    /// <returns>Null when it ran without failing.</returns>
    internal TransactionFailure? Simulate(
        SolanaMessage message, string? id, SolanaKey? blockhash, out Execution? execution)
    {
        execution = null;
        var facts = FactsOf(Slot);
        var failure = blockhash is { } hash
            && !IsBlockhashValid(hash)
            && NonceProgram.FindLane(message, facts, LoadPresent) is null ? TransactionFailure.BlockhashNotFound
            : id is not null && _records.TryGetValue(id, out var past) && past.Slot <= Slot
                ? TransactionFailure.AlreadyProcessed
            : message.Lookups.Count > 0 ? TransactionFailure.LookupTableNotFound
            : TransactionExecutor.CheckFeePayer(message, LoadPresent);
        if (failure is not null)
        {
            return failure;
        }

        execution = TransactionExecutor.Execute(message, facts, LoadPresent);
        return execution.Failure;
    }

    /// <summary>
    /// Puts a transaction with verified signatures into the present block, if it may be there. One that fails in its
    /// instructions is there too, and pays its fee.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="fails">Its effect fails whatever it is.</param>
    /// <returns>Why it is not in the block; null when it is.</returns>
    internal TransactionFailure? Include(SolanaTransaction transaction, bool fails = false)
    {
        var failure = Simulate(transaction.Message, transaction.Id, transaction.Message.Blockhash, out var execution);
        if (execution is null)
        {
            return failure;
        }

        if (fails)
        {
            execution = TransactionExecutor.Execute(
                transaction.Message, FactsOf(Slot), LoadPresent, Forced(transaction));
        }

        // Journalled before it shows anywhere: after a crash it is either in both places or in none.
        var slot = Slot;
        _journal.Append(new JournalEntry(
            fails ? FailingKind : TransactionKind,
            _time.GetUtcNow().ToUnixTimeMilliseconds(),
            slot - FirstSlot,
            Convert.ToBase64String(transaction.Encode())));
        Keep(transaction, slot, execution);
        return null;
    }

    /// <summary>A nonce is the hash of the last block's hash and a word (solana-nonce <c>DurableNonce</c>).</summary>
    private SlotFacts FactsOf(ulong slot)
    {
        Span<byte> preimage = stackalloc byte[NonceWord.Length + SolanaKey.Length];
        NonceWord.CopyTo(preimage);
        BlockhashOf(slot - 1).CopyTo(preimage[NonceWord.Length..]);
        return new SlotFacts(new SolanaKey(SHA256.HashData(preimage)), slot / SlotsPerEpoch);
    }

    private LedgerAccount LoadPresent(SolanaKey key) => Accounts.Get(key, ulong.MaxValue);

    private void Replay(JournalEntry entry)
    {
        if (entry.Kind is not (TransactionKind or FailingKind)
            || !SolanaTransaction.TryDecode(Convert.FromBase64String(entry.Data), out var transaction, out _))
        {
            throw new InvalidDataException(
                $"The Solana journal holds a '{entry.Kind}' that cannot be replayed. Remove it to start anew.");
        }

        Keep(
            transaction,
            entry.Height + FirstSlot,
            TransactionExecutor.Execute(
                transaction.Message,
                FactsOf(entry.Height + FirstSlot),
                LoadPresent,
                entry.Kind == FailingKind ? Forced(transaction) : null));
    }

    private void Keep(SolanaTransaction transaction, ulong slot, Execution execution)
    {
        var record = new LedgerRecord(transaction, slot, execution);
        var keys = transaction.Message.Keys;
        for (var index = 0; index < keys.Count; index++)
        {
            if (execution.After[index] != execution.Before[index])
            {
                Accounts.Set(keys[index], slot, execution.After[index]);
            }

            Append(_byAccount, keys[index], record);
        }

        _records.Add(record.Id, record);
        Append(_bySlot, slot, record);
    }

    private static void Append<TKey>(Dictionary<TKey, List<LedgerRecord>> lists, TKey key, LedgerRecord record)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(record);
    }
}
