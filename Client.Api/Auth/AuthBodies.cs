using System.Text.Json.Serialization;
using OrleansTrading.Client.Api.Users;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>Asks for a message to sign.</summary>
internal sealed record ChallengeRequest
{
    /// <summary>The chain's short name: <c>solana</c>, <c>stellar</c>.</summary>
    public required string Chain { get; init; }

    /// <summary>The address to prove.</summary>
    public required string Address { get; init; }
}

/// <summary>A message to sign with the address's key. Good for one answer, until it expires.</summary>
internal sealed record ChallengeBody
{
    /// <summary>The id to send back with the signature.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>The address's chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The address in its canonical spelling.</summary>
    public required string Address { get; init; }

    /// <summary>The exact text to sign, in the chain's own standard.</summary>
    public required string Message { get; init; }

    /// <summary>When it stops being accepted.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// The same as an unsigned transaction, base64, for wallets that sign no messages (Solana); null on other chains.
    /// It is never submitted, and no network would take it.
    /// </summary>
    public required string? Transaction { get; init; }
}

/// <summary>Answers a challenge.</summary>
internal sealed record VerificationRequest
{
    /// <summary>The challenge's id.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>The signature as base58, base64 or hex; left out beside <c>signedTransaction</c>.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// The challenge's <c>transaction</c>, signed, in base64, from a wallet that signs no messages; else left out.
    /// </summary>
    public string? SignedTransaction { get; init; }

    /// <summary>The text that was signed, if the wallet changed it; left out when it did not.</summary>
    public string? SignedMessage { get; init; }

    /// <summary>
    /// The key that signed, as the wallet tells it (ed25519:…): needed for named accounts on NEAR, left out elsewhere.
    /// </summary>
    public string? PublicKey { get; init; }
}

/// <summary>A proven address: a new session at sign-in, or only the user when an address was linked.</summary>
internal sealed record VerificationBody
{
    /// <summary>The bearer token, told this once; left out when an address was linked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>Always <c>Bearer</c>; left out when an address was linked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenType { get; init; }

    /// <summary>When the token stops being accepted; left out when an address was linked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The user.</summary>
    public required UserBody User { get; init; }
}

/// <summary>A challenge of Stellar Web Authentication; its names are those of SEP-10.</summary>
internal sealed record WebAuthChallengeBody
{
    /// <summary>The transaction to sign, XDR in base64. It can never enter a ledger.</summary>
    [JsonPropertyName("transaction")]
    public required string Transaction { get; init; }

    /// <summary>The network to sign it for.</summary>
    [JsonPropertyName("network_passphrase")]
    public required string NetworkPassphrase { get; init; }
}

/// <summary>An answered challenge of Stellar Web Authentication.</summary>
internal sealed record WebAuthAnswerBody
{
    /// <summary>The signed transaction, XDR in base64.</summary>
    [JsonPropertyName("transaction")]
    public required string Transaction { get; init; }
}

/// <summary>A token of Stellar Web Authentication.</summary>
internal sealed record WebAuthTokenBody
{
    /// <summary>The JSON Web Token, which is also this API's bearer token.</summary>
    [JsonPropertyName("token")]
    public required string Token { get; init; }
}
