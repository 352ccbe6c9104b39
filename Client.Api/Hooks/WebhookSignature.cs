using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Client.Api.Hooks;

/// <summary>
/// The signature of a Standard Webhooks message: HMAC-SHA256 over <c>id.timestamp.body</c>. See
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.
/// </summary>
internal static class WebhookSignature
{
    internal const string IdHeader = "webhook-id";
    internal const string TimestampHeader = "webhook-timestamp";
    internal const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";
    private const int IdLengthMax = 256;

    /// <summary>Signatures in one header: a sender that changes its secret sends two.</summary>
    private const int SignaturesMax = 8;

    /// <summary>Why the message is not authentic; null when it is.</summary>
    internal static string? Refuse(
        byte[] key, WebhookHeaders headers, ReadOnlySequence<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (headers.Id is not { Length: >= 1 and <= IdLengthMax } id || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return $"{IdHeader} is missing or not 1 to 256 visible ASCII characters.";
        }

        if (!long.TryParse(headers.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return $"{TimestampHeader} is missing or not a number of Unix seconds.";
        }

        if (!IsSigned(key, id, headers.Timestamp!, body, headers.Signature))
        {
            return $"{SignatureHeader} has no valid v1 signature.";
        }

        return Int128.Abs((Int128)now.ToUnixTimeSeconds() - seconds) <= (Int128)tolerance.TotalSeconds
            ? null
            : $"{TimestampHeader} is too far from the present.";
    }

    /// <summary>The signature in base64, without the version.</summary>
    internal static byte[] Compute(byte[] key, string id, string timestamp, ReadOnlySequence<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.ASCII.GetBytes($"{id}.{timestamp}."));
        foreach (var segment in body)
        {
            mac.AppendData(segment.Span);
        }

        return mac.GetHashAndReset();
    }

    private static bool IsSigned(byte[] key, string id, string timestamp, ReadOnlySequence<byte> body, string? header)
    {
        var expected = Compute(key, id, timestamp, body);
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        var signed = false;
        var seen = 0;
        foreach (var range in header.AsSpan().Split(' '))
        {
            var part = header.AsSpan()[range];
            if (++seen > SignaturesMax)
            {
                break;
            }

            signed |= part.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(part[Version.Length..], given, out var length)
                && length == SHA256.HashSizeInBytes
                && CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return signed;
    }
}

/// <summary>A webhook's three headers as they were sent; null when missing or repeated.</summary>
internal sealed record WebhookHeaders(string? Id, string? Timestamp, string? Signature);
