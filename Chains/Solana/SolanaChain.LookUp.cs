using System.Text.Json;
using OrleansTrading.Chains.Solana.History;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <summary>How many block heights a blockhash is good for (MAX_PROCESSING_AGE).</summary>
    private const ulong BlockhashLifeBlocks = 150;

    private static readonly TransferStatus InFlight = new(TransferFate.InFlight, null, 0, 0, null);

    /// <inheritdoc/>
    public Task<TransferStatus> LookUpAsync(
        string account, SignedTransfer transfer, CancellationToken cancellationToken = default) =>
        OnOneNode().LookUpThereAsync(transfer, cancellationToken);

    private async Task<TransferStatus> LookUpThereAsync(SignedTransfer transfer, CancellationToken cancellationToken)
    {
        if (transfer.Lane is { } lane)
        {
            return await LookUpNonceAsync(transfer, lane, cancellationToken);
        }

        var lastValidHeight = transfer.ValidUntilHeight
            ?? throw new ArgumentException($"{transfer.TransactionId} has no last block height: it is not Solana's.");

        // Read before the signature is looked up: if the transfer is not known after the chain had passed its validity,
        // it never will be. The other way round it could land between the two answers.
        var tip = await _rpc.GetTipAsync(cancellationToken);
        var status = await _rpc.GetSignatureStatusAsync(transfer.TransactionId, cancellationToken);
        if (status.IsKnown)
        {
            return status.IsFinal ? await ReadOutcomeAsync(transfer, cancellationToken) : InFlight;
        }

        var isPast = tip.BlockHeight > lastValidHeight + (ulong)_options.DeadMarginBlocks;

        // Behind one address may be several nodes; the one that knew nothing must have got as far as the one that
        // told the height.
        return isPast && status.ContextSlot >= tip.Slot
            ? await ProveDeadAsync(transfer, lastValidHeight, cancellationToken)
            : InFlight;
    }

    private async Task<TransferStatus> ReadOutcomeAsync(SignedTransfer transfer, CancellationToken cancellationToken)
    {
        var record = await _rpc.GetTransactionAsync(
            transfer.TransactionId, result => ReadRecord(result, transfer), cancellationToken)
            ?? throw _rpc.Unusable("getTransaction", $"{transfer.TransactionId} is final, but the node lacks it");
        return new TransferStatus(
            record.Error is null ? TransferFate.Landed : TransferFate.Failed,
            record.Error is null ? null : DescribeFailure(record.Error, transfer.Bytes),
            record.FeeLamports,
            record.Slot,
            record.BlockTime)
        {
            OpeningUnits = record.Error is null ? RentPaid(record) : 0,
        };
    }

    /// <summary>What the token accounts that the transaction opened hold more than before: their rent.</summary>
    private static ulong RentPaid(TransactionRecord record)
    {
        var known = record.TokensBefore.Select(token => token.Account).ToHashSet();
        return record.TokensAfter
            .Where(token => !known.Contains(token.Account))
            .Select(token => record.Keys.ToList().IndexOf(token.Account))
            .Aggregate(0UL, (sum, key) => sum + record.LamportsAfter[key] - record.LamportsBefore[key]);
    }

    private static string DescribeFailure(string error, byte[] transaction)
    {
        using var parsed = JsonDocument.Parse(error);
        return SolanaRpc.Shorten(TransactionErrors.Describe(parsed.RootElement, transaction) is { } known
            ? $"{known} {error}"
            : error);
    }

    private static TransactionRecord ReadRecord(JsonElement result, SignedTransfer transfer)
    {
        var record = TransactionRecord.Read(result, transfer.TransactionId);
        return record.Transaction.Encode().AsSpan().SequenceEqual(transfer.Bytes)
            ? record
            : throw new FormatException("the bytes on chain are not the ones that were signed");
    }

    private async Task<TransferStatus> ProveDeadAsync(
        SignedTransfer transfer, ulong lastValidHeight, CancellationToken cancellationToken)
    {
        if (await CheckGenesisAsync(cancellationToken) is { } wrongNetwork)
        {
            return Unknown(wrongNetwork);
        }

        // "Not found" counts only from a node that remembers every block that could have held it.
        var firstSlot = await _rpc.GetFirstAvailableBlockAsync(cancellationToken);
        var firstHeight = firstSlot == 0 ? 0 : await _rpc.GetBlockHeightOfAsync(firstSlot, cancellationToken);
        var windowStart = lastValidHeight - Math.Min(lastValidHeight, BlockhashLifeBlocks);
        if (firstHeight is null || firstHeight > windowStart)
        {
            return Unknown(
                $"its last block height {lastValidHeight} has passed, but the node's history begins at slot "
                + $"{firstSlot} (height {firstHeight?.ToString(null, null) ?? "unknown"}), later than height "
                + $"{windowStart}. "
                + $"Ask a node with a longer history for {transfer.TransactionId}");
        }

        return new TransferStatus(
            TransferFate.Dead,
            $"no finalized block up to its last block height {lastValidHeight} holds it",
            0,
            0,
            null);
    }

    private static TransferStatus Unknown(string reason) => new(TransferFate.Unknown, reason, 0, 0, null);
}
