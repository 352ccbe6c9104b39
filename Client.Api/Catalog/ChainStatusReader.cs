using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Catalog;

/// <summary>How a chain is doing, for the public list and the health check alike.</summary>
internal enum ChainCondition
{
    Up,
    Degraded,
    Down,
    Halted,
    Unknown,
}

/// <summary>What the grains say about a chain. Their texts may name nodes; only operators see them.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Treasury">The account that pays; null when it does not answer.</param>
/// <param name="Watcher">Who reads payments; null when it does not answer.</param>
internal sealed record ChainStatus(ChainAccountOptions Chain, TreasuryView? Treasury, WatcherView? Watcher)
{
    /// <summary>Whether nothing is paid out until an operator has acted, be it because of another account.</summary>
    internal bool IsHalted => Treasury is { Halted: not null } or { WaitsFor: not null };

    internal bool IsBehind(DateTimeOffset now, TimeSpan lagMax) =>
        Watcher?.CaughtUpAt is not { } caughtUpAt || now - caughtUpAt > lagMax;

    internal ChainCondition ConditionAt(DateTimeOffset now, TimeSpan lagMax) => this switch
    {
        { Treasury: null } or { Watcher: null } => ChainCondition.Unknown,
        { IsHalted: true } => ChainCondition.Halted,
        { Watcher.Outage: not null } => ChainCondition.Down,
        _ => IsBehind(now, lagMax) ? ChainCondition.Degraded : ChainCondition.Up,
    };
}

/// <summary>
/// Asks treasuries and watchers how they are. Anybody may trigger it, so all who ask within the freshness share one
/// answer, and a grain that does not answer in time makes its chain's status unknown instead of the request fail.
/// </summary>
internal sealed class ChainStatusReader(
    IGrainFactory grains,
    AssetCatalog catalog,
    TimeProvider time,
    IOptions<ApiOptions> options,
    ILogger<ChainStatusReader> logger)
{
    private readonly Lock gate = new();
    private Task<IReadOnlyList<ChainStatus>>? latest;
    private long latestAt;

    internal Task<IReadOnlyList<ChainStatus>> ReadAsync()
    {
        lock (gate)
        {
            var isFresh = latest is not null
                && (!latest.IsCompleted || time.GetElapsedTime(latestAt) < options.Value.StatusFreshness);
            if (!isFresh)
            {
                latestAt = time.GetTimestamp();
                latest = AskAllAsync();
            }

            return latest!;
        }
    }

    private async Task<IReadOnlyList<ChainStatus>> AskAllAsync() =>
        await Task.WhenAll(catalog.Chains.Select(AskAsync));

    private async Task<ChainStatus> AskAsync(ChainAccountOptions chain)
    {
        var account = AccountId.Of(chain.Id, chain.Treasury).Value;
        var treasury = TryAsync(chain, () => grains.GetGrain<ITreasuryGrain>(account).GetAsync());
        var watcher = TryAsync(chain, () => grains.GetGrain<IWatcherGrain>(account).GetAsync());
        return new ChainStatus(chain, await treasury, await watcher);
    }

    private async Task<T?> TryAsync<T>(ChainAccountOptions chain, Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask().WaitAsync(options.Value.StatusTimeout, time);
        }
        catch (Exception failure)
        {
            // Whatever keeps a grain from answering is its own status: unknown.
            logger.ChainStatusFailed(chain.Name, failure);
            return null;
        }
    }
}
