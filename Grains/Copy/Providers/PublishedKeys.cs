using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>
/// The last requests by their keys, newest last, in 32 bytes each: half of the key's SHA-256, the first eight bytes of
/// the request's, and the number of its signal. All of it is written with each signal, so it is small.
/// </summary>
internal static class PublishedKeys
{
    /// <summary>Requests that are remembered: one that comes again comes soon.</summary>
    internal const int Max = 256;

    private const int KeyBytes = 16;
    private const int CommandBytes = 8;
    private const int EntryBytes = KeyBytes + CommandBytes + sizeof(long);

    /// <summary>The signal of a key.</summary>
    /// <param name="entries">What is remembered.</param>
    /// <param name="command">The request.</param>
    /// <returns>Its number, and whether the request was the same; null: the key is new, or forgotten.</returns>
    internal static (long Number, bool IsSame)? Find(ReadOnlySpan<byte> entries, PublishSignal command)
    {
        Span<byte> wanted = stackalloc byte[EntryBytes];
        Write(wanted, command, number: 0);
        for (; entries.Length >= EntryBytes; entries = entries[EntryBytes..])
        {
            if (entries[..KeyBytes].SequenceEqual(wanted[..KeyBytes]))
            {
                const int end = KeyBytes + CommandBytes;
                return (
                    BinaryPrimitives.ReadInt64BigEndian(entries[end..]),
                    entries[KeyBytes..end].SequenceEqual(wanted[KeyBytes..end]));
            }
        }

        return null;
    }

    /// <summary>What is remembered with one more; the oldest is forgotten beyond <see cref="Max"/>.</summary>
    internal static byte[] Add(ReadOnlySpan<byte> entries, PublishSignal command, long number)
    {
        var kept = entries[Math.Max(0, entries.Length - ((Max - 1) * EntryBytes))..];
        var added = new byte[kept.Length + EntryBytes];
        kept.CopyTo(added);
        Write(added.AsSpan(kept.Length), command, number);
        return added;
    }

    private static void Write(Span<byte> entry, PublishSignal command, long number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(command.Key), hash);
        hash[..KeyBytes].CopyTo(entry);
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, GrainJson.Options), hash);
        hash[..CommandBytes].CopyTo(entry[KeyBytes..]);
        BinaryPrimitives.WriteInt64BigEndian(entry[(KeyBytes + CommandBytes)..], number);
    }
}
