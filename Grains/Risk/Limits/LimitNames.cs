namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>Which limits of assets and chains something counts against.</summary>
internal static class LimitNames
{
    /// <summary>Those of a quote, once each, also where both of its sides are of one.</summary>
    internal static IEnumerable<string> Of(Asset pay, Asset receive)
    {
        yield return LimitKeys.OfAsset(pay.Alias);
        if (receive.Alias != pay.Alias)
        {
            yield return LimitKeys.OfAsset(receive.Alias);
        }

        yield return LimitKeys.OfChain(pay.Chain);
        if (receive.Chain != pay.Chain)
        {
            yield return LimitKeys.OfChain(receive.Chain);
        }
    }

    /// <summary>Those of a withdrawal. An asset that is off the platform's list has none of its own.</summary>
    internal static IReadOnlyList<string> OfWithdrawal(Asset? asset) => asset is null
        ? [LimitKeys.Withdrawals]
        :
        [
            LimitKeys.Withdrawals,
            LimitKeys.OfWithdrawnAsset(asset.Alias),
            LimitKeys.OfWithdrawnChain(asset.Chain),
        ];

    /// <summary>
    /// Those of a transfer from wallet to wallet of two users: money that the other may withdraw. No chain is touched.
    /// An asset that is off the platform's list has none.
    /// </summary>
    internal static IReadOnlyList<string> OfTransfer(Asset? asset) =>
        asset is null ? [LimitKeys.Withdrawals] : [LimitKeys.Withdrawals, LimitKeys.OfWithdrawnAsset(asset.Alias)];
}
