using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Stellar.Keys;

/// <summary>
/// RFC 4648 base32 without padding, upper case only. One byte string has exactly one spelling: unused last bits must be
/// zero (SEP-23).
/// </summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;
    private const int BitsPerByte = 8;

    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[((bytes.Length * BitsPerByte) + BitsPerCharacter - 1) / BitsPerCharacter];
        var position = 0;
        var buffer = 0;
        var bits = 0;
        foreach (var value in bytes)
        {
            buffer = (buffer << BitsPerByte) | value;
            bits += BitsPerByte;
            while (bits >= BitsPerCharacter)
            {
                bits -= BitsPerCharacter;
                text[position++] = Alphabet[(buffer >> bits) & 31];
            }

            // Only the bits not yet written stay, so the buffer never overflows.
            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text[position] = Alphabet[(buffer << (BitsPerCharacter - bits)) & 31];
        }

        return new string(text);
    }

    internal static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;

        // 1, 3 or 6 characters beyond a multiple of eight stand for no whole number of bytes.
        if (text.Length % 8 is 1 or 3 or 6)
        {
            return false;
        }

        var decoded = new byte[text.Length * BitsPerCharacter / BitsPerByte];
        var position = 0;
        var buffer = 0;
        var bits = 0;
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            buffer = (buffer << BitsPerCharacter) | value;
            bits += BitsPerCharacter;
            if (bits >= BitsPerByte)
            {
                bits -= BitsPerByte;
                decoded[position++] = (byte)(buffer >> bits);
            }

            buffer &= (1 << bits) - 1;
        }

        if (buffer != 0)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }
}
