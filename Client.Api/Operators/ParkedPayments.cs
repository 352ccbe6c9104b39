using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Operators;

/// <summary>
/// Pages of parked payments: the list says which, each payment's grain says how it is. A <em>quote</em> is parked only
/// with the payment that paid it; a payment may also be parked alone (it names no quote, or its quote went on).
/// </summary>
internal sealed class ParkedPayments(IGrainFactory grains, IListingStore listing)
{
    /// <summary>Parked payments, the oldest first.</summary>
    internal async Task<ParkedPaymentPageBody> PageAsync(PageRequest page, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var rows = await listing.PageAwaitingOperatorAsync(
            ListingKinds.ParkedPayment, page.After, page.Limit + 1, cancellationToken);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(
            rows.Take(shown).Select(row => grains.GetGrain<IPaymentGrain>(row.Id).GetAsync()));
        return new ParkedPaymentPageBody
        {
            Items = [.. views.OfType<PaymentView>().Select(OperatorMapper.Map)],
            NextCursor = rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null,
        };
    }
}
