using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Engine;

/// <summary>Starts the reminders, and stops the engine gracefully.</summary>
internal sealed class EngineHostedService(EngineRuntime runtime, ReminderService reminders) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => reminders.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await reminders.StopAsync();
        await runtime.StopAsync(cancellationToken);
    }
}
