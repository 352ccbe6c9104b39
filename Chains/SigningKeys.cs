namespace OrleansTrading.Chains;

/// <summary>
/// A sequence of its own in which transfers of an account can be under way beside others: a channel account (Stellar),
/// a further access key (NEAR), a nonce account (Solana). One transfer at a time is in a lane.
/// </summary>
/// <param name="Id">
/// The channel account's or nonce account's address, or the access key as <c>ed25519:&lt;base58&gt;</c>.
/// </param>
/// <param name="Signer">The lane's own key; null where the account's key signs for it.</param>
public sealed record SigningLane(string Id, ISigner? Signer);

/// <summary>What a transfer is signed with.</summary>
/// <param name="Account">The key of the account that pays.</param>
/// <param name="Lane">The lane; null for the account's own sequence.</param>
public sealed record SigningKeys(ISigner Account, SigningLane? Lane = null);
