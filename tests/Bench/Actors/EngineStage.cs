using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Bench.Actors;

/// <summary>
/// The engine as a host has it: with its default options unless told otherwise, and with a database if a path is given.
/// </summary>
internal sealed class EngineStage : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private EngineStage(ServiceProvider services) => _services = services;

    internal IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    internal IGrainStorage Storage => _services.GetRequiredService<IGrainStorage>();

    internal static async Task<EngineStage> StartAsync(
        string? database, CancellationToken cancellationToken, Action<EngineOptions>? configure = null)
    {
        var services = new ServiceCollection();
        if (database is not null)
        {
            services.AddSqliteStorage(options => options.Path = database);
        }

        services.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(EchoGrain).Assembly);
            configure?.Invoke(options);
        });
        var stage = new EngineStage(services.BuildServiceProvider());
        foreach (var hosted in stage._services.GetServices<IHostedService>())
        {
            if (hosted is IHostedLifecycleService early)
            {
                await early.StartingAsync(cancellationToken);
            }
        }

        foreach (var hosted in stage._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(cancellationToken);
        }

        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        foreach (var hosted in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await hosted.StoppedAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
