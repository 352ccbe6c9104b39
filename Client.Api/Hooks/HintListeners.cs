using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Hooks;

/// <summary>
/// Listens to the chains that call out by themselves and rings the watchers of the treasury accounts. A hint is treated
/// as a webhook is: it wakes our own watcher, which reads the chain. Without any of them payments are seen all the
/// same, at the watcher's own pace.
/// </summary>
internal sealed class HintListeners(
    IEnumerable<IChainHints> sources, AssetCatalog catalog, WatcherBell bell, ILogger<HintListeners> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        from source in sources
        from chain in catalog.Chains
        where chain.Id == source.ChainId
        select ListenAsync(source, AccountId.Of(chain.Id, chain.Treasury), stoppingToken));

    private async Task ListenAsync(IChainHints source, AccountId account, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var hint in source.ListenAsync(account.Address, stoppingToken))
            {
                if (hint.Kind == ChainHintKind.Interrupted)
                {
                    logger.HintsInterrupted(account, hint.Reason);
                }
                else
                {
                    await bell.RingAsync(account);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception failure)
        {
            // Hints are a convenience: whatever ends them must not end the host.
            logger.HintsEnded(account, failure);
        }
    }
}
