using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansTrading.Devnet.Shared;

/// <summary>One local network's HTTP listener on loopback.</summary>
internal sealed class HttpFace : IAsyncDisposable
{
    /// <summary>Far above the largest request a wallet sends; a longer one is answered 413.</summary>
    internal const int RequestBytesMax = 1024 * 1024;

    private readonly WebApplication _application;
    private readonly IDevnetNetwork _network;

    private HttpFace(WebApplication application, IDevnetNetwork network, Uri address)
    {
        _application = application;
        _network = network;
        Address = address;
    }

    internal Uri Address { get; }

    /// <summary>
    /// Starts listening. Takes the network over: it is disposed with the listener, or when this fails.
    /// </summary>
    /// <exception cref="IOException">The port is taken.</exception>
    internal static async Task<HttpFace> StartAsync(
        IDevnetNetwork network, int port, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        var application = Build(port, loggers);
        try
        {
            network.Map(application);
            await application.StartAsync(cancellationToken);
            var addresses = application.Services.GetRequiredService<IServer>().Features
                .GetRequiredFeature<IServerAddressesFeature>().Addresses;
            return new HttpFace(application, network, new Uri(addresses.First()));
        }
        catch
        {
            await application.DisposeAsync();
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _network.Dispose();
    }

    private static WebApplication Build(int port, ILoggerFactory? loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers ?? NullLoggerFactory.Instance);
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        var application = builder.Build();
        application.UseRouting();
        return application;
    }

    /// <summary>The process belongs to the host around us: signals are its business.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
