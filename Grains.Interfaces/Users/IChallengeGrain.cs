namespace OrleansTrading.Grains;

/// <summary>
/// One message to sign, keyed by its random id: issued once, answered once, forgotten after its expiry.
/// </summary>
[Alias("ot.IChallengeGrain")]
public interface IChallengeGrain : IGrainWithStringKey
{
    /// <summary>Composes the message to sign. Refuses unknown chains and malformed addresses.</summary>
    [Alias("Issue")]
    Task<Outcome<ChallengeView>> IssueAsync(IssueChallenge command);

    /// <summary>
    /// Checks the signature, binds the address to its user (creating the user at first sight) and uses the challenge
    /// up. Any refusal leaves the challenge as it was.
    /// </summary>
    [Alias("Redeem")]
    Task<Outcome<UserView>> RedeemAsync(RedeemChallenge command);
}
