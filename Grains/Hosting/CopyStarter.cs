using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Grains.Hosting;

/// <summary>Starts the sweepers of copy trading: what a crash left undone is gone on with.</summary>
internal sealed class CopyStarter(IGrainFactory grains) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await grains.GetGrain<IProviderSweeperGrain>("0").StartAsync();
        await grains.GetGrain<ISubscriberShardSweeperGrain>("0").StartAsync();
        await grains.GetGrain<ISubscriptionSweeperGrain>("0").StartAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
