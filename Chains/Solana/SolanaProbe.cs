using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// Judges a Solana node by its genesis hash, its last finalized slot and the hash of a finalized block. Where no
/// genesis hash is expected (a local cluster) any is taken.
/// </summary>
internal sealed class SolanaProbe(SolanaOptions options) : IEndpointProbe<IJsonRpc>
{
    // A block that was skipped, cleaned up, or is not in long-term storage (JSON-RPC errors of Agave).
    private const int SlotSkippedMin = -32011;
    private const int SlotSkippedMax = -32001;

    /// <inheritdoc/>
    public TimeSpan BlockTime { get; } = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public Task<string?> FindNetworkProblemAsync(IJsonRpc server, CancellationToken cancellationToken) =>
        new SolanaChain(options, server).CheckGenesisAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ulong> ReadFinalHeightAsync(IJsonRpc server, CancellationToken cancellationToken) =>
        (await new SolanaRpc(SolanaChain.ShortName, server).GetTipAsync(cancellationToken)).Slot;

    /// <inheritdoc/>
    public async Task<string?> ReadHashAsync(IJsonRpc server, ulong height, CancellationToken cancellationToken)
    {
        var parameters = new JsonArray(height, new JsonObject
        {
            ["commitment"] = "finalized",
            ["transactionDetails"] = "none",
            ["rewards"] = false,
            ["maxSupportedTransactionVersion"] = 0,
        });
        try
        {
            var block = await server.CallAsync("getBlock", parameters, RequestKind.Read, cancellationToken);
            return block.ValueKind == JsonValueKind.Object
                && block.TryGetProperty("blockhash", out var hash)
                && hash.ValueKind == JsonValueKind.String
                    ? hash.GetString()
                    : null;
        }
        catch (JsonRpcErrorException error) when (error.Code is >= SlotSkippedMin and <= SlotSkippedMax)
        {
            return null;
        }
        catch (JsonRpcErrorException error)
        {
            throw new ChainUnavailableException(
                SolanaChain.ShortName, $"getBlock gave error {error.Code}: {SolanaRpc.Shorten(error.Message)}", error);
        }
    }
}
