using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// Stands between a client and PostgreSQL and cuts a connection at the client's next request: after it was passed on,
/// or before. So a commit's answer can be lost with either outcome.
/// </summary>
[SuppressMessage(
    "Reliability",
    "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed",
    Justification = "To dispose of a socket under its task is what cutting a connection is.")]
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly Lock _gate = new();
    private readonly List<Socket> _kept = [];
    private readonly List<Task> _links = [];
    private readonly CancellationTokenSource _ended = new();
    private Cut? _next;
    private bool _refuses;

    private CutProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
    }

    /// <summary>Gets how the database is reached through the proxy.</summary>
    public string ConnectionString { get; private set; } = "";

    public static Task<CutProxy> StartAsync(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString) { SslMode = SslMode.Disable };
        var proxy = new CutProxy(new IPEndPoint(IPAddress.Parse(parts.Host!), parts.Port));
        parts.Port = ((IPEndPoint)proxy._listener.LocalEndpoint).Port;
        proxy.ConnectionString = parts.ConnectionString;
        proxy._links.Add(proxy.AcceptAsync());
        return Task.FromResult(proxy);
    }

    /// <summary>Cuts the connection on which the next request comes.</summary>
    /// <param name="isForwarded">Whether the server still gets that request.</param>
    /// <param name="untilReopened">Whether new connections are refused until <see cref="Reopen"/>.</param>
    /// <param name="keepServerSide">Whether the server goes on believing that its client is there.</param>
    public void CutAtNextRequest(bool isForwarded, bool untilReopened = false, bool keepServerSide = false)
    {
        lock (_gate)
        {
            _next = new Cut(isForwarded, untilReopened, keepServerSide);
        }
    }

    public void Reopen()
    {
        lock (_gate)
        {
            _refuses = false;
        }
    }

    /// <summary>Ends the connections to the server that were kept.</summary>
    public void CloseServerSides()
    {
        lock (_gate)
        {
            _kept.ForEach(socket => socket.Dispose());
            _kept.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        CloseServerSides();
        Task[] links;
        lock (_gate)
        {
            links = [.. _links];
        }

        await Task.WhenAll(links);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ended.Token);
                lock (_gate)
                {
                    if (_refuses)
                    {
                        client.Dispose();
                        continue;
                    }

                    _links.Add(LinkAsync(client));
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy has ended.
        }
    }

    private async Task LinkAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var isKept = false;
        try
        {
            await server.ConnectAsync(_server, _ended.Token);
            var answers = PumpAsync(server, client);
            isKept = await PassRequestsAsync(client, server, answers);
            client.Dispose();
            if (!isKept)
            {
                server.Dispose();
            }

            await answers;
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side has gone; the other is closed below.
        }
        finally
        {
            client.Dispose();
            if (!isKept)
            {
                server.Dispose();
            }
        }
    }

    /// <returns>True when the server's side was kept.</returns>
    private async Task<bool> PassRequestsAsync(Socket client, Socket server, Task answers)
    {
        var buffer = new byte[65_536];
        while (await client.ReceiveAsync(buffer, _ended.Token) is > 0 and var count)
        {
            Cut? cut;
            lock (_gate)
            {
                cut = _next;
                _next = null;
                _refuses |= cut is { UntilReopened: true };
                if (cut is { KeepServerSide: true })
                {
                    _kept.Add(server);
                }
            }

            if (cut is null || cut.IsForwarded)
            {
                if (cut is not null)
                {
                    // Deaf from here on: what the server answers finds no way back.
                    client.Shutdown(SocketShutdown.Both);
                }

                await server.SendAsync(buffer.AsMemory(0, count), _ended.Token);
            }

            if (cut is { IsForwarded: true })
            {
                // The server has done what it was asked once it answers.
                await answers;
            }

            if (cut is not null)
            {
                return cut.KeepServerSide;
            }
        }

        return false;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[65_536];
        try
        {
            while (await from.ReceiveAsync(buffer, _ended.Token) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count), _ended.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side has gone; whoever owns the link closes the other.
        }
    }

    private sealed record Cut(bool IsForwarded, bool UntilReopened, bool KeepServerSide);
}
