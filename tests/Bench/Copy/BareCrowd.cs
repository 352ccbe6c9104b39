using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansTrading.Servers;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bench.Copy;

/// <summary>
/// The reference's process, and as many connections to it that check what they are sent as terminals do.
/// </summary>
internal sealed class BareCrowd : IAsyncDisposable
{
    private const int KeyLength = 32;

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskPeriod = TimeSpan.FromMilliseconds(50);

    private readonly DotnetProcess _process;
    private readonly IPEndPoint _endpoint;
    private readonly List<TerminalConnection> _connections = [];
    private readonly List<Task> _reading = [];
    private Arrivals? _arrivals;

    private BareCrowd(DotnetProcess process, IPEndPoint endpoint)
    {
        _process = process;
        _endpoint = endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Task.WhenAll(_reading);
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    internal static async Task<BareCrowd> ConnectAsync(string log, int count, CancellationToken cancellationToken)
    {
        var port = Ports.Take();
        var process = DotnetProcess.Start(
            typeof(BareCrowd).Assembly.Location,
            log,
            ["bare-fan-out", "--port", port.ToString(CultureInfo.InvariantCulture)]);
        var crowd = new BareCrowd(process, new IPEndPoint(IPAddress.Loopback, port));
        await crowd.UntilListeningAsync(cancellationToken);
        for (var i = 0; i < count; i++)
        {
            var key = i.ToString("D" + KeyLength, CultureInfo.InvariantCulture);
            var connection = await crowd.OpenAsync(key, cancellationToken);
            crowd._connections.Add(connection);
            crowd._reading.Add(crowd.ReadAsync(connection, key));
        }

        return crowd;
    }

    /// <summary>Has one line sent to each.</summary>
    internal async Task<FanOut> MeasureAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var arrivals = new Arrivals(_connections.Count);
        Volatile.Write(ref _arrivals, arrivals);
        await using var word = await OpenAsync(BareFanOut.Go, cancellationToken);
        await arrivals.UntilAllAsync(atMost);
        return arrivals.Describe();
    }

    private async Task UntilListeningAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartMax);
        using var period = new PeriodicTimer(AskPeriod);
        while (true)
        {
            try
            {
                // Nobody is among the connections yet: it has nobody to tell.
                await using var word = await OpenAsync(BareFanOut.Go, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await period.WaitForNextTickAsync(limit.Token);
            }
        }
    }

    private async Task<TerminalConnection> OpenAsync(string word, CancellationToken cancellationToken)
    {
        var connection = await TerminalConnection.ConnectAsync(_endpoint, cancellationToken: cancellationToken);
        await connection.WriteLineAsync(word, cancellationToken);
        return connection;
    }

    private async Task ReadAsync(TerminalConnection connection, string key)
    {
        while (await connection.ReadLineAsync() is { } line)
        {
            if (TerminalOrder.Read(line, key) is null)
            {
                throw new BenchFailedException($"The reference signed wrongly: {line}");
            }

            Volatile.Read(ref _arrivals)!.Note();
        }
    }
}
