namespace OrleansTrading.Client.Api.Auth;

/// <summary>Lower-case RFC 4648 base32 without padding: safe in URLs, memos and double-clicks.</summary>
internal static class Base32Text
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerCharacter = 5;

    /// <summary>Characters that a number of bytes takes.</summary>
    internal static int LengthOf(int bytes) => ((bytes * 8) + BitsPerCharacter - 1) / BitsPerCharacter;

    /// <summary>Writes bytes as text.</summary>
    internal static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var (bits, pending, at) = (0u, 0, 0);
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            pending += 8;
            while (pending >= BitsPerCharacter)
            {
                pending -= BitsPerCharacter;
                text[at++] = Alphabet[(int)(bits >> pending) & 31];
            }
        }

        if (pending > 0)
        {
            text[at] = Alphabet[(int)(bits << (BitsPerCharacter - pending)) & 31];
        }
    }

    /// <summary>True when all characters are of the alphabet.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '2' and <= '7')))
            {
                return false;
            }
        }

        return true;
    }
}
