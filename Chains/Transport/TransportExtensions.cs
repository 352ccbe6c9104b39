using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansTrading.Chains.Transport;

/// <summary>
/// Registers the real transports, keyed by the chain's short name. A double registered first wins. The host registers
/// the <see cref="TimeProvider"/> they use.
/// </summary>
public static class TransportExtensions
{
    private const int ConnectionsMax = 64;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Registers a keyed <see cref="IJsonRpc"/> over HTTP for <paramref name="chain"/>.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddHttpJsonRpc(
        this IServiceCollection services, string chain, HttpTransportOptions options)
    {
        services.AddChainHttpClient(chain, options);
        services.TryAddKeyedSingleton<IJsonRpc>(
            chain,
            (provider, _) => new HttpJsonRpc(chain, Client(provider, chain), options, Time(provider)));
        return services;
    }

    /// <summary>Registers a keyed <see cref="IRestTransport"/> over HTTP for <paramref name="chain"/>.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddHttpRest(
        this IServiceCollection services, string chain, HttpTransportOptions options)
    {
        services.AddChainHttpClient(chain, options);
        services.TryAddKeyedSingleton<IRestTransport>(
            chain,
            (provider, _) => new HttpRestTransport(chain, Client(provider, chain), options, Time(provider)));
        return services;
    }

    private static void AddChainHttpClient(
        this IServiceCollection services, string chain, HttpTransportOptions options)
    {
        options.Validate();
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
    }

    private static string ClientName(string chain) => "chain:" + chain;

    private static HttpClient Client(IServiceProvider provider, string chain) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName(chain));

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
