using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Silo.Local;

/// <summary>
/// Connections to the chains' public APIs, outside the server: for faucets and for the demo's customer.
/// </summary>
internal sealed class ChainPorts : IDisposable
{
    private readonly ServiceProvider _services;

    internal ChainPorts(NetworkUrls urls)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddHttpJsonRpc(SolanaExtensions.ChainName, HttpTransportOptions.To(urls.Solana));
        services.AddHttpRest(StellarExtensions.ChainName, HttpTransportOptions.To(urls.Horizon));
        if (urls.Near is { } near)
        {
            services.AddHttpJsonRpc(NearExtensions.ChainName, HttpTransportOptions.To(near));
        }

        _services = services.BuildServiceProvider();
        Solana = _services.GetRequiredKeyedService<IJsonRpc>(SolanaExtensions.ChainName);
        Horizon = _services.GetRequiredKeyedService<IRestTransport>(StellarExtensions.ChainName);
        Near = _services.GetKeyedService<IJsonRpc>(NearExtensions.ChainName);
    }

    internal IJsonRpc Solana { get; }

    internal IRestTransport Horizon { get; }

    /// <summary>Null where NEAR is not served.</summary>
    internal IJsonRpc? Near { get; }

    /// <summary>The chains' clients on these connections, with the options of local networks.</summary>
    internal IEnumerable<IChain> CreateChains()
    {
        yield return SolanaExtensions.CreateChain(LocalNetworks.SolanaOptions, Solana);
        yield return StellarExtensions.CreateChain(LocalNetworks.StellarOptions, Horizon);
        if (Near is { } near)
        {
            yield return NearExtensions.CreateChain(LocalNetworks.NearOptions, near);
        }
    }

    public void Dispose() => _services.Dispose();
}
