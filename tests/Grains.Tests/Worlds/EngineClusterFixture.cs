#if ORLEANS
using System.Net;
using System.Net.Sockets;
using Orleans.Hosting;
using Orleans.Serialization;
using OrleansTrading.Engine.Cluster;
#endif
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>Chooses what runs the grains of a test.</summary>
internal static class EngineClusterFixture
{
    private static readonly TimeSpan ReminderStartDelay = TimeSpan.FromMilliseconds(50);

#if ORLEANS
    internal static void AddEngine(HostApplicationBuilder builder)
    {
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort(), serviceId: Guid.NewGuid().ToString("N"))
            .AddReminders()
            .Configure<ClusterReminderOptions>(options => options.StartDelay = ReminderStartDelay));

        // The collector reads the system's clock beside the injected one and fails where a test's jump separates them.
        builder.Services.AddKeyedSingleton(TimeProviderNames.ActivationManagement, TimeProvider.System);
        builder.Services.Configure<ExceptionSerializationOptions>(
            options => options.SupportedNamespacePrefixes.Add("OrleansTrading"));
    }

    /// <summary>A message, or a failure, as another silo reads it.</summary>
    internal static T? Carry<T>(IServiceProvider services, T message)
    {
        var serializer = services.GetRequiredService<Serializer<T>>();
        return serializer.Deserialize(serializer.SerializeToArray(message));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
#else
    internal static void AddEngine(HostApplicationBuilder builder) =>
        builder.Services.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(GrainServices).Assembly);
            options.ReminderStartDelay = ReminderStartDelay;
        });
#endif
}
