using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>An engine with a manual clock, state and reminders in memory, and the grains of this assembly.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private TestEngine(ServiceProvider services) => this.services = services;

    internal ManualTimeProvider Time => services.GetRequiredService<ManualTimeProvider>();

    internal IClusterClient Grains => services.GetRequiredService<IClusterClient>();

    internal Probe Probe => services.GetRequiredService<Probe>();

    internal FaultyStorage Storage => (FaultyStorage)services.GetRequiredKeyedService<IGrainStorage>("Default");

    internal MemoryReminderTable Reminders => services.GetRequiredService<MemoryReminderTable>();

    internal EngineRuntime Runtime => services.GetRequiredService<EngineRuntime>();

    internal LogProbe Log => services.GetRequiredService<LogProbe>();

    /// <summary>Starts one; after another, it goes on with that one's clock and reminders.</summary>
    internal static async Task<TestEngine> StartAsync(
        Action<EngineOptions>? configure = null, Action<IServiceCollection>? add = null, TestEngine? after = null)
    {
        var services = new ServiceCollection();
        add?.Invoke(services);
        services.AddSingleton(after?.Time ?? new ManualTimeProvider());
        services.AddSingleton(after?.Reminders ?? new MemoryReminderTable());
        services.AddSingleton<IReminderTable>(provider => provider.GetRequiredService<MemoryReminderTable>());
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ManualTimeProvider>());
        services.AddSingleton<Probe>();
        services.AddSingleton<LogProbe>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogProbe>());
        services.AddKeyedSingleton<IGrainStorage, FaultyStorage>("Default");
        services.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(TestEngine).Assembly);
            configure?.Invoke(options);
        });
        var engine = new TestEngine(services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        foreach (var hosted in engine.services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return engine;
    }

    internal T Get<T>(string key)
        where T : IGrainWithStringKey => Grains.GetGrain<T>(key);

    internal async Task StopAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Probe.OpenAll();
        await StopAsync();
        await services.DisposeAsync();
    }
}
