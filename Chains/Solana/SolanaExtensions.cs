using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Solana;

/// <summary>The door to Solana.</summary>
public static class SolanaExtensions
{
    /// <summary>The key under which Solana's <see cref="IJsonRpc"/> is registered, and its short name.</summary>
    public const string ChainName = SolanaChain.ShortName;

    /// <summary>
    /// Adds Solana over HTTP as one of the <see cref="IChain"/>s. An <see cref="IJsonRpc"/> that is already registered
    /// with key <see cref="ChainName"/> is used instead of HTTP. The host registers a <see cref="TimeProvider"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddSolanaChain(
        this IServiceCollection services, SolanaOptions options, HttpTransportOptions transport)
    {
        options.Validate();
        services.AddHttpJsonRpc(ChainName, transport, new SolanaProbe(options));
        services.AddSingleton<IChain>(provider =>
            CreateChain(options, provider.GetRequiredKeyedService<IJsonRpc>(ChainName)));
        return services;
    }

    /// <summary>The address whose key this is.</summary>
    public static string AddressOf(ReadOnlySpan<byte> publicKey) => new SolanaKey(publicKey).ToString();

    /// <summary>Makes the chain on a given port; for tests and simulations.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IChain CreateChain(SolanaOptions options, IJsonRpc rpc) => new SolanaChain(options, rpc);
}
