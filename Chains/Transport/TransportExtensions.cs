using System.Diagnostics.Metrics;
using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Transport;

/// <summary>
/// Registers the real transports, keyed by the chain's short name. A stand-in registered first wins. The host registers
/// the <see cref="TimeProvider"/> they use. Each chain's endpoints are also registered as <see cref="IChainEndpoints"/>
/// and <see cref="IChainOutages"/>.
/// </summary>
public static class TransportExtensions
{
    private const int ConnectionsMax = 64;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Registers a keyed <see cref="IJsonRpc"/> over HTTP for <paramref name="chain"/>, whose endpoints are used
    /// without asking who they are.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddHttpJsonRpc(
        this IServiceCollection services, string chain, HttpTransportOptions options) =>
        services.AddHttpJsonRpc(chain, options, probe: null);

    /// <summary>
    /// Registers a keyed <see cref="IRestTransport"/> over HTTP for <paramref name="chain"/>, whose endpoints are used
    /// without asking who they are.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddHttpRest(
        this IServiceCollection services, string chain, HttpTransportOptions options) =>
        services.AddHttpRest(chain, options, probe: null);

    internal static IServiceCollection AddHttpJsonRpc(
        this IServiceCollection services, string chain, HttpTransportOptions options, IEndpointProbe<IJsonRpc>? probe)
    {
        services.AddEndpoints(chain, options, probe, exchange => new HttpJsonRpc(exchange));
        services.TryAddKeyedSingleton<IJsonRpc>(
            chain,
            (provider, _) =>
            {
                var set = SetOf(provider, chain);
                return new HttpJsonRpc(set, () => new PinnedExchange(set));
            });
        return services;
    }

    internal static IServiceCollection AddHttpRest(
        this IServiceCollection services,
        string chain,
        HttpTransportOptions options,
        IEndpointProbe<IRestTransport>? probe)
    {
        foreach (var endpoint in options.Endpoints.Where(endpoint => endpoint.Url.Query.Length > 0))
        {
            throw new ArgumentException(
                $"{chain}: the Url of {endpoint} has a query, which resource paths would drop. Remove it.");
        }

        services.AddEndpoints(chain, options, probe, exchange => new HttpRestTransport(exchange));
        services.TryAddKeyedSingleton<IRestTransport>(
            chain,
            (provider, _) =>
            {
                var set = SetOf(provider, chain);
                return new HttpRestTransport(set, () => new PinnedExchange(set));
            });
        return services;
    }

    private static void AddEndpoints<TPort>(
        this IServiceCollection services,
        string chain,
        HttpTransportOptions options,
        IEndpointProbe<TPort>? probe,
        Func<IExchange, TPort> bind)
    {
        options.Validate();
        services.AddChainHttpClient(chain);
        services.TryAddKeyedSingleton(chain, (provider, _) =>
        {
            var set = new EndpointSet(
                chain,
                options,
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName(chain)),
                provider.GetRequiredService<TimeProvider>(),
                new EndpointMetrics(chain, provider.GetService<IMeterFactory>()),
                provider.GetService<ILogger<EndpointSet>>() ?? NullLogger<EndpointSet>.Instance);
            if (probe is not null)
            {
                set.CheckWith(probe, bind);
            }

            return set;
        });
        services.AddSingleton<IChainEndpoints>(provider => SetOf(provider, chain));
        services.AddSingleton<IChainOutages>(provider => SetOf(provider, chain));
        if (probe is not null)
        {
            services.AddSingleton<IHostedService>(provider => new EndpointWatch(
                SetOf(provider, chain),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<EndpointWatch>>()));
        }
    }

    private static void AddChainHttpClient(this IServiceCollection services, string chain) =>
        services.AddHttpClient(ClientName(chain))
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                // A redirect would carry a submission, and perhaps a key, to a host nobody configured.
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.MaxConnectionsPerServer = ConnectionsMax;
                handler.PooledConnectionLifetime = ConnectionLifetime;
                handler.AutomaticDecompression = System.Net.DecompressionMethods.All;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's own log lines print whole addresses, which may hold API keys.
            .RemoveAllLoggers();

    private static string ClientName(string chain) => "chain:" + chain;

    private static EndpointSet SetOf(IServiceProvider provider, string chain) =>
        provider.GetRequiredKeyedService<EndpointSet>(chain);
}
