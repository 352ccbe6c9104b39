using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>Making blocks.</summary>
internal sealed partial class NearLedger
{
    private void Produce(ulong height)
    {
        // Heights that are named are judged as of the block that is being made.
        Head = height;
        var block = new NearBlock();
        var state = Newest;
        if (_pending.Count > 0 && _pendingHeight < height)
        {
            foreach (var pending in _pending)
            {
                state = ToReceipt(block, state, pending, height);
            }

            _pending.Clear();
        }

        if (_scheduled.Remove(height, out var receipts))
        {
            foreach (var receipt in receipts)
            {
                state = Execute(block, state, receipt, height);
            }
        }

        _states.Add((height, state));
        _blocks[height] = block;
    }

    /// <summary>Turns a transaction into a receipt. One that became invalid while it waited leaves no trace.</summary>
    private NearState ToReceipt(NearBlock block, NearState state, PendingTransaction pending, ulong height)
    {
        var transaction = pending.Signed.Transaction;
        if (pending.Mark == PendingMark.MadeUp)
        {
            return UseNonce(block, state, pending);
        }

        if (Judge(state, pending.Signed, height) is not null)
        {
            return state;
        }

        var cost = NearGas.CostOf(transaction.ReceiverId, transaction.Actions);
        var (signer, name) = (state.Find(transaction.SignerId)!, transaction.PublicKey.ToString());
        var key = signer.Keys[name];
        var limits = key.Limits is { Allowance: { } allowance } limited
            ? limited with { Allowance = allowance - cost.GasYocto }
            : key.Limits;
        var after = state.With(transaction.SignerId, signer with
        {
            Amount = signer.Amount - cost.Total,
            Keys = signer.Keys.SetItem(name, new NearAccessKey(transaction.Nonce, limits)),
        });
        after = after with { Burnt = after.Burnt + ((UInt128)cost.ConversionGas * NearGas.Price) };

        var record = new NearTransactionRecord(pending.Signed, pending.Hash, height);
        var receipt = new NearReceipt(
            ReceiptId(pending.Hash, height, 0),
            transaction.SignerId,
            transaction.ReceiverId,
            transaction.SignerId,
            transaction.PublicKey,
            transaction.Actions,
            cost.PrepaidGas,
            record);
        record.Conversion = new NearOutcome(
            pending.Hash, height, transaction.SignerId, cost.ConversionGas, null, [], [], [receipt.Id]);
        _records.Add(pending.Hash, record);
        if (pending.Mark == PendingMark.Failing)
        {
            _failing.Add(receipt.Id);
        }

        block.Transactions.Add(record);
        block.Changes.Add(new NearChange(
            pending.Hash, true, "account_update", transaction.SignerId, string.Empty, after));
        block.Changes.Add(new NearChange(
            pending.Hash, true, "access_key_update", transaction.SignerId, name, after));
        Schedule(receipt, transaction.SignerId == transaction.ReceiverId ? height : height + 1);
        return after;
    }

    private NearState Execute(NearBlock block, NearState state, NearReceipt receipt, ulong height)
    {
        var run = new ReceiptExecutor(receipt, height).Run(state, _failing.Contains(receipt.Id));
        var made = run.Made.Select((one, index) => new NearReceipt(
            ReceiptId(receipt.Id, height, index),
            one.PredecessorId,
            one.ReceiverId,
            receipt.SignerId,
            receipt.SignerKey,
            [new TransferAction(one.Deposit)],
            one.PrepaidGas,
            receipt.Transaction)).ToList();
        receipt.Transaction.Outcomes.Add(new NearOutcome(
            receipt.Id, height, receipt.ReceiverId, run.GasBurnt, run.Failure, run.Value, run.Logs,
            [.. made.Select(one => one.Id)]));
        block.Receipts.Add(receipt);
        block.Changes.AddRange(ChangesOf(receipt, state, run));
        made.ForEach(one => Schedule(one, height + 1));
        return run.State;
    }

    private void Schedule(NearReceipt receipt, ulong height)
    {
        if (!_scheduled.TryGetValue(height, out var receipts))
        {
            _scheduled.Add(height, receipts = []);
        }

        receipts.Add(receipt);
        receipt.Transaction.Receipts.Add(receipt);
        _receipts.Add(receipt.Id, receipt);
    }

    /// <summary>A receipt changes the account that it runs on, its keys, and what the token's holders have.</summary>
    private static IEnumerable<NearChange> ChangesOf(NearReceipt receipt, NearState before, ReceiptRun run)
    {
        var (was, now) = (before.Find(receipt.ReceiverId), run.State.Find(receipt.ReceiverId));
        NearChange Change(string kind, string key) => new(
            receipt.Id, false, kind, receipt.ReceiverId, key, run.State);

        if (now is null)
        {
            if (was is not null)
            {
                yield return Change("account_deletion", string.Empty);
            }
        }
        else if (was is null || was.Amount != now.Amount || was.StorageBytes != now.StorageBytes)
        {
            yield return Change("account_update", string.Empty);
        }

        var names = (was?.Keys.Keys ?? []).Union(now?.Keys.Keys ?? []).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var (old, current) = (was?.Keys.GetValueOrDefault(name), now?.Keys.GetValueOrDefault(name));
            if (!ReferenceEquals(old, current))
            {
                yield return Change(current is null ? "access_key_deletion" : "access_key_update", name);
            }
        }

        foreach (var holder in run.TouchedHolders)
        {
            yield return Change("data_update", holder);
        }
    }
}
