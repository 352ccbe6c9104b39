namespace OrleansTrading.Chains.Tests;

internal static class OwnershipChecks
{
    /// <summary>For chains whose addresses are keys: they ask nobody, so the answer is there at once.</summary>
    internal static OwnershipCheck VerifyOwnership(
        this IChain chain, OwnershipChallenge challenge, OwnershipProof proof)
    {
        var check = chain.VerifyOwnershipAsync(challenge, proof);
        Assert.True(check.IsCompletedSuccessfully);
        return check.GetAwaiter().GetResult();
    }
}
