using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Stellar.Keys;

/// <summary>
/// Stellar's text form of keys: version byte, payload, CRC-16 (little-endian), in base32. Strict as SEP-23 asks, so
/// that each key has exactly one spelling.
/// </summary>
internal static class Strkey
{
    internal const int KeyBytes = 32;
    internal const int MuxedBytes = KeyBytes + sizeof(ulong);

    private const int ChecksumBytes = 2;
    private const int ClaimableBalanceBytes = 1 + KeyBytes;
    private const int SignedPayloadMax = 64;

    /// <summary>The longest strkey, a P… with a payload of 64 bytes: 103 bytes.</summary>
    private const int TextLengthMax = 165;

    internal static string Encode(StrkeyKind kind, ReadOnlySpan<byte> payload)
    {
        if (!IsPayload(kind, payload))
        {
            throw new ArgumentException($"{payload.Length} bytes are no {kind} payload.", nameof(payload));
        }

        var bytes = new byte[1 + payload.Length + ChecksumBytes];
        bytes[0] = (byte)kind;
        payload.CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteUInt16LittleEndian(
            bytes.AsSpan(^ChecksumBytes), Crc16.Compute(bytes.AsSpan(..^ChecksumBytes)));
        return Base32.Encode(bytes);
    }

    internal static bool TryDecode(string text, out StrkeyKind kind, [NotNullWhen(true)] out byte[]? payload)
    {
        kind = default;
        payload = null;
        if (text.Length is 0 or > TextLengthMax
            || !Base32.TryDecode(text, out var bytes)
            || bytes.Length <= 1 + ChecksumBytes
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(^ChecksumBytes))
                != Crc16.Compute(bytes.AsSpan(..^ChecksumBytes)))
        {
            return false;
        }

        kind = (StrkeyKind)bytes[0];
        var candidate = bytes.AsSpan(1, bytes.Length - 1 - ChecksumBytes);
        if (!IsPayload(kind, candidate))
        {
            return false;
        }

        payload = candidate.ToArray();
        return true;
    }

    /// <summary>Decodes a strkey that must be of one kind.</summary>
    internal static bool TryDecode(string text, StrkeyKind kind, [NotNullWhen(true)] out byte[]? payload)
    {
        if (TryDecode(text, out var found, out payload) && found == kind)
        {
            return true;
        }

        payload = null;
        return false;
    }

    /// <summary>The public key of a G… address that has been checked before.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static byte[] DecodeAccount(string address) =>
        TryDecode(address, StrkeyKind.Account, out var key)
            ? key
            : throw new ArgumentException("The text is not a Stellar account address (G…).", nameof(address));

    private static bool IsPayload(StrkeyKind kind, ReadOnlySpan<byte> payload) => kind switch
    {
        StrkeyKind.Account
            or StrkeyKind.Seed
            or StrkeyKind.PreAuthorizedTransaction
            or StrkeyKind.Sha256Hash
            or StrkeyKind.Contract
            or StrkeyKind.LiquidityPool => payload.Length == KeyBytes,
        StrkeyKind.Muxed => payload.Length == MuxedBytes,

        // The first byte is the balance's own version; only 0 exists.
        StrkeyKind.ClaimableBalance => payload.Length == ClaimableBalanceBytes && payload[0] == 0,
        StrkeyKind.SignedPayload => IsSignedPayload(payload),
        _ => false,
    };

    /// <summary>Key, length, that many bytes, zeros up to a multiple of four.</summary>
    private static bool IsSignedPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < KeyBytes + sizeof(uint))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(payload[KeyBytes..]);
        if (length is 0 or > SignedPayloadMax)
        {
            return false;
        }

        var content = payload[(KeyBytes + sizeof(uint))..];
        var padded = ((int)length + 3) / 4 * 4;
        return content.Length == padded && !content[(int)length..].ContainsAnyExcept((byte)0);
    }
}
