#if ORLEANS
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.TestingHost;
#endif
using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>Chooses what runs the grains of a test.</summary>
internal static class BridgeClusterFixture
{
#if ORLEANS
    /// <summary>
    /// Below those that the system gives to whoever asks for any, such as the tests' terminals: nobody takes a port
    /// between the look at it and the silo's start. Two runs at the same time begin at different ones.
    /// </summary>
    private static int lastPort = 10_000 + (Environment.ProcessId % 20_000);

    /// <summary>One silo in this process, on real time: the timers that tests count and move are the bridge's.
    /// </summary>
    internal static void AddGrains(IHostApplicationBuilder builder)
    {
        // What Orleans does is not what tests look for in the log, at every step.
        builder.Logging.AddFilter("Orleans.", LogLevel.Warning).AddFilter("Microsoft.Orleans.", LogLevel.Warning);
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(TakePort(), TakePort()));
    }

    private static int TakePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref lastPort);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
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
