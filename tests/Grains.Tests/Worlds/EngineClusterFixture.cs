#if ORLEANS
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using OrleansTrading.Engine.Cluster;
using OrleansTrading.Grains.Tests.Cluster;
#else
using Microsoft.Extensions.DependencyInjection;
#endif
using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>Chooses what runs the grains of a test.</summary>
internal static class EngineClusterFixture
{
    private static readonly TimeSpan ReminderStartDelay = TimeSpan.FromMilliseconds(50);

#if ORLEANS
    /// <summary>The silos of a test share its storage.</summary>
    internal const bool IsShared = true;

    /// <summary>Why what a test needs cannot be had: calls under way together have an order.</summary>
    internal const string? NoOrder = "Orleans promises no order of calls that are under way together.";

    /// <summary>Whether calls that are under way together arrive in the order that they were made in.</summary>
    internal static bool KeepsOrder => false;

    /// <summary>Two silos with the same services, and a client of both.</summary>
    internal static ITestPlatform Build(Action<IHostApplicationBuilder> configure) => new TestClusterFixture(configure);

    /// <summary>What each silo of a test has.</summary>
    internal static void AddSilo(IHostApplicationBuilder builder)
    {
        builder.UseOrleans(silo => silo
            .AddReminders()
            .Configure<ClusterReminderOptions>(options => options.StartDelay = ReminderStartDelay));
        AddSerialization(builder.Services);
    }

    /// <summary>One silo that is not started: its serializers are those of a cluster.</summary>
    internal static IHost BuildAlone()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        AddSerialization(builder.Services);
        return builder.Build();
    }

    internal static void AddSerialization(IServiceCollection services) => services
        .Configure<ExceptionSerializationOptions>(
            options => options.SupportedNamespacePrefixes.Add("OrleansTrading"));

    /// <summary>A message, or a failure, as another silo reads it.</summary>
    internal static T? Carry<T>(IServiceProvider services, T message)
    {
        var serializer = services.GetRequiredService<Serializer<T>>();
        return serializer.Deserialize(serializer.SerializeToArray(message));
    }
#else
    /// <summary>One process has the storage.</summary>
    internal const bool IsShared = false;

    /// <summary>Null: calls that are under way together arrive in the order that they were made in.</summary>
    internal const string? NoOrder = null;

    /// <summary>Whether calls that are under way together arrive in the order that they were made in.</summary>
    internal static bool KeepsOrder => true;

    /// <summary>One process with these services.</summary>
    internal static ITestPlatform Build(Action<IHostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        configure(builder);
        builder.Services.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(GrainServices).Assembly);
            options.ReminderStartDelay = ReminderStartDelay;
        });
        return new OneProcess(builder.Build());
    }

    private sealed class OneProcess(IHost host) : ITestPlatform
    {
        public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

        public IServiceProvider Services => host.Services;

        public Task StartAsync() => host.StartAsync();

        public async Task KillAsync()
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            try
            {
                await host.StopAsync(now.Token);
            }
            catch (OperationCanceledException)
            {
                // What was under way is abandoned, which is the purpose.
            }

            host.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
#endif
}
