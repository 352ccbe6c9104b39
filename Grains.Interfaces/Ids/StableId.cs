using System.Buffers.Binary;
using System.Security.Cryptography;
using SimpleBase;

namespace OrleansTrading.Grains;

/// <summary>
/// Ids derived from what causes them, so that a repeat of the cause lands on the same grain by construction.
/// </summary>
internal static class StableId
{
    private const int HashBytes = 16;
    private const int StackBytesMax = 512;

    /// <summary>26 characters: 128 bits in lower-case RFC 4648 base32.</summary>
    internal const int TextLength = 26;

    private static readonly Base32 Encoding = Base32.Rfc4648;

    /// <summary>
    /// Prefix and 128 bits of SHA-256 over the parts, each preceded by its length so that no two lists of parts
    /// collide.
    /// </summary>
    internal static string Derive(string prefix, params ReadOnlySpan<string> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += sizeof(int) + System.Text.Encoding.UTF8.GetByteCount(part);
        }

        Span<byte> bytes = length <= StackBytesMax ? stackalloc byte[length] : new byte[length];
        var rest = bytes;
        foreach (var part in parts)
        {
            var count = System.Text.Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, count);
            rest = rest[(sizeof(int) + count)..];
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return prefix + Text(digest[..HashBytes]);
    }

    /// <summary>Lower-case base32 without padding.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.Encode(bytes, padding: false).ToLowerInvariant();

    /// <summary>True for <paramref name="prefix"/> followed by 26 lower-case base32 characters.</summary>
    internal static bool IsWellFormed(string? text, string prefix)
    {
        if (text is null || text.Length != prefix.Length + TextLength
            || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text.AsSpan(prefix.Length))
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '2' and <= '7')))
            {
                return false;
            }
        }

        return true;
    }
}
