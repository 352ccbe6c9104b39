using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Near;

/// <summary>
/// Judges a NEAR node by its network's name and genesis, its last final block and the hash of a final block.
/// </summary>
internal sealed class NearProbe(NearOptions options) : IEndpointProbe<IJsonRpc>
{
    /// <inheritdoc/>
    public TimeSpan BlockTime { get; } = TimeSpan.FromMilliseconds(600);

    /// <inheritdoc/>
    public Task<string?> FindNetworkProblemAsync(IJsonRpc server, CancellationToken cancellationToken) =>
        new NearChain(options, server).FindWrongNetworkAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ulong> ReadFinalHeightAsync(IJsonRpc server, CancellationToken cancellationToken) =>
        (await new NearRpc(NearConstants.Name, server).GetFinalBlockAsync(cancellationToken)).Height;

    /// <inheritdoc/>
    public async Task<string?> ReadHashAsync(IJsonRpc server, ulong height, CancellationToken cancellationToken) =>
        (await new NearRpc(NearConstants.Name, server).FindBlockAsync(
            BlockReference.At(height), cancellationToken))?.Hash.ToString();
}
