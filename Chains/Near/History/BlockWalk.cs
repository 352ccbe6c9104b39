using OrleansTrading.Chains.Near.Rpc;

namespace OrleansTrading.Chains.Near.History;

/// <summary>Goes from block to block although heights are skipped.</summary>
internal sealed class BlockWalk(NearRpc rpc)
{
    /// <summary>Skipped heights in a row that are tried before giving up.</summary>
    private const int SkippedMax = 64;

    /// <summary>The first block at or after a height, up to another one; null when there is none.</summary>
    internal async Task<BlockHeader?> FirstFromAsync(ulong height, ulong last, CancellationToken cancellationToken)
    {
        for (var at = height; at <= last; at++)
        {
            if (await rpc.FindBlockAsync(BlockReference.At(at), cancellationToken) is { } block)
            {
                return block;
            }

            if (at - height >= SkippedMax)
            {
                throw rpc.Unusable(
                    "block",
                    $"it has no block in the {SkippedMax} heights from {height} on. It may have deleted them: use an "
                    + "archival node");
            }
        }

        return null;
    }

    /// <summary>
    /// The block after one that was read. A node that lags or has forgotten answers as if a height had been skipped, so
    /// the block found has to say itself that it follows.
    /// </summary>
    internal async Task<BlockHeader> AfterAsync(ulong height, ulong last, CancellationToken cancellationToken)
    {
        var next = await FirstFromAsync(height + 1, last, cancellationToken)
            ?? throw rpc.Unusable("block", $"it knows the final block {last}, but none after {height}");
        var before = next.PrevHeight
            ?? (await rpc.FindBlockAsync(BlockReference.At(next.PrevHash), cancellationToken))?.Height;
        return before == height
            ? next
            : throw rpc.Unusable(
                "block",
                $"the block after {height} should be {next.Height}, but that one follows {before}. The node has gaps; "
                + "use another");
    }
}
