#if ORLEANS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using OrleansTrading.Client.Api;
using OrleansTrading.Engine.Cluster;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Silo.Hosting.Cluster;
#else
using OrleansTrading.Grains;
#endif
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Chooses what runs the grains: the one place where the two engines differ.</summary>
internal static class EngineHosting
{
#if ORLEANS
    private const string DashboardPath = "/dashboard";

    /// <summary>Refuses what several silos cannot share, and asks Redis whether it is there.</summary>
    /// <exception cref="InvalidOperationException">The process must not start; the message says why.</exception>
    internal static async Task CheckEngineAsync(this IConfiguration configuration, ClusterSettings cluster)
    {
        if (cluster.Redis is not { } redis)
        {
            return;
        }

        if (StorageHosting.Provider(configuration) == StorageProvider.Sqlite)
        {
            throw new InvalidOperationException(
                "Cluster:Redis is set, but Storage:Provider is Sqlite: each silo would have a database of its own. Set"
                + " Storage:Provider to Postgres and Storage:ConnectionString, or leave Cluster:Redis out to run one"
                + " silo alone.");
        }

        await RedisCheck.RunAsync(redis);
    }

    /// <summary>A silo: alone on this machine, or a member of the cluster.</summary>
    internal static void AddEngine(this WebApplicationBuilder builder, ClusterSettings cluster)
    {
        builder.Host.UseOrleans(silo =>
        {
            if (cluster.Redis is { } redis)
            {
                silo.UseRedisClustering(options => options.ConfigurationOptions = RedisCheck.Parse(redis));
                silo.Configure<ClusterOptions>(cluster.Name);
                silo.AddEndpoints(cluster);
            }
            else
            {
                silo.UseLocalhostClustering(
                    cluster.SiloPort, cluster.GatewayPort, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
            }

            if (StorageHosting.Provider(builder.Configuration) == StorageProvider.AdoNet)
            {
                silo.AddAdoNet();
            }
            else
            {
                silo.AddReminders();
            }

            silo.Configure<GrainCollectionOptions>(o => o.DeactivationTimeout = ClusterSettings.DrainTimeout);
            if (cluster.Dashboard)
            {
                // Without the stream of log lines: the log has its own places.
                silo.AddDashboard(options => options.HideTrace = true);
            }
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = cluster.StopTimeout);
        CarryFailures(builder.Services);
    }

    /// <summary>Refuses what needs a cluster, where the engine has none.</summary>
    internal static void RequireCluster(string what)
    {
        // Orleans has one.
    }

    /// <summary>Refuses an API process without a cluster, and asks Redis whether it is there.</summary>
    /// <exception cref="InvalidOperationException">The process must not start; the message says why.</exception>
    internal static Task CheckClientAsync(this IConfiguration configuration, ClusterSettings cluster) =>
        cluster.IsCluster
            ? configuration.CheckEngineAsync(cluster)
            : throw new InvalidOperationException(
                "An API process of its own needs a cluster: set Cluster:Redis to the Redis that the silos use.");

    /// <summary>A client of the cluster: grains can be called and none are here.</summary>
    internal static void AddEngineClient(this WebApplicationBuilder builder, ClusterSettings cluster)
    {
        builder.Host.UseOrleansClient(client =>
        {
            client.UseRedisClustering(options => options.ConfigurationOptions = RedisCheck.Parse(cluster.Redis!));
            client.Configure<ClusterOptions>(cluster.Name);
            client.UseConnectionRetryFilter(new SiloWait(cluster, TimeProvider.System));
            if (cluster.Dashboard)
            {
                client.AddDashboard(options => options.HideTrace = true);
            }
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = cluster.StopTimeout);
        CarryFailures(builder.Services);
    }

    /// <summary>Orleans' dashboard, for operators who signed in.</summary>
    internal static void MapEngine(this WebApplication app, ClusterSettings cluster)
    {
        if (cluster.Dashboard)
        {
            app.MapOrleansDashboard(DashboardPath).RequireOperator().ExcludeFromDescription();
        }
    }

    /// <summary>States and reminders through Orleans' own providers, on the database of the storage.</summary>
    internal static void AddAdoNet(this ISiloBuilder silo)
    {
        silo.Services.AddAdoNetStates();
        silo.AddAdoNetGrainStorage(AdoNetStates.StockName, builder => builder.Configure<PostgresStorageOptions>(
            (options, postgres) =>
            {
                options.Invariant = AdoNetStates.Invariant;
                options.ConnectionString = AdoNetStates.ConnectionString(postgres);
                options.GrainStorageSerializer = AdoNetStates.Serializer(postgres);
            }));
        silo.UseAdoNetReminderService(builder => builder.Configure<PostgresStorageOptions>((options, postgres) =>
        {
            options.Invariant = AdoNetStates.Invariant;
            options.ConnectionString = AdoNetStates.ConnectionString(postgres);
        }));
    }

    private static void AddEndpoints(this ISiloBuilder silo, ClusterSettings cluster)
    {
        if (cluster.Address is { } address)
        {
            silo.ConfigureEndpoints(address, cluster.SiloPort, cluster.GatewayPort, cluster.ListenOnAnyAddress);
        }
        else
        {
            silo.ConfigureEndpoints(
                cluster.SiloPort, cluster.GatewayPort, listenOnAnyHostAddress: cluster.ListenOnAnyAddress);
        }
    }

    private static void Name(this ClusterSettings cluster, ClusterOptions options) =>
        (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId);

    // Our exceptions cross silos as what they are, and a silo that cannot be reached is always the same failure.
    private static void CarryFailures(IServiceCollection services)
    {
        services.Configure<ExceptionSerializationOptions>(
            options => options.SupportedNamespacePrefixes.Add("OrleansTrading"));
        services.AddSingleton<IOutgoingGrainCallFilter, UnreachableSiloFilter>();
    }
#else
    /// <summary>Refuses a cluster, which this engine does not have.</summary>
    /// <exception cref="InvalidOperationException">One is configured.</exception>
    internal static Task CheckEngineAsync(this IConfiguration configuration, ClusterSettings cluster)
    {
        if (cluster.IsCluster)
        {
            throw new InvalidOperationException(
                "Cluster:Redis is set, but this build has no cluster: its engine is one process. Build it with"
                + " -p:Engine=Orleans, or leave Cluster:Redis out.");
        }

        return StorageHosting.Provider(configuration) != StorageProvider.AdoNet
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                "Storage:Provider is AdoNet, which is Orleans' own, and this build has the embedded engine. Set it to"
                + " Postgres, or build with -p:Engine=Orleans.");
    }

    internal static void AddEngine(this WebApplicationBuilder builder, ClusterSettings cluster) =>
        builder.Services.AddEmbeddedEngine(options => options.AddGrains(typeof(GrainServices).Assembly));

    /// <summary>Refuses what needs a cluster, where the engine has none.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    internal static void RequireCluster(string what) => throw new InvalidOperationException(
        $"{what} needs Orleans, and this build has the embedded engine, where one process is all there is."
        + " Build it with -p:Engine=Orleans, or start the server without a command.");

    /// <summary>Refuses an API process of its own.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    internal static Task CheckClientAsync(this IConfiguration configuration, ClusterSettings cluster)
    {
        RequireCluster("The command api");
        return Task.CompletedTask;
    }

    internal static void AddEngineClient(this WebApplicationBuilder builder, ClusterSettings cluster)
    {
        // Not reached: what calls it has been refused.
    }

    internal static void MapEngine(this WebApplication app, ClusterSettings cluster)
    {
        // The embedded engine has no pages of its own.
    }
#endif
}
