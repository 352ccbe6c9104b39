using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.History;

/// <summary>
/// Names a payment that arrived with a receipt: by the transaction whose first receipt it is, as people know it, else
/// by the receipt's own id.
/// </summary>
/// <remarks>
/// Nodes do not tell which transaction a receipt comes from, so it is looked for among those that its signer's keys
/// signed in the blocks right before. The name depends on the chain alone, and a payment keeps it for ever: never
/// change how far back is looked.
/// </remarks>
internal sealed class ReceiptOrigin(NearRpc rpc)
{
    private const int BlocksBackMax = 10;

    internal async Task<NearHash> NameAsync(
        RpcReceipt receipt, BlockHeader block, CancellationToken cancellationToken)
    {
        // A contract's own receipts are several steps from their transaction, which may have made more of them.
        if (receipt.PredecessorId != receipt.SignerId)
        {
            return receipt.Id;
        }

        var hash = block.PrevHash;
        for (var back = 0; back < BlocksBackMax && hash != default; back++)
        {
            if (await FindAmongAsync(receipt, hash, cancellationToken) is { } transaction)
            {
                return transaction;
            }

            if (await rpc.FindBlockAsync(BlockReference.At(hash), cancellationToken) is not { } before)
            {
                throw rpc.Unusable("block", $"it lacks {hash}, an ancestor of {block.Hash}. Use an archival node");
            }

            hash = before.PrevHash;
        }

        return receipt.Id;
    }

    private async Task<NearHash?> FindAmongAsync(
        RpcReceipt receipt, NearHash block, CancellationToken cancellationToken)
    {
        var changes = await rpc.FindKeyChangesAsync(
            receipt.SignerId, BlockReference.At(block), cancellationToken)
            ?? throw rpc.Unusable("EXPERIMENTAL_changes", $"it lacks the block {block}. Use an archival node");
        foreach (var hash in changes.Select(change => change.TransactionHash).OfType<NearHash>())
        {
            var known = await rpc.FindTransactionAsync(hash, receipt.SignerId, cancellationToken);
            if (known?.Value is not { } record)
            {
                throw rpc.Unusable("EXPERIMENTAL_tx_status", $"it lacks {hash}, which it names as a cause");
            }

            if (record.Conversion.ReceiptIds is [var first, ..] && first == receipt.Id)
            {
                return hash;
            }
        }

        return null;
    }
}
