using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>Judges a Horizon server by its network's passphrase, its last ledger and a ledger's hash.</summary>
internal sealed class HorizonProbe(StellarOptions options) : IEndpointProbe<IRestTransport>
{
    /// <inheritdoc/>
    public TimeSpan BlockTime { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task<string?> FindNetworkProblemAsync(IRestTransport server, CancellationToken cancellationToken) =>
        new StellarChain(options, server).CheckNetworkAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ulong> ReadFinalHeightAsync(IRestTransport server, CancellationToken cancellationToken) =>
        (await new HorizonClient(server).GetRootAsync(cancellationToken)).LatestLedger;

    /// <inheritdoc/>
    public async Task<string?> ReadHashAsync(
        IRestTransport server, ulong height, CancellationToken cancellationToken) =>
        height > uint.MaxValue
            ? null
            : (await new HorizonClient(server).FindLedgerAsync((uint)height, cancellationToken))?.Hash;
}
