namespace OrleansTrading.Engine.Storage;

/// <summary>The lists' read model, in the same file and through the same writer as the states.</summary>
internal sealed class SqliteListingStore(SqliteStore store) : IListingStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind,
        string owner,
        ListingCursor? before,
        int max,
        CancellationToken cancellationToken)
    {
        ListingRow.RequireText(kind);
        ListingRow.RequireText(owner);
        RequirePage(max);
        return await store.ReadAsync((kind, owner, before, max), ListingPages.ReadByOwner, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind,
        DateTimeOffset now,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken)
    {
        ListingRow.RequireText(kind);
        RequirePage(max);
        return await store.ReadAsync((kind, now, after, max), ListingPages.ReadOverdue, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken)
    {
        ListingRow.RequireText(kind);
        RequirePage(max);
        return await store.ReadAsync((kind, after, max), ListingPages.ReadAwaitingOperator, cancellationToken);
    }

    private static void RequirePage(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, SqliteStorageConstants.ListingPageMax);
    }
}
