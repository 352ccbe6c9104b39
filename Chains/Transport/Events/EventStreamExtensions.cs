using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansTrading.Chains.Transport.Events;

/// <summary>Registers event streams, keyed by the chain's short name. A stand-in registered first wins.</summary>
internal static class EventStreamExtensions
{
    internal static IServiceCollection AddHttpEvents(
        this IServiceCollection services, string chain, EventStreamOptions options)
    {
        options.Validate();
        var name = "chain-events:" + chain;
        services.AddHttpClient(name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                // As for requests: nothing is carried to a host that nobody configured.
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ConnectTimeout = options.ConnectTimeout;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's own log lines print whole addresses, which may hold API keys.
            .RemoveAllLoggers();
        services.TryAddKeyedSingleton<IEventSource>(
            chain,
            (provider, _) => new HttpEventSource(
                chain,
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(name),
                options,
                provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
