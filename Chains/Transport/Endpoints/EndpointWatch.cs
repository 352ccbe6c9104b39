using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>Checks a chain's endpoints again and again while the host runs.</summary>
internal sealed class EndpointWatch(EndpointSet set, TimeProvider time, ILogger<EndpointWatch> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(set.Options.CheckPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CheckAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await set.CheckAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A check that fails as a whole must not end the checks: the endpoints keep their last verdicts.
            logger.CheckFailed(set.Chain, exception);
        }
    }
}
