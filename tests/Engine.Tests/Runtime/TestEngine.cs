using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Clocks;

namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>An engine with a manual clock, state and reminders in memory, and the grains of this assembly.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private TestEngine(ServiceProvider services) => this.services = services;

    internal ManualTime Time => services.GetRequiredService<ManualTime>();

    internal IClusterClient Grains => services.GetRequiredService<IClusterClient>();

    internal Probe Probe => services.GetRequiredService<Probe>();

    internal FaultyStorage Storage => (FaultyStorage)services.GetRequiredKeyedService<IGrainStorage>("Default");

    internal MemoryReminderTable Reminders => services.GetRequiredService<MemoryReminderTable>();

    internal EngineRuntime Runtime => services.GetRequiredService<EngineRuntime>();

    internal ReminderService ReminderService => services.GetRequiredService<ReminderService>();

    internal LogProbe Log => services.GetRequiredService<LogProbe>();

    /// <summary>Starts one; after another, it goes on with that one's clock and reminders.</summary>
    /// <param name="configure">Changes options.</param>
    /// <param name="add">Adds services.</param>
    /// <param name="after">The engine before.</param>
    /// <param name="storage">Where states are; null: in a <see cref="FaultyStorage"/> of its own.</param>
    internal static async Task<TestEngine> StartAsync(
        Action<EngineOptions>? configure = null,
        Action<IServiceCollection>? add = null,
        TestEngine? after = null,
        IGrainStorage? storage = null)
    {
        var services = new ServiceCollection();
        add?.Invoke(services);
        services.AddSingleton(after?.Time ?? new ManualTime());
        services.AddSingleton(after?.Reminders ?? new MemoryReminderTable());
        services.AddSingleton<IReminderTable>(provider => provider.GetRequiredService<MemoryReminderTable>());
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ManualTime>());
        services.AddSingleton<Probe>();
        services.AddSingleton<LogProbe>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogProbe>());
        services.AddKeyedSingleton("Default", storage ?? new FaultyStorage());
        services.AddSingleton<SettlingScheduler>();
        services.AddSingleton<IActivationScheduler>(provider => provider.GetRequiredService<SettlingScheduler>());
        services.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(TestEngine).Assembly);
            configure?.Invoke(options);
        });
        var engine = new TestEngine(services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        engine.Probe.Settled = engine.SettledAsync;
        foreach (var hosted in engine.services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return engine;
    }

    internal T Get<T>(string key)
        where T : IGrainWithStringKey => Grains.GetGrain<T>(key);

    /// <summary>Waits until nothing goes on by itself any more: what is unfinished now waits for the test.</summary>
    internal Task SettledAsync() => services.GetRequiredService<SettlingScheduler>().SettledAsync();

    /// <summary>
    /// Lets time pass once everything that waits for it has said so: a timer set after the clock was moved would wait
    /// for a moment that never comes.
    /// </summary>
    internal async Task AdvanceAsync(TimeSpan time)
    {
        await SettledAsync();
        Time.Advance(time);
    }

    /// <summary>The answer of a call that must not wait for anything but other grains.</summary>
    internal async Task<T> AnswerAsync<T>(Task<T> call)
    {
        await SettledAsync();
        Assert.True(call.IsCompleted, "The call still waits, though nothing goes on any more.");
        return await call;
    }

    /// <inheritdoc cref="AnswerAsync{T}(Task{T})"/>
    internal async Task AnswerAsync(Task call)
    {
        await SettledAsync();
        Assert.True(call.IsCompleted, "The call still waits, though nothing goes on any more.");
        await call;
    }

    internal Task StopAsync() => StopAsync(CancellationToken.None);

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Probe.OpenAll();

        // The engine's own patience does not run out where the clock stands still: a test that failed because grains
        // wait for each other must still end.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await StopAsync(patience.Token);
        await services.DisposeAsync();
    }
}
