using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Users;

/// <summary>A challenge as it was issued.</summary>
internal sealed class ChallengeState
{
    /// <summary>The chain's short name.</summary>
    public string Chain { get; set; } = string.Empty;

    /// <summary>What was issued; null before.</summary>
    public OwnershipChallenge? Issued { get; set; }

    /// <summary>The session it was issued to; null for a sign-in.</summary>
    public UserId? LinkTo { get; set; }

    /// <summary>True after its one success.</summary>
    public bool Used { get; set; }

    /// <summary>The proof that was accepted, kept for audit until the challenge is forgotten.</summary>
    public OwnershipProof? Proof { get; set; }
}
