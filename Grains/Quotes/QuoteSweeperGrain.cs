using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Quotes;

/// <inheritdoc cref="IQuoteSweeperGrain"/>
internal sealed class QuoteSweeperGrain(
    IListingStore listing, TimeProvider time, IOptions<QuoteOptions> options, ILogger<QuoteSweeperGrain> logger)
    : SweeperGrain(listing, time, logger, ListingKinds.Quote, options.Value.SweepPeriod), IQuoteSweeperGrain
{
    protected override Task WakeAsync(string id) => GrainFactory.GetGrain<IQuoteGrain>(id).GetAsync();
}
