using System.Globalization;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Ownership;

/// <summary>
/// The message a wallet signs (SEP-53) to prove that it holds an account's master key. It binds our domain, the page,
/// the network, the account, the purpose, a nonce and both times.
/// </summary>
internal sealed class OwnershipProofs(string chainId)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <exception cref="ArgumentException">A field is empty or would forge another line.</exception>
    internal string Compose(OwnershipChallenge challenge)
    {
        if (!Strkey.TryDecode(challenge.Address, StrkeyKind.Account, out _))
        {
            throw new ArgumentException("The challenge's address is not a Stellar account (G…).", nameof(challenge));
        }

        RequireLine(challenge.Domain, nameof(challenge.Domain));
        RequireLine(challenge.Uri, nameof(challenge.Uri));
        RequireLine(challenge.Statement, nameof(challenge.Statement));
        RequireLine(challenge.Nonce, nameof(challenge.Nonce));
        return new StringBuilder()
            .Append(challenge.Domain).Append(" wants you to prove that this Stellar account is yours:\n")
            .Append(challenge.Address).Append("\n\n")
            .Append(challenge.Statement).Append("\n\n")
            .Append("URI: ").Append(challenge.Uri).Append('\n')
            .Append("Chain ID: ").Append(chainId).Append('\n')
            .Append("Nonce: ").Append(challenge.Nonce).Append('\n')
            .Append("Issued At: ").Append(Format(challenge.IssuedAt)).Append('\n')
            .Append("Expiration Time: ").Append(Format(challenge.ExpiresAt))
            .ToString();
    }

    internal OwnershipCheck Verify(OwnershipChallenge challenge, OwnershipProof proof)
    {
        var issued = Compose(challenge);
        if (!SignatureText.TryDecode(proof.Signature, out var signature))
        {
            return new OwnershipCheck(
                OwnershipVerdict.MalformedSignature, "the signature is not 64 bytes in base64 or hex");
        }

        var signed = proof.SignedMessage ?? issued;
        if (!SignedMessage.Verify(challenge.Address, signed, signature))
        {
            return new OwnershipCheck(
                OwnershipVerdict.WrongSignature,
                "the signature does not verify for this address; sign the message as it is with the wallet's message "
                + "signing (SEP-53), with the account's own key");
        }

        return string.Equals(signed, issued, StringComparison.Ordinal)
            ? new OwnershipCheck(OwnershipVerdict.Proven, null)
            : new OwnershipCheck(
                OwnershipVerdict.WrongMessage, "the wallet signed another text than the one it was given");
    }

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void RequireLine(string value, string name)
    {
        if (value.Length == 0 || value.Any(char.IsControl))
        {
            throw new ArgumentException($"The challenge's {name} is empty or contains control characters.");
        }
    }
}
