using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Near;

/// <summary>The door to NEAR.</summary>
public static class NearExtensions
{
    /// <summary>The key under which NEAR's <see cref="IJsonRpc"/> is registered, and its short name.</summary>
    public const string ChainName = NearConstants.Name;

    /// <summary>
    /// Adds NEAR over HTTP as one of the <see cref="IChain"/>s. An <see cref="IJsonRpc"/> that is already registered
    /// with key <see cref="ChainName"/> is used instead of HTTP. The host registers a <see cref="TimeProvider"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddNearChain(
        this IServiceCollection services, NearOptions options, HttpTransportOptions transport)
    {
        options.Validate();
        services.AddHttpJsonRpc(ChainName, transport, new NearProbe(options));
        services.AddSingleton<IChain>(provider =>
            CreateChain(options, provider.GetRequiredKeyedService<IJsonRpc>(ChainName)));
        return services;
    }

    /// <summary>The implicit account of a key: its 32 bytes in hex.</summary>
    public static string AddressOf(ReadOnlySpan<byte> publicKey) =>
        NearAccountId.ImplicitOf(NearPublicKey.FromEd25519(publicKey).Bytes);

    /// <summary>The text of a public key: <c>ed25519:</c> and base58, as lanes and access keys are named.</summary>
    public static string KeyTextOf(ReadOnlySpan<byte> publicKey) => NearPublicKey.FromEd25519(publicKey).ToString();

    /// <summary>Makes the chain on a given port; for tests and simulations.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IChain CreateChain(NearOptions options, IJsonRpc rpc) => new NearChain(options, rpc);
}
