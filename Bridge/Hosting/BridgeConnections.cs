using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Limits;
using OrleansTrading.Bridge.Sessions;

namespace OrleansTrading.Bridge.Hosting;

/// <summary>All connections: limits before a word is said, a session for each, and the end of all of them.</summary>
internal sealed class BridgeConnections(BridgeServices services)
{
    private readonly AddressLimits _limits = new(
        services.Options.AddressConnectionsMax, services.Options.AddressRate, services.Time);

    private readonly ConcurrentDictionary<BridgeSession, byte> _sessions = new();
    private volatile bool _isStopping;

    /// <summary>Gets how many connections have a session, let in or not yet.</summary>
    internal int Count => _sessions.Count;

    /// <summary>Closes what its address has too many of, before TLS and before a word.</summary>
    internal ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (_limits.TryOpen(address) is { } limit)
        {
            services.Metrics.Refused(limit);
            services.Logger.ConnectionRefused(address.ToString(), limit);
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _limits.Close(address);
        }
    };

    /// <summary>Serves a connection until it ends.</summary>
    internal async Task ServeAsync(ConnectionContext connection)
    {
        using var session = new BridgeSession(services, connection);
        _sessions.TryAdd(session, 0);
        if (_isStopping)
        {
            session.End(SessionEnd.Stopping);
        }
        else if (_sessions.Count > services.Options.SessionsMax)
        {
            session.End(SessionEnd.Full);
        }

        try
        {
            await session.RunAsync();
        }
        catch (Exception failure)
        {
            services.Logger.ConnectionFailed(connection.RemoteEndPoint?.ToString() ?? "nowhere", failure);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
        }
    }

    /// <summary>Tells everybody that the bridge stops, and waits until they are gone.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        var count = 0;
        foreach (var session in _sessions.Keys)
        {
            session.End(SessionEnd.Stopping);
            count++;
        }

        using var limit = new CancellationTokenSource(services.Options.StopTime, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await Task.WhenAll(_sessions.Keys.Select(session => session.Gone)).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Told below how many are left; the server's own stop cuts them off.
        }

        services.Logger.Stopped(count, _sessions.Count);
    }
}
