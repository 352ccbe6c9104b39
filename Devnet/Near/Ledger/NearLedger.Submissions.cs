using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>What a fault does to a waiting transaction.</summary>
internal enum PendingMark
{
    None,

    /// <summary>Its receipt fails, whatever it does.</summary>
    Failing,

    /// <summary>
    /// Nobody signed it: it stands for one of somebody else who has the key, and only uses up a nonce.
    /// </summary>
    MadeUp,
}

/// <summary>A transaction that waits for the next block.</summary>
internal sealed record PendingTransaction(NearSignedTransaction Signed, NearHash Hash, PendingMark Mark);

/// <summary>Taking transactions in, and the faults that they meet.</summary>
internal sealed partial class NearLedger
{
    private readonly SortedDictionary<(ulong Height, ulong Order), NearSignedTransaction> _held = [];
    private readonly List<Ghost> _ghosts = [];
    private readonly HashSet<NearHash> _failing = [];
    private ulong _heldOrder;

    /// <summary>Takes a transaction in, or says as nodes do why not.</summary>
    internal JsonNode? Submit(NearSignedTransaction signed, RequestFaults met)
    {
        var hash = signed.Transaction.Hash();
        if (met.Has(FaultKind.SequenceGap))
        {
            MakeUpTwin(signed);
        }

        // A node that is behind judges by what it knows; those who make blocks are not behind.
        if (Judge(StateAt(Head), signed, Head + 1) is { } refusal)
        {
            return refusal;
        }

        if (met.Has(FaultKind.FeeSpike))
        {
            return NearFailures.Named("ShardCongested", ("shard_id", 0), ("congestion_level", 1));
        }

        if (met.Has(FaultKind.Drop))
        {
            return null;
        }

        Advance();
        var isLate = met.Has(FaultKind.ForkLate);
        if (met.Has(FaultKind.Delay))
        {
            Hold(signed, met.SizeOf(FaultKind.Delay));
        }
        else if (isLate || met.Has(FaultKind.Fork))
        {
            // Shown in the next block, for less than it takes that block to be final.
            var blocks = Math.Min(
                met.SizeOf(isLate ? FaultKind.ForkLate : FaultKind.Fork), Math.Max(_finalityBlocks - 1, 1));
            _ghosts.Add(new Ghost(hash, signed, Head + 1, Head + 1 + blocks));
            if (isLate)
            {
                Hold(signed, 2 * blocks);
            }
        }
        else
        {
            Accept(_present, signed, hash, met.Has(FaultKind.Fail) ? PendingMark.Failing : PendingMark.None);
        }

        return null;
    }

    /// <summary>A transaction in a block that will be abandoned.</summary>
    internal NearSignedTransaction? FindGhost(NearHash hash) =>
        _ghosts.Find(ghost => ghost.Hash == hash && ghost.ShownFrom <= Head)?.Signed;

    /// <summary>A transaction of the faucet, with the next nonce of its key.</summary>
    internal NearHash SubmitFromFaucet(string receiver, IReadOnlyList<NearAction> actions)
    {
        var nonce = _pending
            .Select(pending => pending.Signed.Transaction)
            .Where(transaction => transaction.SignerId == NearGenesis.Faucet)
            .Select(transaction => transaction.Nonce)
            .Append(Newest.Find(NearGenesis.Faucet)!.Keys[NearGenesis.FaucetKey.ToString()].Nonce)
            .Max() + 1;
        var signed = NearGenesis.Sign(new NearTransaction(
            NearGenesis.Faucet, NearGenesis.FaucetKey, nonce, receiver, HashOf(Head), actions));
        var hash = signed.Transaction.Hash();
        Accept(_present, signed, hash, PendingMark.None);
        return hash;
    }

    private static string KindOf(PendingMark mark) => mark switch
    {
        PendingMark.Failing => "failing-transaction",
        PendingMark.MadeUp => "made-up-transaction",
        _ => "transaction",
    };

    private JsonNode? Judge(NearState state, NearSignedTransaction signed, ulong height) =>
        NearTransactionChecks.Check(
            state, signed, height, HeightOf(signed.Transaction.BlockHash), ValidityBlocks);

    private void Accept(ulong height, NearSignedTransaction signed, NearHash hash, PendingMark mark)
    {
        if (_pending.Count >= PendingMax || IsPending(hash))
        {
            return;
        }

        // Recorded before it is answered: what was accepted is not lost with the process.
        _journal.Append(new JournalEntry(
            KindOf(mark),
            _time.GetUtcNow().ToUnixTimeMilliseconds(),
            height - NearGenesis.Height,
            Convert.ToBase64String(signed.Encode())));
        Enqueue(height, new PendingTransaction(signed, hash, mark));
    }

    private void Hold(NearSignedTransaction signed, ulong blocks)
    {
        if (_held.Count < PendingMax)
        {
            _held.Add((Head + blocks, _heldOrder++), signed);
        }
    }

    /// <summary>Hands in what waited for its height, in the order of heights.</summary>
    private void ReleaseHeld(ulong present)
    {
        while (_held.Count > 0 && _held.First() is var next && next.Key.Height <= present)
        {
            _held.Remove(next.Key);
            ProduceUpTo(next.Key.Height);
            Head = next.Key.Height;
            if (Judge(Newest, next.Value, Head + 1) is null)
            {
                Accept(Head, next.Value, next.Value.Transaction.Hash(), PendingMark.None);
            }
        }
    }

    /// <summary>Uses up the key's next nonce in the next block, as one of somebody with the same key would.</summary>
    private void MakeUpTwin(NearSignedTransaction signed)
    {
        var transaction = signed.Transaction;
        if (Newest.Find(transaction.SignerId)?.Keys.GetValueOrDefault(transaction.PublicKey.ToString()) is { } key)
        {
            var twin = signed with { Transaction = transaction with { Nonce = key.Nonce + 1, Actions = [] } };
            Accept(_present, twin, twin.Transaction.Hash(), PendingMark.MadeUp);
        }
    }

    private static NearState UseNonce(NearBlock block, NearState state, PendingTransaction pending)
    {
        var transaction = pending.Signed.Transaction;
        var name = transaction.PublicKey.ToString();
        if (state.Find(transaction.SignerId) is not { } signer
            || signer.Keys.GetValueOrDefault(name) is not { } key
            || key.Nonce >= transaction.Nonce)
        {
            return state;
        }

        var after = state.With(transaction.SignerId, signer with
        {
            Keys = signer.Keys.SetItem(name, key with { Nonce = transaction.Nonce }),
        });
        block.Changes.Add(new NearChange(
            pending.Hash, true, "access_key_update", transaction.SignerId, name, after));
        return after;
    }

    private sealed record Ghost(NearHash Hash, NearSignedTransaction Signed, ulong ShownFrom, ulong GoneAt);
}
