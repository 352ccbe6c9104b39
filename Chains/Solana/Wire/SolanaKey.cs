using System.Buffers.Binary;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>
/// 32 bytes that name something on Solana: a wallet's public key, a program, a derived account, or a blockhash. Its one
/// spelling is base58.
/// </summary>
internal readonly record struct SolanaKey
{
    internal const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    internal SolanaKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A Solana key has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Reads base58 of exactly 32 bytes.</summary>
    internal static bool TryParse(string text, out SolanaKey key)
    {
        if (Base58.TryDecode(text, Length, out var bytes))
        {
            key = new SolanaKey(bytes);
            return true;
        }

        key = default;
        return false;
    }

    /// <exception cref="FormatException">Not base58 of 32 bytes.</exception>
    internal static SolanaKey Parse(string text) => TryParse(text, out var key)
        ? key
        : throw new FormatException($"'{Shorten(text)}' is not base58 of {Length} bytes.");

    internal void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    internal byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Base58.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Base58.Encode(bytes);
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
