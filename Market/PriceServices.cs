using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Market;

/// <summary>The door of this room for the host.</summary>
public static class PriceServices
{
    // DNS changes are noticed after this long.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Registers <see cref="IPriceSource"/> (Pyth Hermes when its URL and key are configured, else the replay; both
    /// behind one fetch per feed and second) and <see cref="PriceRules"/>, each unless one is registered already.
    /// </summary>
    /// <exception cref="ArgumentException">The options are wrong; the message lists every violation.</exception>
    public static IServiceCollection AddPrices(this IServiceCollection services, PriceOptions options)
    {
        var problems = options.Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException("The price options are wrong. " + string.Join(' ', problems), nameof(options));
        }

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new PriceRules(options.Rules));
        services.TryAddSingleton<IPriceSource>(provider => Create(provider, options));
        return services;
    }

    private static CoalescingPriceSource Create(IServiceProvider provider, PriceOptions options)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var log = provider.GetRequiredService<ILogger<CoalescingPriceSource>>();
        IPriceSource source = options.Pyth.IsConfigured
            ? new PythHermesPriceSource(CreateHttp(), options.Pyth, clock)
            : ReplayPriceSource.Load(options.Replay, clock);
        log.PricesComeFrom(source.Description);
        return new CoalescingPriceSource(source, options.Coalescing, clock, log);
    }

    // Not from IHttpClientFactory: its loggers can write headers, and one of ours is a key. Lives as long as the
    // process.
    private static HttpClient CreateHttp() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // PythOptions.Timeout is the limit
    };
}
