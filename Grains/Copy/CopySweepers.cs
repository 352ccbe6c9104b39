using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Copy;

/// <inheritdoc cref="IProviderSweeperGrain"/>
internal sealed class ProviderSweeperGrain(
    IListingStore listing, TimeProvider time, IOptions<CopyOptions> options, ILogger<ProviderSweeperGrain> logger)
    : SweeperGrain(listing, time, logger, ListingKinds.Provider, options.Value.SweepPeriod), IProviderSweeperGrain
{
    protected override Task WakeAsync(string id) => GrainFactory.GetGrain<IProviderGrain>(id).WakeAsync();
}

/// <inheritdoc cref="ISubscriberShardSweeperGrain"/>
internal sealed class SubscriberShardSweeperGrain(
    IListingStore listing,
    TimeProvider time,
    IOptions<CopyOptions> options,
    ILogger<SubscriberShardSweeperGrain> logger)
    : SweeperGrain(listing, time, logger, ListingKinds.SubscriberShard, options.Value.SweepPeriod),
        ISubscriberShardSweeperGrain
{
    protected override Task WakeAsync(string id) => GrainFactory.GetGrain<ISubscriberShardGrain>(id).WakeAsync();
}

/// <inheritdoc cref="ISubscriptionSweeperGrain"/>
internal sealed class SubscriptionSweeperGrain(
    IListingStore listing, TimeProvider time, IOptions<CopyOptions> options, ILogger<SubscriptionSweeperGrain> logger)
    : SweeperGrain(listing, time, logger, ListingKinds.Subscription, options.Value.SweepPeriod),
        ISubscriptionSweeperGrain
{
    protected override Task WakeAsync(string id) => GrainFactory.GetGrain<ISubscriptionGrain>(id).WakeAsync();
}
