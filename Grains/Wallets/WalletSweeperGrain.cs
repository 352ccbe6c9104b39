using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <inheritdoc cref="IWalletSweeperGrain"/>
internal sealed class WalletSweeperGrain(
    IListingStore listing, TimeProvider time, IOptions<WalletOptions> options, ILogger<WalletSweeperGrain> logger)
    : SweeperGrain(listing, time, logger, ListingKinds.Wallet, options.Value.SweepPeriod), IWalletSweeperGrain
{
    protected override Task WakeAsync(string id) => GrainFactory.GetGrain<IWalletGrain>(id).WakeAsync();
}
