using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Withdrawals;

/// <summary>Pages of withdrawals: the list says which, each one's grain says how it is now.</summary>
internal sealed class WithdrawalList(IGrainFactory grains, IListingStore listing, WithdrawalMapper mapper)
{
    private const string Kind = ListingKinds.Withdrawal;

    /// <summary>A wallet's withdrawals, newest first.</summary>
    internal async Task<WithdrawalPageBody> OfWalletAsync(
        WalletId wallet, PageRequest page, CancellationToken cancellationToken) =>
        await PageAsync(page, await listing.PageByOwnerAsync(
            Kind, wallet.Value, page.After, page.Limit + 1, cancellationToken));

    /// <summary>Withdrawals that are parked, the oldest first.</summary>
    internal async Task<WithdrawalPageBody> ParkedAsync(PageRequest page, CancellationToken cancellationToken) =>
        await PageAsync(page, await listing.PageAwaitingOperatorAsync(
            Kind, page.After, page.Limit + 1, cancellationToken));

    /// <summary>One row more than is shown tells whether there is a next page.</summary>
    private async Task<WithdrawalPageBody> PageAsync(PageRequest page, IReadOnlyList<ListingRow> rows)
    {
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(
            rows.Take(shown).Select(row => grains.GetGrain<IWithdrawalGrain>(row.Id).GetAsync()));
        return new WithdrawalPageBody
        {
            Items = [.. views.OfType<WithdrawalView>().Select(mapper.Map)],
            NextCursor = rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null,
        };
    }
}
