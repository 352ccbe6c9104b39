using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Hosting;

/// <summary>
/// Checks that each chain is the one that is configured, then starts what works without being called: treasuries,
/// watchers, the sweepers, the ledger's audit.
/// </summary>
internal sealed class PlatformStarter(
    IGrainFactory grains,
    AssetCatalog catalog,
    ChainSet chains,
    ITreasuryKeys keys,
    ILogger<PlatformStarter> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var configured in catalog.Chains)
        {
            var chain = chains.Find(configured.Name) ?? throw new InvalidOperationException(
                $"Platform:Chains names {configured.Name}, which is not served.");
            if (await chain.CheckNetworkAsync(cancellationToken) is { } problem)
            {
                throw new InvalidOperationException($"{configured.Name} is not the configured network: {problem}");
            }

            // Fails here, not at the first payment, when a key is missing or another account's.
            var account = AccountId.Of(configured.Id, configured.Treasury);
            var publicKey = keys.GetSigner(account).PublicKey;
            if (await chain.CheckSignerAsync(account.Address, publicKey, cancellationToken) is { } wrongKey)
            {
                throw new InvalidOperationException($"{configured.Name} cannot pay from its treasury: {wrongKey}.");
            }

            CheckLanes(configured, chain, account);

            await grains.GetGrain<ITreasuryGrain>(account.Value).StartAsync();
            await grains.GetGrain<IWatcherGrain>(account.Value).StartAsync();
            logger.ChainStarted(configured.Name, account);
        }

        await grains.GetGrain<IQuoteSweeperGrain>("0").StartAsync();
        await grains.GetGrain<IWalletSweeperGrain>("0").StartAsync();
        await grains.GetGrain<IPerformanceFeeSweeperGrain>("0").StartAsync();
        await grains.GetGrain<ILedgerAuditGrain>("0").StartAsync();
    }

    private void CheckLanes(ChainAccountOptions configured, IChain chain, AccountId account)
    {
        foreach (var lane in configured.Lanes)
        {
            if (chain.CheckLane(lane) is { } problem)
            {
                throw new InvalidOperationException(
                    $"Platform:Chains[{configured.Name}]:Lanes has '{lane}'."
                    + $" It must be a lane of the chain: {problem}.");
            }
        }

        _ = keys.GetLanes(account);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
