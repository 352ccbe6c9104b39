using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.History;

/// <summary>What a block did to an account.</summary>
/// <param name="Movements">The movements, outgoing last.</param>
/// <param name="HasSigned">True when the account signed something in it.</param>
internal sealed record BlockEntries(IReadOnlyList<Movement> Movements, bool HasSigned);

/// <summary>
/// Reads an account's movements in one final block from the causes of the state's changes: a receipt that failed is
/// rolled back and causes none, so what is named there took effect.
/// </summary>
internal sealed class BlockReader(NearRpc rpc, string account, string nativeAsset, IReadOnlyList<NearAsset> tokens)
{
    private const string DelegateKind = "Delegate";

    private readonly ReceiptOrigin _origin = new(rpc);

    /// <summary>Null while a transaction that the account signed in the block is under way.</summary>
    internal async Task<BlockEntries?> ReadAsync(BlockHeader block, CancellationToken cancellationToken)
    {
        var at = BlockReference.At(block.Hash);
        var changes = await rpc.FindAccountChangesAsync(account, at, cancellationToken) ?? throw Lacks(block);
        var movements = new List<Movement>();
        foreach (var receipt in changes.Select(change => change.ReceiptId).OfType<NearHash>())
        {
            await ReadReceiptAsync(receipt, block, movements, cancellationToken);
        }

        await ReadTokensAsync(block, movements, cancellationToken);
        var signed = changes.Select(change => change.TransactionHash).OfType<NearHash>().ToList();
        foreach (var hash in signed)
        {
            var known = await rpc.FindTransactionAsync(hash, account, cancellationToken)
                ?? throw rpc.Unusable("EXPERIMENTAL_tx_status", $"it lacks {hash}, which changed {account}");
            if (known.Value is not { Stage: ExecutionStage.Final } record)
            {
                return null;
            }

            movements.Add(ReadOutgoing(record, block));
        }

        return new BlockEntries(movements, signed.Count > 0);
    }

    private async Task ReadReceiptAsync(
        NearHash id, BlockHeader block, List<Movement> movements, CancellationToken cancellationToken)
    {
        var receipt = await GetReceiptAsync(id, cancellationToken);
        if (receipt.ReceiverId != account)
        {
            return;
        }

        if (receipt.Actions.Any(action => action.Kind == DelegateKind))
        {
            // Signed with a key of the account, though somebody else's transaction carried it (NEP-366).
            movements.Add(new Movement(
                id.ToString(),
                0,
                MovementDirection.Outgoing,
                account,
                account,
                Amount: null,
                Memo: null,
                block.Time,
                block.Height,
                Succeeded: true));
            return;
        }

        // From the network itself come refunds of gas and deposits, which are nobody's payment.
        var units = rpc.Total(receipt.Actions.Select(action => action.Deposit));
        if (receipt.PredecessorId == NearAccountId.System || receipt.PredecessorId == account || units == 0)
        {
            return;
        }

        movements.Add(new Movement(
            (await _origin.NameAsync(receipt, block, cancellationToken)).ToString(),
            0,
            MovementDirection.Incoming,
            receipt.PredecessorId,
            account,
            new ChainAmount(nativeAsset, units),
            Memo: null,
            block.Time,
            block.Height,
            Succeeded: true));
    }

    private async Task ReadTokensAsync(
        BlockHeader block, List<Movement> movements, CancellationToken cancellationToken)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        var changes = await rpc.FindDataChangesAsync(
            tokens.Select(token => token.Contract), BlockReference.At(block.Hash), cancellationToken)
            ?? throw Lacks(block);
        foreach (var id in changes.Select(change => change.ReceiptId).OfType<NearHash>().Distinct())
        {
            var receipt = await GetReceiptAsync(id, cancellationToken);
            if (tokens.FirstOrDefault(token => token.Contract == receipt.ReceiverId) is { } token
                && receipt.PredecessorId != account)
            {
                await ReadTokenTransfersAsync(receipt, token, block, movements, cancellationToken);
            }
        }
    }

    /// <summary>
    /// The transfers to the account among a receipt's calls. <c>ft_transfer_call</c> is none: it gives everything back
    /// to its sender where the receiver has no contract.
    /// </summary>
    private async Task ReadTokenTransfersAsync(
        RpcReceipt receipt,
        NearAsset token,
        BlockHeader block,
        List<Movement> movements,
        CancellationToken cancellationToken)
    {
        NearHash? name = null;
        for (var index = 0; index < receipt.Actions.Count; index++)
        {
            if (ReadTokenTransfer(receipt.Actions[index]) is not { Units: var units, Memo: var memo } transfer
                || transfer.Receiver != account
                || units == 0)
            {
                continue;
            }

            name ??= await _origin.NameAsync(receipt, block, cancellationToken);
            movements.Add(new Movement(
                name.Value.ToString(),
                index,
                MovementDirection.Incoming,
                receipt.PredecessorId,
                account,
                new ChainAmount(token.Asset, units),
                memo,
                block.Time,
                block.Height,
                Succeeded: true));
        }
    }

    private Movement ReadOutgoing(TransactionRecord record, BlockHeader block)
    {
        var token = tokens.FirstOrDefault(known => known.Contract == record.ReceiverId);
        var transfer = token is null
            ? null
            : record.Actions.Select(ReadTokenTransfer).OfType<TokenTransfer>().FirstOrDefault();
        var native = rpc.Total(record.Actions
            .Where(action => action.Kind == RpcAction.TransferKind).Select(action => action.Deposit));
        var amount = transfer is not null ? new ChainAmount(token!.Asset, transfer.Units)
            : native > 0 ? new ChainAmount(nativeAsset, native)
            : null;
        return new Movement(
            record.Hash.ToString(),
            0,
            MovementDirection.Outgoing,
            account,
            transfer?.Receiver ?? record.ReceiverId,
            amount,
            transfer?.Memo,
            block.Time,
            block.Height,
            record.Status == OutcomeStatus.Succeeded);
    }

    private static TokenTransfer? ReadTokenTransfer(RpcAction action) =>
        action.MethodName == TokenCalls.TransferMethod ? TokenCalls.ReadTransfer(action.Args) : null;

    private async Task<RpcReceipt> GetReceiptAsync(NearHash id, CancellationToken cancellationToken) =>
        await rpc.FindReceiptAsync(id, cancellationToken)
        ?? throw rpc.Unusable("EXPERIMENTAL_receipt", $"it lacks {id}, which it names as a cause");

    private ChainUnavailableException Lacks(BlockHeader block) =>
        rpc.Unusable("EXPERIMENTAL_changes", $"it lacks the block {block.Hash} at height {block.Height}");
}
