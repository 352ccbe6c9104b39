namespace OrleansTrading.Engine.Storage;

/// <summary>The lists' read model, in the same database as the states.</summary>
internal sealed class ListingStore(IStore store) : IListingStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind,
        string owner,
        ListingCursor? before,
        int max,
        CancellationToken cancellationToken)
    {
        StorageText.Require(kind);
        StorageText.Require(owner);
        StorageText.RequirePage(max);
        return await store.PageByOwnerAsync(kind, owner, before, max, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind,
        DateTimeOffset now,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken)
    {
        StorageText.Require(kind);
        StorageText.RequirePage(max);
        return await store.PageOverdueAsync(kind, now, after, max, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken)
    {
        StorageText.Require(kind);
        StorageText.RequirePage(max);
        return await store.PageAwaitingOperatorAsync(kind, after, max, cancellationToken);
    }
}
