using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Quotes;

/// <summary>One page of quotes and where the next one begins.</summary>
internal sealed record QuotePage(IReadOnlyList<QuoteView> Quotes, string? NextCursor);

/// <summary>Pages of quotes: the list says which, each quote's grain says how it is now.</summary>
internal sealed class QuoteList(IGrainFactory grains, IListingStore listing, TimeProvider time)
{
    private const string Kind = ListingKinds.Quote;

    /// <summary>A user's quotes, newest first.</summary>
    internal async Task<QuotePage> OfUserAsync(UserId user, PageRequest page, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var rows = await listing.PageByOwnerAsync(Kind, user.Value, page.After, page.Limit + 1, cancellationToken);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(rows.Take(shown).Select(row => Quote(row).GetAsync()));
        return new QuotePage(
            [.. views.OfType<QuoteView>().Where(view => view.User == user)],
            rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null);
    }

    /// <summary>
    /// Quotes past their deadline that are not terminal, the longest overdue first. Each is looked at, which expires it
    /// where that is all it takes: a page may therefore show fewer than asked for, or none, and still have a next one.
    /// </summary>
    internal async Task<QuotePage> OverdueAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await listing.PageOverdueAsync(Kind, now, page.After, page.Limit + 1, cancellationToken);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(rows.Take(shown).Select(row => Quote(row).GetAsync()));
        return new QuotePage(
            [.. views.OfType<QuoteView>().Where(view => !view.Terminal && view.Deadline < now)],
            rows.Count > shown ? Paging.Encode(ListingCursor.AfterDeadline(rows[shown - 1])) : null);
    }

    /// <summary>Quotes that are parked, the oldest first.</summary>
    internal async Task<QuotePage> ParkedAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await listing.PageAwaitingOperatorAsync(Kind, page.After, page.Limit + 1, cancellationToken);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(rows.Take(shown).Select(row => Quote(row).GetAsync()));
        return new QuotePage(
            [.. views.OfType<QuoteView>().Where(view => view.Status == QuoteStatus.Parked)],
            rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null);
    }

    private IQuoteGrain Quote(ListingRow row) => grains.GetGrain<IQuoteGrain>(row.Id);
}
