using System.Net;
using System.Net.Sockets;

namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>TCP ports of loopback that nobody listens on. No port is given twice in one run.</summary>
internal static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    internal static int Take()
    {
        lock (Given)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    internal static Uri TakeUrl() => new($"http://127.0.0.1:{Take()}/");
}
