#if ORLEANS
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.TestingHost;
using OrleansTrading.Servers;
#endif
using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>Chooses what runs the grains of a test.</summary>
internal static class BridgeClusterFixture
{
#if ORLEANS
    /// <summary>One silo in this process, on real time: the timers that tests count and move are the bridge's.
    /// </summary>
    internal static void AddGrains(IHostApplicationBuilder builder)
    {
        // What Orleans does is not what tests look for in the log, at every step.
        builder.Logging.AddFilter("Orleans.", LogLevel.Warning).AddFilter("Microsoft.Orleans.", LogLevel.Warning);
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(Ports.Take(), Ports.Take()));
    }
#else
    /// <summary>The engine in this process.</summary>
    internal static void AddGrains(IHostApplicationBuilder builder)
    {
        builder.Services.AddEmbeddedEngine(engine => engine.AddGrains(typeof(BridgeClusterFixture).Assembly));
        builder.Services.AddMemoryReminders();
    }
#endif
}
