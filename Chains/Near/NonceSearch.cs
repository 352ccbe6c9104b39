using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>Who used a transaction's nonce.</summary>
/// <param name="IsOurs">True when it was the transaction itself.</param>
/// <param name="Height">The block in which the nonce was passed; null when that could not be told.</param>
/// <param name="Passer">The transaction that passed it; null when the key was removed, or this could not be
/// told.</param>
/// <param name="Problem">Why it could not be told; null when it could.</param>
internal sealed record NonceUse(bool IsOurs, ulong? Height, NearHash? Passer, string? Problem)
{
    internal static NonceUse Unclear(string problem) => new(false, null, null, problem);
}

/// <summary>
/// Finds the block in which an access key went past a transaction's nonce, by halving: a key's nonce only grows. The
/// changes of the key in that block name the transactions that used it, so what is not among them never was and never
/// will be taken.
/// </summary>
internal sealed class NonceSearch(NearRpc rpc, NearTransaction transaction, BlockHeader tip)
{
    /// <summary>Skipped heights in a row that are tried before giving up.</summary>
    private const int SkippedMax = 64;

    private readonly string _key = transaction.PublicKey.ToString();

    internal async Task<NonceUse> FindAsync(CancellationToken cancellationToken)
    {
        // Before the block that it names, the transaction could not be taken. Who does not know that block is on
        // another chain, or has forgotten the time in question.
        if (await rpc.FindBlockAsync(BlockReference.At(transaction.BlockHash), cancellationToken) is not { } signed)
        {
            return NonceUse.Unclear(
                $"nonce {transaction.Nonce} of {_key} is used up, but the node does not know {transaction.BlockHash}, "
                + $"the block at which {transaction.Hash()} was signed. Ask an archival node");
        }

        if (tip.Height <= signed.Height)
        {
            // Behind one address there may be several nodes, and the one that told the tip is behind the other.
            return NonceUse.Unclear(
                $"the node's final block {tip.Height} is before {signed.Height}, at which {transaction.Hash()} was "
                + "signed");
        }

        var status = await rpc.GetStatusAsync(cancellationToken);
        if (status.EarliestHeight is not { } earliest || earliest > signed.Height)
        {
            return NonceUse.Unclear(
                $"nonce {transaction.Nonce} of {_key} is used up, but the node's blocks begin at "
                + $"{status.EarliestHeight?.ToString(null, null) ?? "an unknown height"}, after height "
                + $"{signed.Height} at which {transaction.Hash()} was signed. Ask an archival node");
        }

        if (await IsPassedAsync(signed.Hash, cancellationToken))
        {
            return NonceUse.Unclear(
                $"nonce {transaction.Nonce} of {_key} was used up already at height {signed.Height}, where it was "
                + "signed");
        }

        var height = await HalveAsync(signed.Height, tip.Height, cancellationToken);
        return await ReadUseAsync(height, cancellationToken);
    }

    /// <summary>The height at or after which the first block has the nonce passed, where the one before has
    /// not.</summary>
    private async Task<ulong> HalveAsync(ulong before, ulong after, CancellationToken cancellationToken)
    {
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            switch (await FindPassedAsync(middle, after, cancellationToken))
            {
                case (var height, false):
                    before = height;
                    break;

                case (var height, true):
                    after = height;
                    break;

                default:
                    // All heights from the middle on were skipped.
                    after = middle;
                    break;
            }
        }

        return after;
    }

    /// <summary>The answer of the first block at or after a height, before the end; null when there is none.</summary>
    private async Task<(ulong Height, bool IsPassed)?> FindPassedAsync(
        ulong height, ulong end, CancellationToken cancellationToken)
    {
        for (var at = height; at < end; at++)
        {
            if (await IsPassedAsync(at, cancellationToken) is { } isPassed)
            {
                return (at, isPassed);
            }

            if (at - height >= SkippedMax)
            {
                throw rpc.Unusable("block", $"it has no block in the {SkippedMax} heights from {height} on");
            }
        }

        return null;
    }

    /// <summary>Null when there is no block at the height.</summary>
    private async Task<bool?> IsPassedAsync(ulong height, CancellationToken cancellationToken)
    {
        var block = await rpc.FindBlockAsync(BlockReference.At(height), cancellationToken);
        return block is null ? null : await IsPassedAsync(block.Hash, cancellationToken);
    }

    private async Task<bool> IsPassedAsync(NearHash block, CancellationToken cancellationToken)
    {
        var key = await rpc.FindAccessKeyAsync(
            transaction.SignerId, _key, BlockReference.At(block), cancellationToken);
        return key is null || key.Nonce >= transaction.Nonce;
    }

    private async Task<NonceUse> ReadUseAsync(ulong height, CancellationToken cancellationToken)
    {
        // The end of the search may stand after skipped heights; the block that matters is the first one there.
        BlockHeader? block = null;
        var at = height;
        for (; block is null && at <= tip.Height && at - height <= SkippedMax; at++)
        {
            block = await rpc.FindBlockAsync(BlockReference.At(at), cancellationToken);
        }

        if (block is null)
        {
            throw rpc.Unusable("block", $"it lacks the block at height {height} that it had before");
        }

        // A height that one node calls skipped may be a block that it has not got yet, and the halving went astray.
        // What counts is said of two blocks that follow each other, by their hashes.
        if (!await IsPassedAsync(block.Hash, cancellationToken)
            || await IsPassedAsync(block.PrevHash, cancellationToken))
        {
            return NonceUse.Unclear(
                $"nonce {transaction.Nonce} of {_key} was not used up at height {block.Height}, where it was looked "
                + "for: the nodes behind this address differ. It is looked for again");
        }

        return await ReadUseAsync(block, cancellationToken);
    }

    private async Task<NonceUse> ReadUseAsync(BlockHeader block, CancellationToken cancellationToken)
    {
        var changes = await rpc.FindKeyChangesAsync(
            transaction.SignerId, BlockReference.At(block.Hash), cancellationToken)
            ?? throw rpc.Unusable("EXPERIMENTAL_changes", $"it lacks block {block.Height} that it had before");
        if (changes.Count == 0)
        {
            return NonceUse.Unclear(
                $"nonce {transaction.Nonce} of {_key} was used up at height {block.Height}, and the node knows of no "
                + "change of the account's keys there");
        }

        var hashes = changes.Select(change => change.TransactionHash).OfType<NearHash>().ToList();
        return new NonceUse(
            hashes.Contains(transaction.Hash()),
            block.Height,
            hashes.Count == 0 ? null : hashes[^1],
            null);
    }
}
