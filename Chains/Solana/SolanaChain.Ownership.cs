using System.Globalization;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string SiwsVersion = "1";
    private const int NonceLengthMin = 8;

    /// <inheritdoc/>
    public string ComposeOwnershipMessage(OwnershipChallenge challenge) => Issue(challenge).Compose();

    /// <inheritdoc/>
    /// <exception cref="FormatException">The address is no Solana address.</exception>
    /// <exception cref="ArgumentException">The message is too long for a transaction.</exception>
    public byte[] ComposeOwnershipTransaction(string address, string message) =>
        OwnershipTransaction.Compose(SolanaKey.Parse(address), message);

    /// <inheritdoc/>
    /// <remarks>Sign-In-With-Solana signs the text itself: no prefix, no hash.</remarks>
    public byte[] OwnershipBytes(string message) => Encoding.UTF8.GetBytes(message);

    /// <inheritdoc/>
    /// <remarks>
    /// The text itself may be signed, or the text in one of the envelopes of hardware wallets, or a transaction that
    /// has it as memo. Whichever it was, the text is compared with what was asked for.
    /// </remarks>
    public Task<OwnershipCheck> VerifyOwnershipAsync(
        OwnershipChallenge challenge, OwnershipProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(VerifyOwnership(challenge, proof));

    private OwnershipCheck VerifyOwnership(OwnershipChallenge challenge, OwnershipProof proof)
    {
        var issued = Issue(challenge);
        var wallet = ReadWallet(challenge.Address);
        string text;
        if (proof.SignedTransaction is { } transaction)
        {
            if (OwnershipTransaction.Read(transaction, wallet, out text) is { } refused)
            {
                return refused;
            }
        }
        else
        {
            if (!SignatureText.TryDecode(proof.Signature, out var signature))
            {
                return new OwnershipCheck(
                    OwnershipVerdict.MalformedSignature, "the signature is not base58, base64 or hex of 64 bytes");
            }

            text = proof.SignedMessage ?? issued.Compose();
            if (!Ed25519.Verify(wallet.ToArray(), OwnershipBytes(text), signature)
                && !OffchainMessage.IsSigned(text, wallet, challenge.Domain, signature))
            {
                return new OwnershipCheck(
                    OwnershipVerdict.WrongSignature, $"the signature is not {challenge.Address}'s over this message");
            }
        }

        return FindDifference(issued, text) is { } difference
            ? new OwnershipCheck(OwnershipVerdict.WrongMessage, difference)
            : new OwnershipCheck(OwnershipVerdict.Proven, null);
    }

    /// <inheritdoc/>
    public string ComposePaymentUri(string to, ChainAmount amount, int decimals, string memo, string label)
    {
        var uri = new StringBuilder("solana:").Append(ReadPayee(to)).Append("?amount=")
            .Append(FormatUnits(amount.Units, decimals));
        if (ReadAsset(amount.Asset) is { } token)
        {
            uri.Append("&spl-token=").Append(token.Mint);
        }

        // Some wallets leave the memo out; the reference says the same.
        if (SolanaReference.Of(memo) is { } reference)
        {
            uri.Append("&reference=").Append(reference);
        }

        return uri
            .Append("&label=").Append(Uri.EscapeDataString(label))
            .Append("&memo=").Append(Uri.EscapeDataString(memo))
            .ToString();
    }

    /// <summary>User units without an exponent or needless zeros, as Solana Pay wants them.</summary>
    private static string FormatUnits(UInt128 units, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var whole = digits[..^decimals];
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }

    private SiwsMessage Issue(OwnershipChallenge challenge)
    {
        // A line feed in any field could pass for another field.
        string[] fields = [challenge.Domain, challenge.Uri, challenge.Statement];
        if (fields.Any(field => field.Length == 0 || field.Any(char.IsControl))
            || challenge.Nonce.Length < NonceLengthMin
            || !challenge.Nonce.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException(
                "The challenge's domain, URI and statement must be single lines, and its nonce at least "
                + $"{NonceLengthMin} letters or digits.");
        }

        return new SiwsMessage(challenge.Domain, challenge.Address)
        {
            Statement = challenge.Statement,
            Uri = challenge.Uri,
            Version = SiwsVersion,
            ChainId = SolanaClusters.SignInNameOf(Id),
            Nonce = challenge.Nonce,
            IssuedAt = challenge.IssuedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
            ExpirationTime = challenge.ExpiresAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>
    /// Compares the text a wallet signed with the one it was given, field by field. Null when only spellings differ
    /// that the standard leaves to wallets: the chain's name with or without its prefix, the times' form, line feeds at
    /// the end.
    /// </summary>
    private string? FindDifference(SiwsMessage issued, string text)
    {
        if (!SiwsMessage.TryParse(text.TrimEnd('\n'), out var signed))
        {
            return "the signed text is not a Sign-In-With-Solana message";
        }

        // Nothing may hide between the fields.
        if (signed.Compose() != text.TrimEnd('\n'))
        {
            return "the signed text holds more than its fields";
        }

        return signed.Domain != issued.Domain ? Differs("domain", signed.Domain)
            : signed.Address != issued.Address ? Differs("address", signed.Address)
            : signed.Statement != issued.Statement ? Differs("statement", signed.Statement)
            : signed.Uri != issued.Uri ? Differs("URI", signed.Uri)
            : signed.Version != issued.Version ? Differs("version", signed.Version)
            : !IsThisChain(signed.ChainId) ? Differs("chain ID", signed.ChainId)
            : signed.Nonce != issued.Nonce ? Differs("nonce", signed.Nonce)
            : !IsSameTime(signed.IssuedAt, issued.IssuedAt!) ? Differs("issued-at time", signed.IssuedAt)
            : !IsSameTime(signed.ExpirationTime, issued.ExpirationTime!)
                ? Differs("expiration time", signed.ExpirationTime)
            : signed.NotBefore is not null ? Differs("not-before time", signed.NotBefore)
            : signed.RequestId is not null ? Differs("request ID", signed.RequestId)
            : signed.Resources is not null ? Differs("resources", string.Join(' ', signed.Resources))
            : null;
    }

    private static string Differs(string field, string? value) =>
        $"the signed text's {field} is '{SolanaRpc.Shorten(value ?? string.Empty)}', which is not what was asked for";

    private bool IsThisChain(string? chainId)
    {
        var name = SolanaClusters.SignInNameOf(Id);
        return chainId == name || chainId == $"solana:{name}";
    }

    private static bool IsSameTime(string? signed, string issued) =>
        signed == issued
        || (DateTimeOffset.TryParseExact(
                signed,
                ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time)
            && time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) == issued);
}
