using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>
/// Stands between terminals and the bridge. What the bridge says a test may change, leave out or repeat, line by line;
/// connections it cuts.
/// </summary>
internal sealed class LineProxy : IAsyncDisposable
{
    private const int BytesAtOnce = 4_096;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<IPEndPoint> _bridge;
    private readonly ConcurrentDictionary<Link, byte> _open = new();
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly Task _accepting;
    private int _connections;

    public LineProxy(Func<IPEndPoint> bridge)
    {
        _bridge = bridge;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Gets or sets what becomes of the bridge's lines; null: they are passed on.</summary>
    public Func<string, IEnumerable<string>>? OnLine { get; set; }

    /// <summary>Gets or sets a value indicating whether bytes are passed on as they come: TLS has no lines.</summary>
    public bool CarriesBytes { get; set; }

    /// <summary>Gets how many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Gets the lines that terminals said, or the bytes as text, in order.</summary>
    public IReadOnlyCollection<string> Heard => _heard;

    /// <summary>Gets the lines that terminals were told, in order, as they came there.</summary>
    public IReadOnlyCollection<string> Told => _told;

    /// <summary>Ends all connections, in the middle of what they carry.</summary>
    public void Cut()
    {
        foreach (var link in _open.Keys)
        {
            link.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            for (; ; )
            {
                carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped, in the middle of a wait or between two.
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient terminal)
    {
        Interlocked.Increment(ref _connections);
        using var link = new Link(this, terminal);
        _open[link] = 0;
        await link.CarryAsync();
        _open.TryRemove(link, out _);
    }

    /// <summary>One terminal's connection, and that to the bridge.</summary>
    private sealed class Link(LineProxy proxy, TcpClient terminal) : IDisposable
    {
        private readonly TcpClient _bridge = new();

        public void Dispose()
        {
            terminal.Dispose();
            _bridge.Dispose();
        }

        public async Task CarryAsync()
        {
            try
            {
                await _bridge.ConnectAsync(proxy._bridge());
                (terminal.NoDelay, _bridge.NoDelay) = (true, true);
                await Task.WhenAll(SayAsync(), TellAsync());
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The platform is down, or the test is over: the terminal finds its connection closed.
            }
        }

        private async Task SayAsync()
        {
            await PassAsync(terminal, _bridge, proxy._heard, static line => [line]);
            Dispose();
        }

        private async Task TellAsync()
        {
            await PassAsync(
                _bridge, terminal, proxy._told, line => proxy.OnLine is { } change ? change(line) : [line]);
            Dispose();
        }

        private async Task PassAsync(
            TcpClient from,
            TcpClient to,
            ConcurrentQueue<string> heard,
            Func<string, IEnumerable<string>> change)
        {
            try
            {
                await (proxy.CarriesBytes
                    ? PassBytesAsync(from.GetStream(), to.GetStream(), heard)
                    : PassLinesAsync(from.GetStream(), to.GetStream(), heard, change));
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // Cut, by a test or by one of the two.
            }
        }

        private static async Task PassLinesAsync(
            NetworkStream from,
            NetworkStream to,
            ConcurrentQueue<string> heard,
            Func<string, IEnumerable<string>> change)
        {
            using var lines = new StreamReader(from, Encoding.Latin1);
            while (await lines.ReadLineAsync() is { } line)
            {
                foreach (var passed in change(line))
                {
                    heard.Enqueue(passed);
                    await to.WriteAsync(Encoding.Latin1.GetBytes(passed + "\n"));
                }
            }
        }

        private static async Task PassBytesAsync(NetworkStream from, NetworkStream to, ConcurrentQueue<string> heard)
        {
            var bytes = new byte[BytesAtOnce];
            for (int got; (got = await from.ReadAsync(bytes)) > 0;)
            {
                heard.Enqueue(Encoding.Latin1.GetString(bytes, 0, got));
                await to.WriteAsync(bytes.AsMemory(0, got));
            }
        }
    }
}
