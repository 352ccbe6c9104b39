using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.PerformanceFees;

/// <inheritdoc cref="IPerformanceFeeSweeperGrain"/>
internal sealed class PerformanceFeeSweeperGrain(
    IListingStore listing,
    TimeProvider time,
    IOptions<PerformanceFeeOptions> options,
    ILogger<PerformanceFeeSweeperGrain> logger)
    : SweeperGrain(listing, time, logger, ListingKinds.PerformanceFee, options.Value.SweepPeriod),
        IPerformanceFeeSweeperGrain
{
    protected override Task WakeAsync(string id) => GrainFactory.GetGrain<IPerformanceFeeGrain>(id).WakeAsync();
}
