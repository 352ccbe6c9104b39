using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>
/// The chain itself, driven by the clock: a block every interval. What was handed in during one block is in the next;
/// there a transaction becomes a receipt, which runs one block later (at once if it is for its own signer), and so do
/// the receipts that it makes. Blocks are final some blocks later. There is one shard, nothing is skipped, and there
/// are no forks but those that a fault asks for. Not safe for concurrent use: its owner holds the lock.
/// </summary>
internal sealed partial class NearLedger
{
    internal const string ChainId = "localnet";
    internal const uint ProtocolVersion = 80;

    /// <summary>Waiting transactions beyond this are forgotten, as nodes do it.</summary>
    private const int PendingMax = 10_000;

    private readonly Journal _journal;
    private readonly DevnetClock _clock;
    private readonly TimeProvider _time;
    private readonly ulong _finalityBlocks;
    private readonly List<PendingTransaction> _pending = [];
    private readonly SortedDictionary<ulong, List<NearReceipt>> _scheduled = [];
    private readonly List<(ulong Height, NearState State)> _states = [];
    private readonly Dictionary<NearHash, NearTransactionRecord> _records = [];
    private readonly Dictionary<NearHash, NearReceipt> _receipts = [];
    private readonly Dictionary<ulong, NearBlock> _blocks = [];
    private ulong _pendingHeight;
    private ulong _present;

    /// <summary>Starts at the genesis and replays the journal.</summary>
    /// <exception cref="InvalidDataException">The journal does not belong to this network.</exception>
    internal NearLedger(DevnetOptions options, TimeProvider time, Journal journal)
    {
        _journal = journal;
        _time = time;
        _clock = DevnetClock.Open(journal, time, options.NearBlockTime);
        _finalityBlocks = (ulong)options.NearFinalityBlocks;
        ValidityBlocks = (ulong)options.NearValidityBlocks;
        Span<byte> seed = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seed, _clock.Genesis.ToUnixTimeMilliseconds());
        _seed = SHA256.HashData([.. "near-devnet-genesis"u8, .. seed]);
        _states.Add((NearGenesis.Height, NearGenesis.Make()));
        foreach (var entry in DevnetClock.Inputs(journal))
        {
            Replay(entry);
        }

        Advance();
    }

    /// <summary>How many blocks a transaction may name a block for.</summary>
    internal ulong ValidityBlocks { get; }

    /// <summary>
    /// The newest block. It stands still until <see cref="Advance"/>, so that one answer is all about one moment.
    /// </summary>
    internal ulong Head { get; private set; }

    internal ulong FinalHead => Head - Math.Min(_finalityBlocks, Head - NearGenesis.Height);

    /// <summary>The first block that the answering node still has.</summary>
    internal ulong Earliest { get; private set; } = NearGenesis.Height;

    private NearState Newest => _states[^1].State;

    /// <summary>Catches up with the clock.</summary>
    internal void Advance()
    {
        var present = _clock.Height + NearGenesis.Height;
        ReleaseHeld(present);
        ProduceUpTo(present);
        Head = _present = present;
        Earliest = NearGenesis.Height;
        _ghosts.RemoveAll(ghost => ghost.GoneAt <= present || _records.ContainsKey(ghost.Hash));
    }

    /// <summary>
    /// Shows the chain as another node does until <see cref="Advance"/>: one that is some blocks behind, or keeps only
    /// some blocks (0: all).
    /// </summary>
    internal void LookBack(ulong behind, ulong kept)
    {
        Head = Math.Max(Head - Math.Min(Head, behind), NearGenesis.Height);
        Earliest = kept == 0 ? NearGenesis.Height : Math.Max(Head - Math.Min(Head, kept), NearGenesis.Height);
    }

    internal DateTimeOffset TimeOf(ulong height) => _clock.TimeOf(height - NearGenesis.Height);

    /// <summary>The accounts after a block.</summary>
    internal NearState StateAt(ulong height)
    {
        var (low, high) = (0, _states.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_states[middle].Height <= height)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _states[low].State;
    }

    /// <summary>What happened in a block; null for an empty one.</summary>
    internal NearBlock? FindBlock(ulong height) => _blocks.GetValueOrDefault(height);

    /// <summary>A transaction in a block that this node has.</summary>
    internal NearTransactionRecord? FindRecord(NearHash hash) =>
        _records.TryGetValue(hash, out var record) && record.Height <= Head && record.Height >= Earliest
            ? record
            : null;

    internal NearReceipt? FindReceipt(NearHash id) => _receipts.GetValueOrDefault(id);

    internal bool IsPending(NearHash hash) => _pending.Exists(pending => pending.Hash == hash);

    private void Replay(JournalEntry entry)
    {
        var mark = Enum.GetValues<PendingMark>().Where(one => KindOf(one) == entry.Kind).Cast<PendingMark?>()
            .FirstOrDefault();
        if (mark is null
            || !NearSignedTransaction.TryDecode(Convert.FromBase64String(entry.Data), out var signed, out _))
        {
            throw new InvalidDataException(
                $"The NEAR journal holds a '{entry.Kind}' that cannot be replayed. Remove it to start anew.");
        }

        var height = entry.Height + NearGenesis.Height;
        ProduceUpTo(height);
        Enqueue(height, new PendingTransaction(signed, signed.Transaction.Hash(), mark.Value));
    }

    private void Enqueue(ulong height, PendingTransaction pending)
    {
        _pendingHeight = height;
        _pending.Add(pending);
    }

    /// <summary>Makes the blocks up to a height in which something happens.</summary>
    private void ProduceUpTo(ulong height)
    {
        while (true)
        {
            var next = Math.Min(
                _pending.Count > 0 ? _pendingHeight + 1 : ulong.MaxValue,
                _scheduled.Count > 0 ? _scheduled.Keys.First() : ulong.MaxValue);
            if (next > height)
            {
                return;
            }

            Produce(next);
        }
    }
}
