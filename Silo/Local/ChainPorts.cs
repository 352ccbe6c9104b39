using Microsoft.Extensions.DependencyInjection;
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

    internal ChainPorts(Uri solana, Uri horizon, Uri? near = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddHttpJsonRpc(SolanaExtensions.ChainName, HttpTransportOptions.To(solana));
        services.AddHttpRest(StellarExtensions.ChainName, HttpTransportOptions.To(horizon));
        if (near is not null)
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

    public void Dispose() => _services.Dispose();
}
