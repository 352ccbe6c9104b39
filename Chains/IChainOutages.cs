namespace OrleansTrading.Chains;

/// <summary>Tells which chains cannot be relied on now, so that no new promise is made on them.</summary>
public interface IChainOutages
{
    /// <summary>The chain's outage; null when there is none.</summary>
    /// <param name="chain">The chain's short name.</param>
    ChainOutage? Find(string chain);
}

/// <summary>Why a chain cannot be relied on.</summary>
/// <param name="Reason">For people, without addresses that may hold a key.</param>
/// <param name="Since">When it began.</param>
/// <param name="RetryAt">When it is looked at again; null when an operator has to act.</param>
public sealed record ChainOutage(string Reason, DateTimeOffset Since, DateTimeOffset? RetryAt);
