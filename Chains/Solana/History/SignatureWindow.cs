using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.History;

/// <summary>The oldest unread part of one account's history, oldest first.</summary>
/// <param name="Account">The account.</param>
/// <param name="Entries">Its signatures.</param>
/// <param name="IsWhole">False when newer ones were left for a later page.</param>
internal sealed record SignatureWindow(SolanaKey Account, IReadOnlyList<RpcSignature> Entries, bool IsWhole)
{
    /// <summary>
    /// Nodes list newest first, so the way to the oldest unread signature leads over all newer ones. Only the last two
    /// pages are kept on the way, however long it is. A node that has not got as far as <paramref name="slotMax"/>
    /// refuses, or what it does not list yet would count as read.
    /// </summary>
    /// <exception cref="ChainUnavailableException">
    /// The way is longer than <paramref name="pagesMax"/>, or the node answered unusably.
    /// </exception>
    internal static async Task<SignatureWindow> ReadAsync(
        SolanaRpc rpc,
        SolanaKey account,
        string? until,
        ulong slotMax,
        int pagesMax,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<RpcSignature> newer = [];
        IReadOnlyList<RpcSignature> page = [];
        var isWhole = true;
        string? before = null;
        for (var count = 0; count < pagesMax; count++)
        {
            var next = await rpc.GetSignaturesAsync(account, before, until, slotMax, cancellationToken);
            if (next.Count > 0)
            {
                isWhole = isWhole && newer.Count == 0;
                (newer, page, before) = (page, next, next[^1].Signature);
            }

            if (next.Count < SolanaRpc.SignaturesMax)
            {
                return Arrange(account, newer, page, isWhole, slotMax);
            }
        }

        throw rpc.Unusable(
            "getSignaturesForAddress",
            $"{account} has more than {pagesMax} pages of {SolanaRpc.SignaturesMax} unread signatures. "
            + $"Raise {nameof(SolanaOptions.HistoryScanPagesMax)}");
    }

    private static SignatureWindow Arrange(
        SolanaKey account,
        IReadOnlyList<RpcSignature> newer,
        IReadOnlyList<RpcSignature> older,
        bool isWhole,
        ulong slotMax)
    {
        var entries = older.Reverse().Concat(newer.Reverse()).ToList();

        // Slots above the limit are read later; a node may still be writing its index of them.
        return new SignatureWindow(account, [.. entries.TakeWhile(entry => entry.Slot <= slotMax)], isWhole);
    }
}
