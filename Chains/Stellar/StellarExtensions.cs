using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Streams;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Events;

namespace OrleansTrading.Chains.Stellar;

/// <summary>The door to Stellar.</summary>
public static class StellarExtensions
{
    /// <summary>The key under which Horizon's <see cref="IRestTransport"/> is registered, and the short name.</summary>
    public const string ChainName = StellarConstants.Name;

    /// <summary>
    /// Adds Stellar over HTTP as one of the <see cref="IChain"/>s. An <see cref="IRestTransport"/> that is already
    /// registered with key <see cref="ChainName"/> is used instead of HTTP. The host registers a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Which network, and how it is used.</param>
    /// <param name="horizon">How the Horizon servers are reached.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddStellarChain(
        this IServiceCollection services, StellarOptions options, HttpTransportOptions horizon)
    {
        options.Validate();
        services.AddHttpRest(ChainName, horizon, new HorizonProbe(options));
        services.AddSingleton<IChain>(provider =>
            CreateChain(options, provider.GetRequiredKeyedService<IRestTransport>(ChainName)));
        return services;
    }

    /// <summary>
    /// Adds Horizon's streams of payments as one of the <see cref="IChainHints"/>. An <see cref="IEventSource"/> that
    /// is already registered with key <see cref="ChainName"/> is used instead of HTTP. The host registers a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Which network.</param>
    /// <param name="streams">How the Horizon servers are reached.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddStellarHints(
        this IServiceCollection services, StellarOptions options, EventStreamOptions streams)
    {
        options.Validate();
        services.AddHttpEvents(ChainName, streams);
        services.AddSingleton<IChainHints>(provider => new HorizonHints(
            options.ChainId,
            provider.GetRequiredKeyedService<IEventSource>(ChainName),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>
    /// Adds the server's side of Stellar Web Authentication (SEP-10), which asks the Horizon of
    /// <see cref="AddStellarChain"/> for the signers of accounts.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Which network.</param>
    /// <param name="webAuth">What the server says of itself.</param>
    /// <param name="signer">Finds the key that <c>stellar.toml</c> names as SIGNING_KEY.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddStellarWebAuth(
        this IServiceCollection services,
        StellarOptions options,
        WebAuthOptions webAuth,
        Func<IServiceProvider, ISigner> signer)
    {
        webAuth.Validate();
        services.AddSingleton(provider => new StellarWebAuth(
            options,
            webAuth,
            provider.GetRequiredKeyedService<IRestTransport>(ChainName),
            signer(provider),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>The address whose key this is.</summary>
    public static string AddressOf(ReadOnlySpan<byte> publicKey) => StellarKeys.EncodeAddress(publicKey);

    /// <summary>Makes the chain on a given port; for tests and simulations.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IChain CreateChain(StellarOptions options, IRestTransport horizon) =>
        new StellarChain(options, horizon);
}
