using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Near.Wire;

/// <summary>The SHA-256 that names a block, a transaction or a receipt. Its one spelling is base58.</summary>
internal readonly record struct NearHash
{
    internal const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    internal NearHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    internal static NearHash Of(ReadOnlySpan<byte> bytes) => new(SHA256.HashData(bytes));

    internal static bool TryParse(string text, out NearHash hash)
    {
        if (Base58.TryDecode(text, Length, out var bytes))
        {
            hash = new NearHash(bytes);
            return true;
        }

        hash = default;
        return false;
    }

    /// <exception cref="FormatException">Not base58 of 32 bytes.</exception>
    internal static NearHash Parse(string text) => TryParse(text, out var hash)
        ? hash
        : throw new FormatException(
            $"'{(text.Length <= 64 ? text : text[..64] + "…")}' is not base58 of {Length} bytes.");

    internal byte[] ToArray()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), _low);
        return bytes;
    }

    /// <summary>Base58.</summary>
    public override string ToString() => Base58.Encode(ToArray());
}
