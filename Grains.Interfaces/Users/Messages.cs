namespace OrleansTrading.Grains;

/// <summary>A request for a message to sign.</summary>
[GenerateSerializer, Immutable, Alias("ot.issue-challenge")]
public sealed record IssueChallenge
{
    /// <summary>The chain's short name.</summary>
    [Id(0)]
    public required string Chain { get; init; }

    /// <summary>The address to be proven, as typed.</summary>
    [Id(1)]
    public required string Address { get; init; }

    /// <summary>The signed-in user who links the address; null for a sign-in.</summary>
    [Id(2)]
    public UserId? LinkTo { get; init; }
}

/// <summary>A message to sign.</summary>
[GenerateSerializer, Immutable, Alias("ot.challenge-view")]
public sealed record ChallengeView
{
    /// <summary>The challenge's id, to be sent back with the signature.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The address's chain.</summary>
    [Id(1)]
    public required string Chain { get; init; }

    /// <summary>The address in its canonical spelling.</summary>
    [Id(2)]
    public required string Address { get; init; }

    /// <summary>The exact text to sign, in the chain's own standard.</summary>
    [Id(3)]
    public required string Message { get; init; }

    /// <summary>When it stops being accepted.</summary>
    [Id(4)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// The same as an unsigned transaction, base64, for wallets that sign no messages; null where the chain has none.
    /// </summary>
    [Id(5)]
    public string? Transaction { get; init; }
}

/// <summary>The answer to a challenge.</summary>
[GenerateSerializer, Immutable, Alias("ot.redeem-challenge")]
public sealed record RedeemChallenge
{
    /// <summary>The signature as text: base58, base64 or hex; empty beside a signed transaction.</summary>
    [Id(0)]
    public required string Signature { get; init; }

    /// <summary>The text that was signed, if the wallet changed ours; null when it did not.</summary>
    [Id(1)]
    public string? SignedMessage { get; init; }

    /// <summary>The signed-in user; null for a sign-in.</summary>
    [Id(2)]
    public UserId? LinkTo { get; init; }

    /// <summary>The key that signed, where an address may have several (NEAR); else null.</summary>
    [Id(3)]
    public string? PublicKey { get; init; }

    /// <summary>The signed transaction, base64, that stands for signature and text; null when there is none.</summary>
    [Id(4)]
    public string? SignedTransaction { get; init; }
}

/// <summary>An address that a user has proven.</summary>
[GenerateSerializer, Immutable, Alias("ot.proven-address")]
public sealed record ProvenAddress
{
    /// <summary>The address.</summary>
    [Id(0)]
    public required AccountId Account { get; init; }

    /// <summary>The chain's short name.</summary>
    [Id(1)]
    public required string Chain { get; init; }

    /// <summary>When it was proven first.</summary>
    [Id(2)]
    public required DateTimeOffset ProvenAt { get; init; }
}

/// <summary>A user as the API shows it.</summary>
[GenerateSerializer, Immutable, Alias("ot.user-view")]
public sealed record UserView
{
    /// <summary>The user's id.</summary>
    [Id(0)]
    public required UserId Id { get; init; }

    /// <summary>When the user was created, by proving the first address.</summary>
    [Id(1)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The proven addresses, oldest first.</summary>
    [Id(2)]
    public required IReadOnlyList<ProvenAddress> Addresses { get; init; }
}

/// <summary>A signed-in caller's session, without its secret.</summary>
[GenerateSerializer, Immutable, Alias("ot.open-session")]
public sealed record OpenSession
{
    /// <summary>Whose session it is.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>SHA-256 of the secret half of the bearer token; the secret itself is not kept.</summary>
    [Id(1)]
    public required byte[] SecretHash { get; init; }

    /// <summary>How long it lasts.</summary>
    [Id(2)]
    public required TimeSpan Lifetime { get; init; }
}
