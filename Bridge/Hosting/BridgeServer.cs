using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Sessions;

namespace OrleansTrading.Bridge.Hosting;

/// <summary>
/// Listens once everything else of the host has started, and stops before anything else of it stops: a session without
/// grains could do nothing. Sockets, TLS and pipes are Kestrel's, in an instance of their own: the API's has other
/// addresses and other limits.
/// </summary>
internal sealed class BridgeServer(BridgeServices services, BridgeConnections connections, ILoggerFactory loggers)
    : IHostedLifecycleService, IAsyncDisposable
{
    private const int ReadBufferBytes = 16 * 1024;
    private const int WriteBufferBytes = 64 * 1024;
    private const int Backlog = 4_096;

    private WebApplication? _server;
    private ListenOptions? _listen;

    /// <summary>Gets where it listens; null: it does not.</summary>
    internal IPEndPoint? Endpoint => _server is null ? null : _listen?.IPEndPoint;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var options = services.Options;
        if (!options.Enabled)
        {
            return;
        }

        var endpoint = IPEndPoint.Parse(options.Endpoint);
        var certificate = options.Certificate is { } path
            ? new CertificateFile(path, options.CertificateKey, services.Time, services.Logger)
            : null;
        var server = Build(endpoint, certificate);
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException(
                $"Bridge:Endpoint is {options.Endpoint}, which cannot be listened on: {failure.Message} Choose an"
                + " address of this machine and a free port, or set Bridge:Enabled to false.",
                failure);
        }

        _server = server;
        services.Logger.Listening(Endpoint!.ToString(), certificate is not null);
        if (certificate is null && !IPAddress.IsLoopback(endpoint.Address))
        {
            services.Logger.ListeningOpenly(Endpoint.ToString());
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
        {
            return;
        }

        await connections.StopAsync(cancellationToken);

        // Who is left had all the time there is.
        await _server.StopAsync(new CancellationToken(canceled: true));
        await DisposeAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    private WebApplication Build(IPEndPoint endpoint, CertificateFile? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<SocketTransportOptions>(transport =>
        {
            transport.Backlog = Backlog;
            transport.NoDelay = true;
            transport.MaxReadBufferSize = ReadBufferBytes;
            transport.MaxWriteBufferSize = WriteBufferBytes;
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Listen(endpoint, listen => Configure(listen, certificate));
        });
        return builder.Build();
    }

    private void Configure(ListenOptions listen, CertificateFile? certificate)
    {
        _listen = listen;
        listen.Protocols = HttpProtocols.None;
        listen.Use(connections.Limit);
        if (certificate is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = services.Options.HandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(
                    new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
            });
        }

        listen.Run(connections.ServeAsync);
    }

    /// <summary>The outer host alone hears signals.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
