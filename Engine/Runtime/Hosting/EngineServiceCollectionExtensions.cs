using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine;

/// <summary>Hosts the engine.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine: <see cref="IGrainFactory"/>, <see cref="IClusterClient"/>, <see cref="IReminderRegistry"/> and
    /// the hosted service that stops it gracefully. Register grain storage (<see cref="IGrainStorage"/>, keyed by name)
    /// and, where grains have reminders, an <see cref="IReminderTable"/> beside it. A <see cref="TimeProvider"/> or
    /// <see cref="IActivationScheduler"/> registered before is used. May be called again to configure more.
    /// </summary>
    public static IServiceCollection AddEmbeddedEngine(
        this IServiceCollection services, Action<EngineOptions>? configure = null)
    {
        services.AddLogging();
        var options = services.AddOptions<EngineOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IActivationScheduler, ThreadPoolActivationScheduler>();
        services.TryAddSingleton<EngineRuntime>();
        services.TryAddSingleton<IClusterClient, EngineClient>();
        services.TryAddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<IClusterClient>());
        services.TryAddSingleton<ReminderService>();
        services.TryAddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<ReminderService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineHostedService>());
        return services;
    }

    /// <summary>Keeps reminders in memory. For tests.</summary>
    public static IServiceCollection AddMemoryReminders(this IServiceCollection services)
    {
        services.TryAddSingleton<IReminderTable, MemoryReminderTable>();
        return services;
    }
}
