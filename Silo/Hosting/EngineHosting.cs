#if ORLEANS
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
#else
using OrleansTrading.Grains;
#endif
using Microsoft.AspNetCore.Builder;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Chooses what runs the grains: the one place where the two engines differ.</summary>
internal static class EngineHosting
{
#if ORLEANS
    // One silo on this machine; its reminders are in the store. Clustering comes with a cluster's own configuration.
    internal static void AddEngine(this WebApplicationBuilder builder)
    {
        builder.Host.UseOrleans(silo => silo.UseLocalhostClustering().AddReminders());

        // Our exceptions cross silos as what they are.
        builder.Services.Configure<ExceptionSerializationOptions>(
            options => options.SupportedNamespacePrefixes.Add("OrleansTrading"));
    }
#else
    internal static void AddEngine(this WebApplicationBuilder builder) =>
        builder.Services.AddEmbeddedEngine(options => options.AddGrains(typeof(GrainServices).Assembly));
#endif
}
