using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>What became of a signed transfer.</summary>
internal sealed partial class NearChain
{
    private static readonly TransferStatus InFlight = new(TransferFate.InFlight, null, 0, 0, null);

    /// <inheritdoc/>
    /// <remarks>
    /// "Not found" decides nothing here. Whether a transaction that a node does not know can still land, or has, is
    /// read from its access key: the nonce tells whether this one or a later one was used, and the key's own changes
    /// name the transaction that passed it.
    /// </remarks>
    public Task<TransferStatus> LookUpAsync(
        string account, SignedTransfer transfer, CancellationToken cancellationToken = default) =>
        OnOneNode().JudgeAsync(transfer, cancellationToken);

    private static TransferStatus Dead(string reason) => new(TransferFate.Dead, reason, 0, 0, null);

    private static TransferStatus Unknown(string? reason) => new(TransferFate.Unknown, reason, 0, 0, null);

    private async Task<TransferStatus> JudgeAsync(SignedTransfer transfer, CancellationToken cancellationToken)
    {
        if (!NearSignedTransaction.TryDecode(transfer.Bytes, out var signed, out var problem)
            || transfer.ValidUntilHeight is not { } lastHeight)
        {
            throw new ArgumentException($"{transfer.TransactionId} is not NEAR's: {problem}");
        }

        var transaction = signed.Transaction;
        var known = await _rpc.FindTransactionAsync(transaction.Hash(), transaction.SignerId, cancellationToken);
        if (known is not null)
        {
            return known.Value is { Stage: ExecutionStage.Final } record
                ? await ReadOutcomeAsync(record, transaction, cancellationToken)
                : InFlight;
        }

        // Read after the transaction was looked for, and both from one block: the key's state decides alone.
        var tip = await _rpc.GetFinalBlockAsync(cancellationToken);
        var key = await _rpc.FindAccessKeyAsync(
            transaction.SignerId, transaction.PublicKey.ToString(), BlockReference.At(tip.Hash), cancellationToken);
        if (key is not null && key.Nonce < transaction.Nonce)
        {
            return await JudgeUnusedAsync(transaction, lastHeight, tip, cancellationToken);
        }

        var use = await FindWrongNetworkAsync(cancellationToken) is { } wrongNetwork
            ? NonceUse.Unclear(wrongNetwork)
            : await new NonceSearch(_rpc, transaction, tip).FindAsync(cancellationToken);
        return use switch
        {
            // The key has taken it; only this node's list of transactions lags.
            { IsOurs: true } => InFlight,
            { Height: { } height, Passer: var passer } => Dead(
                passer is null
                    ? $"the access key was removed at height {height} without having signed it before"
                    : $"the access key's nonce {transaction.Nonce} was passed by {passer} at height {height}"),
            _ => await IsPastAsync(tip, lastHeight, cancellationToken) ? Unknown(use.Problem) : InFlight,
        };
    }

    /// <summary>
    /// At this final block the key had not used the nonce. If no later block may take the transaction either, none ever
    /// will.
    /// </summary>
    private async Task<TransferStatus> JudgeUnusedAsync(
        NearTransaction transaction, ulong lastHeight, BlockHeader tip, CancellationToken cancellationToken)
    {
        if (!await IsPastAsync(tip, lastHeight, cancellationToken))
        {
            return InFlight;
        }

        return await FindWrongNetworkAsync(cancellationToken) is { } wrongNetwork
            ? Unknown(wrongNetwork)
            : Dead(
                $"its block is too old since height {lastHeight}, and at height {tip.Height} the access key had not "
                + $"used nonce {transaction.Nonce}");
    }

    /// <summary>
    /// Whether no block after this one may take what was valid up to a height. A block judges by the height of the one
    /// before it, so that alone counts: heights may be skipped.
    /// </summary>
    private async Task<bool> IsPastAsync(BlockHeader tip, ulong lastHeight, CancellationToken cancellationToken)
    {
        if (tip.Height <= lastHeight)
        {
            return false;
        }

        var before = tip.PrevHeight
            ?? (await _rpc.FindBlockAsync(BlockReference.At(tip.PrevHash), cancellationToken))?.Height
            ?? throw _rpc.Unusable("block", $"it lacks {tip.PrevHash}, the block before {tip.Height}");
        return before > lastHeight;
    }

    /// <summary>The one yoctoNEAR that a token wants with each transfer (NEP-141), and keeps.</summary>
    private static UInt128 KeptByToken(NearTransaction transaction) =>
        transaction.Actions is [.., FunctionCallAction { MethodName: TokenCalls.TransferMethod } call]
            ? call.Deposit
            : 0;

    /// <summary>
    /// What a token keeps for the recipient's registration. It is attached only where the recipient had none a moment
    /// before; one who registered in between has the contract send it back.
    /// </summary>
    private static UInt128 KeptForRegistration(NearTransaction transaction) => transaction.Actions
        .OfType<FunctionCallAction>()
        .Where(call => call.MethodName == TokenCalls.RegisterMethod)
        .Aggregate(UInt128.Zero, (sum, call) => sum + call.Deposit);

    private async Task<TransferStatus> ReadOutcomeAsync(
        TransactionRecord record, NearTransaction transaction, CancellationToken cancellationToken)
    {
        if (record.Hash != transaction.Hash() || record.Main is not { } main)
        {
            throw _rpc.Unusable(
                "EXPERIMENTAL_tx_status", $"it is final, but not {transaction.Hash()} with its receipt");
        }

        var block = await _rpc.FindBlockAsync(BlockReference.At(main.BlockHash), cancellationToken)
            ?? throw _rpc.Unusable("block", $"it lacks {main.BlockHash}, which holds a receipt that it knows");
        var (fate, reason) = TransferOutcome.Judge(record, main, transaction);
        var fee = _rpc.Total(record.TokensBurnt) + (fate == TransferFate.Landed ? KeptByToken(transaction) : 0);
        return new TransferStatus(fate, reason, fee, block.Height, block.Time)
        {
            OpeningUnits = fate == TransferFate.Landed ? KeptForRegistration(transaction) : 0,
        };
    }
}
