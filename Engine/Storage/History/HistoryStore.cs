namespace OrleansTrading.Engine.Storage;

/// <summary>The history's pages, in the same database as the states.</summary>
internal sealed class HistoryStore(IStore store) : IHistoryStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<HistoryRow>> PageAsync(
        HistoryFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken)
    {
        StorageText.RequirePage(max);
        return await store.PageHistoryAsync(filter, before ?? long.MaxValue, max, cancellationToken);
    }
}
