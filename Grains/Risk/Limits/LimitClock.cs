using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>Renews this process's slices of the global limits, and gives them back when it stops.</summary>
internal sealed class LimitClock(
    GlobalLimits limits,
    IGrainFactory grains,
    TimeProvider time,
    IOptions<RiskOptions> options,
    ILogger<LimitClock> logger) : IHostedLifecycleService, IDisposable
{
    private const int RenewalsInLease = 3;

    private ITimer? timer;
    private int isRenewing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (limits.Any)
        {
            var period = options.Value.LeaseTime / RenewalsInLease;
            timer = time.CreateTimer(_ => _ = RenewAsync(), null, period, period);
        }

        return Task.CompletedTask;
    }

    /// <summary>Before the engine stops: the holder has to be asked.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        timer?.Dispose();
        if (!limits.Any || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await limits.CloseAsync(grains);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Its lease ends, and another process closes it.
            logger.LimitsNotReturned(failure);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => timer?.Dispose();

    private async Task RenewAsync()
    {
        if (Interlocked.Exchange(ref isRenewing, 1) == 1)
        {
            return;
        }

        try
        {
            await limits.RenewAsync(grains);
        }
        catch (Exception failure)
        {
            // What is leased can still be sold until another process closes the holder; the next tick tries again.
            logger.LimitsNotRenewed(failure);
        }
        finally
        {
            Volatile.Write(ref isRenewing, 0);
        }
    }
}
