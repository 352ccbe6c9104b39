using OrleansTrading.Chains.Stellar.Horizon;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Handing signed bytes to the network.</summary>
internal sealed partial class StellarChain
{
    /// <inheritdoc/>
    /// <remarks>
    /// Uses <c>/transactions_async</c>, which answers at once: <c>/transactions</c> would hold the request until a
    /// ledger closes, and its answer would still say nothing that the ledger does not say better.
    /// </remarks>
    public async Task<SubmitResult> SubmitAsync(
        SignedTransfer transfer, CancellationToken cancellationToken = default)
    {
        try
        {
            return SubmitReplies.Read(await _horizon.SubmitAsync(transfer.Bytes, cancellationToken));
        }
        catch (ChainUnavailableException exception)
        {
            return new SubmitResult(SubmitReply.Unknown, exception.Message);
        }
    }
}
