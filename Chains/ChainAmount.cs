namespace OrleansTrading.Chains;

/// <summary>An amount of one asset on one chain.</summary>
/// <param name="Asset">The asset's CAIP-19 id, e.g. <c>stellar:pubnet/slip44:148</c>.</param>
/// <param name="Units">The amount in the asset's base unit (lamports, stroops, a token's smallest unit).</param>
public sealed record ChainAmount(string Asset, UInt128 Units);

/// <summary>What an account holds of one asset.</summary>
/// <param name="Asset">The asset's CAIP-19 id.</param>
/// <param name="Units">All of it, in base units, at finality.</param>
/// <param name="SpendableUnits">
/// What can leave the account: <paramref name="Units"/> less the chain's own minimum (rent, base reserves, selling
/// liabilities).
/// </param>
public sealed record ChainBalance(string Asset, UInt128 Units, UInt128 SpendableUnits);

/// <summary>What an account holds of every asset its chain was configured with.</summary>
/// <param name="Height">
/// Slot, block or ledger at which it held all this, told with it by the node that answered; 0 when that does not tell.
/// </param>
/// <param name="Held">One balance for each asset.</param>
public sealed record ChainBalances(ulong Height, IReadOnlyList<ChainBalance> Held);
