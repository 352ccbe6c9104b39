using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bench.Copy;

/// <summary>
/// The reference: a server that has as many connections, and at a word makes a line for each, signs it with the
/// connection's key and sends it. It asks nobody and stores nothing.
/// </summary>
internal static class BareFanOut
{
    internal const string Go = "GO";

    private const int SendersMax = 2;

    internal static async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        var connections = new List<(string Key, Socket Socket)>();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(backlog: 4_096);
        while (true)
        {
            var socket = await listener.AcceptSocketAsync(cancellationToken);
            socket.NoDelay = true;
            var word = await ReadAsync(socket, cancellationToken);
            if (word == Go)
            {
                await SendAsync(connections, cancellationToken);
                socket.Dispose();
            }
            else
            {
                connections.Add((word, socket));
            }
        }
    }

    private static Task SendAsync(
        List<(string Key, Socket Socket)> connections, CancellationToken cancellationToken) =>
        Parallel.ForAsync(
            0,
            connections.Count,
            new ParallelOptions { MaxDegreeOfParallelism = SendersMax, CancellationToken = cancellationToken },
            async (i, cancelled) => await connections[i].Socket.SendAsync(LineOf(i, connections[i].Key), cancelled));

    private static byte[] LineOf(int number, string key)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var text = string.Create(
            CultureInfo.InvariantCulture, $"sub_{number:D32}|1|{now}|EURUSD|BUY|1.00|1.08345|0.00000|0.00000");
        return Encoding.UTF8.GetBytes($"SIG|{text}|{TerminalMac.Of(key, text)}\n");
    }

    private static async Task<string> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var word = new byte[64];
        var count = 0;
        do
        {
            var read = await socket.ReceiveAsync(word.AsMemory(count), cancellationToken);
            count = read == 0 ? throw new IOException("A client left without a word.") : count + read;
        }
        while (word[count - 1] != (byte)'\n');

        return Encoding.ASCII.GetString(word, 0, count - 1);
    }
}
