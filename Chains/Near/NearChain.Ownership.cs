using System.Globalization;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Ownership;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>Proofs of ownership, and payment URIs.</summary>
internal sealed partial class NearChain
{
    /// <inheritdoc/>
    public string ComposeOwnershipMessage(OwnershipChallenge challenge) => SignInMessage.Compose(challenge, Id);

    /// <inheritdoc/>
    /// <remarks>
    /// The hash of the NEP-413 payload: a wallet is asked to sign the message with the domain as recipient and the
    /// SHA-256 of the message's nonce as nonce.
    /// </remarks>
    public byte[] OwnershipBytes(string message) => SignInMessage.ToPayload(message).Hash();

    /// <inheritdoc/>
    /// <remarks>
    /// A signature alone proves a key, not an account: an account has any number of keys, and some may do no more than
    /// play a game. So the key must have full access to the account now.
    /// </remarks>
    public async Task<OwnershipCheck> VerifyOwnershipAsync(
        OwnershipChallenge challenge, OwnershipProof proof, CancellationToken cancellationToken = default)
    {
        if (!SignatureText.TryDecode(proof.Signature, out var signature))
        {
            return new OwnershipCheck(
                OwnershipVerdict.MalformedSignature, "the signature is not base58, base64 or hex of 64 bytes");
        }

        var message = ComposeOwnershipMessage(challenge);
        if (proof.SignedMessage is not null && proof.SignedMessage != message)
        {
            return new OwnershipCheck(
                OwnershipVerdict.WrongMessage, "on NEAR the message is signed as it was issued, not another text");
        }

        if (ReadProofKey(challenge.Address, proof) is not { } key)
        {
            return new OwnershipCheck(
                OwnershipVerdict.WrongKey, "the public key that signed is missing; it is written like ed25519:…");
        }

        if (!IsSigned(challenge, message, key, signature))
        {
            return new OwnershipCheck(
                OwnershipVerdict.WrongSignature, $"the signature is not that of {key} over this message");
        }

        return await FindKeyProblemAsync(challenge.Address, key.ToString(), cancellationToken) is { } problem
            ? new OwnershipCheck(OwnershipVerdict.WrongKey, problem)
            : new OwnershipCheck(OwnershipVerdict.Proven, null);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// NEAR has no standard for such URIs; this one is made like Solana Pay's. A payment of NEAR has no memo: there the
    /// amount says what it is for, to its last digit.
    /// </remarks>
    public string ComposePaymentUri(string to, ChainAmount amount, int decimals, string? memo, string label)
    {
        var uri = new StringBuilder("near:").Append(ReadAccount(to)).Append("?amount=")
            .Append(FormatUnits(amount.Units, decimals));
        if (ReadAsset(amount.Asset) is { } token)
        {
            uri.Append("&token=").Append(token.Contract);
        }

        uri.Append("&label=").Append(Uri.EscapeDataString(label));
        return memo is null || !CarriesMemo(amount.Asset)
            ? uri.ToString()
            : uri.Append("&memo=").Append(Uri.EscapeDataString(memo)).ToString();
    }

    private NearPublicKey? ReadProofKey(string account, OwnershipProof proof)
    {
        var text = proof.PublicKey ?? (NearAccountId.IsNearImplicit(account) ? OwnKeyOf(account) : string.Empty);
        return NearPublicKey.TryParse(text, out var key) ? key : null;
    }

    /// <summary>Wallets that leave the page to sign put the page into what they sign; only the page that asked
    /// counts.</summary>
    private static bool IsSigned(
        OwnershipChallenge challenge, string message, NearPublicKey key, byte[] signature)
    {
        var signed = new NearSignature(NearCurve.Ed25519, signature);
        string?[] callbacks = [null, challenge.Uri];
        return callbacks.Any(callback => key.Verify(SignInMessage.ToPayload(message, callback).Hash(), signed));
    }

    /// <summary>User units without an exponent or needless zeros.</summary>
    private static string FormatUnits(UInt128 units, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^decimals] : $"{digits[..^decimals]}.{fraction}";
    }
}
