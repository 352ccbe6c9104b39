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

    /// <summary>
    /// The transaction that a wallet signs instead of an ownership message when it can sign transactions only: its memo
    /// is the message (<see cref="OwnershipProof.SignedTransaction"/>). It is never submitted, and cannot be.
    /// </summary>
    /// <param name="address">The address to be proven, which signs and would pay.</param>
    /// <param name="message">What <see cref="IChain.ComposeOwnershipMessage"/> gave.</param>
    /// <returns>The wire bytes with an empty signature.</returns>
    /// <exception cref="FormatException">The address is no Solana address.</exception>
    /// <exception cref="ArgumentException">The message is too long for a transaction.</exception>
    public static byte[] ComposeOwnershipTransaction(string address, string message) =>
        OwnershipTransaction.Compose(SolanaKey.Parse(address), message);

    /// <summary>Makes the chain on a given port; for tests and simulations.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IChain CreateChain(SolanaOptions options, IJsonRpc rpc) => new SolanaChain(options, rpc);
}
