using System.Globalization;

namespace OrleansTrading.Chains.Near.Ownership;

/// <summary>
/// The text that a wallet shows and signs, in the shape of CAIP-122. The payload's recipient and nonce are told from
/// it: the domain in its first line, and the SHA-256 of the nonce's text.
/// </summary>
internal static class SignInMessage
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string FirstLineEnd = " wants you to sign in with your NEAR account:";
    private const string NonceStart = "Nonce: ";
    private const int NonceLengthMin = 8;

    internal static string Compose(OwnershipChallenge challenge, string chainId)
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

        string[] lines =
        [
            challenge.Domain + FirstLineEnd,
            challenge.Address,
            string.Empty,
            challenge.Statement,
            string.Empty,
            $"URI: {challenge.Uri}",
            "Version: 1",
            $"Chain ID: {chainId}",
            NonceStart + challenge.Nonce,
            $"Issued At: {Format(challenge.IssuedAt)}",
            $"Expiration Time: {Format(challenge.ExpiresAt)}",
        ];
        return string.Join('\n', lines);
    }

    /// <summary>The payload that a wallet signs for a text composed here.</summary>
    /// <exception cref="ArgumentException">The text was not composed here.</exception>
    internal static Nep413Payload ToPayload(string message, string? callbackUrl = null)
    {
        var lines = message.Split('\n');
        var nonce = Array.Find(lines, line => line.StartsWith(NonceStart, StringComparison.Ordinal));
        return nonce is not null && lines[0].EndsWith(FirstLineEnd, StringComparison.Ordinal)
            ? new Nep413Payload(
                message,
                Nep413Payload.NonceOf(nonce[NonceStart.Length..]),
                lines[0][..^FirstLineEnd.Length],
                callbackUrl)
            : throw new ArgumentException("The text is not one that was composed for NEAR.", nameof(message));
    }

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
