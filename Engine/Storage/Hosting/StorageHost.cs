using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Opens the store before anything else starts and closes it after everything else has stopped, whatever the order of
/// registration: the engine needs it from its first activation to the last write of its drain.
/// </summary>
internal sealed class StorageHost(
    IStore store,
    StorageOptions options,
    TimeProvider time,
    ILogger<StorageHost> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private const int ForgetRowsMax = 1_000;

    private readonly CancellationTokenSource _stopping = new();
    private Task _forgetting = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _forgetting = ForgetClearedAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _forgetting;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => store.CloseAsync();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Forgets all states that were cleared longer ago than they must be remembered.</summary>
    internal async Task ForgetOnceAsync(CancellationToken stopping)
    {
        try
        {
            var cutoff = time.GetUtcNow() - options.ClearedRetention;
            long total = 0;
            long rows;
            do
            {
                rows = await store.WriteAsync(
                    new ForgetClearedCommand(cutoff.ToUnixTimeMilliseconds(), ForgetRowsMax, stopping));
                total += rows;
            }
            while (rows == ForgetRowsMax);

            if (total > 0)
            {
                StorageLog.ClearedForgotten(logger, store.Place, total, cutoff);
            }
        }
        catch (StorageException failure)
        {
            // House-keeping can wait an hour; the grains' own writes report the trouble where it matters.
            StorageLog.ForgettingFailed(logger, store.Place, failure);
        }
    }

    private async Task ForgetClearedAsync(CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(ForgetEvery, time);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await ForgetOnceAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops; what is left is forgotten after the next start.
        }
    }
}
