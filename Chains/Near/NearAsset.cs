namespace OrleansTrading.Chains.Near;

/// <summary>A configured token, ready for use.</summary>
/// <param name="Asset">Its CAIP-19 id.</param>
/// <param name="Contract">Its contract's account id.</param>
/// <param name="TransferGas">Units of gas that a transfer may use.</param>
internal sealed record NearAsset(string Asset, string Contract, ulong TransferGas)
{
    internal static NearAsset From(string chainId, NearToken token) => new(
        $"{chainId}/{NearConstants.TokenPrefix}{token.Contract}",
        token.Contract,
        (ulong)token.TransferTeraGas * NearConstants.TeraGas);
}
