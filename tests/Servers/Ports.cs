using System.Net;
using System.Net.Sockets;

namespace OrleansTrading.Servers;

/// <summary>TCP ports of loopback for servers that bind them later. No port is given twice in one run.</summary>
public static class Ports
{
    private const int First = 10_000;

    /// <summary>Up to here: above are those that the system gives to whoever asks for any.</summary>
    private const int Count = 20_000;

    /// <summary>Far apart for two runs at the same time, whose processes have numbers that are close.</summary>
    private const long Stride = 7_919;

    private static int s_last = (int)(Environment.ProcessId * Stride % Count);

    /// <summary>
    /// A port that nobody listens on. Nobody takes it before its server starts, nor while that is started again: the
    /// system does not give it to others, as it does with those that it gave before.
    /// </summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_last) % Count);
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

    /// <summary>Where a server at such a port is: <c>http://127.0.0.1:12345/</c>.</summary>
    public static Uri TakeUrl() => new($"http://127.0.0.1:{Take()}/");
}
