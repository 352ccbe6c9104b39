namespace OrleansTrading.Chains;

/// <summary>
/// What a wallet is asked to sign to prove that it owns an address. Everything in it is issued by us.
/// </summary>
/// <param name="Domain">Our host name, e.g. <c>example.com</c>.</param>
/// <param name="Uri">The page or API that asked, e.g. <c>https://example.com/</c>.</param>
/// <param name="Address">The canonical address to be proven.</param>
/// <param name="Statement">One line for the user: what the signature will do.</param>
/// <param name="Nonce">Single-use random text, at least 8 alphanumeric characters.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="ExpiresAt">When it stops being accepted.</param>
public sealed record OwnershipChallenge(
    string Domain,
    string Uri,
    string Address,
    string Statement,
    string Nonce,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt);

/// <summary>What a wallet sent back.</summary>
/// <param name="Signature">The Ed25519 signature as text: base58, base64 or hex of exactly 64 bytes.</param>
/// <param name="SignedMessage">
/// The text the wallet says it signed, when it may have changed ours (Sign-In-With-Solana allows it); null when it
/// signed the message as issued.
/// </param>
public sealed record OwnershipProof(string Signature, string? SignedMessage)
{
    /// <summary>
    /// The key that signed, as the wallet tells it (<c>ed25519:…</c> on NEAR); null where the address is the key.
    /// </summary>
    public string? PublicKey { get; init; }

    /// <summary>
    /// A signed transaction whose memo is the message, in base64, from a wallet that signs no messages (Solana). It
    /// holds its signature, so <see cref="Signature"/> is not looked at. Null otherwise.
    /// </summary>
    public string? SignedTransaction { get; init; }
}

/// <summary>Whether a proof holds.</summary>
public enum OwnershipVerdict
{
    /// <summary>The address's key signed this very challenge.</summary>
    Proven,

    /// <summary>The signature is not the text form of 64 bytes.</summary>
    MalformedSignature,

    /// <summary>The signature does not verify.</summary>
    WrongSignature,

    /// <summary>The key is not the text form of one, or has no full access to the address.</summary>
    WrongKey,

    /// <summary>
    /// The signature verifies, but over a text that differs from the challenge in a field that matters.
    /// </summary>
    WrongMessage,
}

/// <summary>The verdict on a proof.</summary>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Problem">The reason for people, naming the field; null when proven.</param>
public sealed record OwnershipCheck(OwnershipVerdict Verdict, string? Problem);
