using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Client.Api.Routing;

/// <summary>What is on a page, and after which row the next one begins; null on the last one.</summary>
internal sealed record ListedPage<TView>(IReadOnlyList<TView> Views, ListingCursor? Next)
{
    /// <summary>Where the next page begins, as text.</summary>
    internal string? NextCursor => Next is { } next ? Paging.Encode(next) : null;
}

/// <summary>Pages of what somebody owns, newest first: the list says which, each one's grain says how it is.</summary>
internal sealed class ListedPages(IListingStore listing)
{
    /// <summary>Reads a page. What its grain does not know (any more) is left out.</summary>
    internal async Task<ListedPage<TView>> ReadAsync<TView>(
        string kind,
        string owner,
        PageRequest page,
        Func<string, Task<TView?>> getAsync,
        CancellationToken cancellationToken)
        where TView : class
    {
        // One more than asked for tells whether there is a next page.
        var rows = await listing.PageByOwnerAsync(kind, owner, page.After, page.Limit + 1, cancellationToken);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(rows.Take(shown).Select(row => getAsync(row.Id)));
        return new ListedPage<TView>(
            [.. views.OfType<TView>()],
            rows.Count > shown ? ListingCursor.AfterCreated(rows[shown - 1]) : null);
    }
}
