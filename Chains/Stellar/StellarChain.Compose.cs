using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Which operation carries out an order.</summary>
/// <remarks>
/// It depends on what the recipient's account is like now. Should that change before the transaction lands, the
/// operation fails on chain and moves nothing.
/// </remarks>
internal sealed partial class StellarChain
{
    private async Task<StellarOperation> ComposeAsync(
        TransferOrder order, MuxedAccount? source, CancellationToken cancellationToken)
    {
        var destination = RequireDestination(order.To);
        var asset = _assets.AssetOf(order.Amount.Asset);
        var stroops = RequireStroops(order.Amount);
        if (order.Conversion is { } conversion)
        {
            return await ComposePathAsync(destination, asset, stroops, conversion, source, cancellationToken);
        }

        if (destination.Id is null && asset.IsNative)
        {
            return await _horizon.FindAccountAsync(destination.AccountId, cancellationToken) is null
                ? new CreateAccountOperation(destination.AccountId, stroops, source)
                : new PaymentOperation(destination, asset, stroops, source);
        }

        return order.MayBeClaimed
            && await _horizon.FindAccountAsync(destination.AccountId, cancellationToken) is { } account
            && IsToBeClaimed(account, destination, asset)
            ? new CreateClaimableBalanceOperation(
                asset,
                stroops,
                [new Claimant(destination.AccountId, ClaimPredicate.Unconditional.Instance)],
                source)
            : new PaymentOperation(destination, asset, stroops, source);
    }

    /// <summary>
    /// Whether an amount is left for an account to claim: it exists, but does not trust the asset. A claimant is an
    /// account, so for an M… address, whose holder could not tell whose it is, nothing is left.
    /// </summary>
    private static bool IsToBeClaimed(HorizonAccount account, MuxedAccount destination, StellarAsset asset) =>
        !asset.IsNative
        && destination.Id is null
        && asset.Issuer != account.Id
        && account.BalanceOf(asset) is null;

    /// <summary>
    /// The network exchanges along the way that is best now, and itself refuses to give more, or let less arrive, than
    /// the order says.
    /// </summary>
    /// <exception cref="ChainUnavailableException">Also when there is no way within the limits now.</exception>
    private async Task<StellarOperation> ComposePathAsync(
        MuxedAccount destination,
        StellarAsset asset,
        long stroops,
        AssetConversion conversion,
        MuxedAccount? source,
        CancellationToken cancellationToken)
    {
        var given = _assets.AssetOf(conversion.Pay.Asset);
        var givenStroops = RequireStroops(conversion.Pay);
        var paths = conversion.SpendsAll
            ? await _horizon.FindPathsFromAsync(given, givenStroops, asset, cancellationToken)
            : await _horizon.FindPathsToAsync(given, asset, stroops, cancellationToken);
        var fitting = paths.Where(path => path.SourceAmount <= givenStroops && path.DestinationAmount >= stroops);
        var best = (conversion.SpendsAll
            ? fitting.OrderByDescending(path => path.DestinationAmount)
            : fitting.OrderBy(path => path.SourceAmount)).FirstOrDefault()
            ?? throw new ChainUnavailableException(
                Name,
                $"{Name}: its exchange has no way now from {StellarAmount.FormatShort(givenStroops)} {given} to "
                + $"{StellarAmount.FormatShort(stroops)} {asset}. Wait, or allow for more.");
        return conversion.SpendsAll
            ? new PathPaymentStrictSendOperation(given, givenStroops, destination, asset, stroops, best.Hops, source)
            : new PathPaymentStrictReceiveOperation(
                given, givenStroops, destination, asset, stroops, best.Hops, source);
    }
}
