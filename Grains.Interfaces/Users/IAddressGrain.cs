namespace OrleansTrading.Grains;

/// <summary>
/// One address of one chain, keyed by its <see cref="AccountId"/>. It belongs to at most one user, for good.
/// </summary>
[Alias("ot.IAddressGrain")]
public interface IAddressGrain : IGrainWithStringKey
{
    /// <summary>Who proved it; null when nobody did.</summary>
    [ReadOnly, Alias("GetOwner")]
    Task<UserId?> GetOwnerAsync();

    /// <summary>
    /// Gives the address to <paramref name="candidate"/> unless it has an owner. The caller has verified the proof.
    /// </summary>
    /// <returns>The owner from now on.</returns>
    [Alias("Claim")]
    Task<UserId> ClaimAsync(UserId candidate);
}
