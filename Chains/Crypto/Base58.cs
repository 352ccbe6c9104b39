using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// Base58 with Bitcoin's alphabet, strict: no white space, no foreign characters, bounded length. One byte string has
/// exactly one spelling.
/// </summary>
internal static class Base58
{
    /// <summary>
    /// Decoding is quadratic, so longer texts are refused unread. Enough for a Solana transaction (1232 bytes, 1683
    /// characters).
    /// </summary>
    internal const int TextLengthMax = 1700;

    /// <summary>
    /// The limit for data that programs pass to each other on Solana: 10 KiB (MAX_INSTRUCTION_DATA_LEN), 13986
    /// characters.
    /// </summary>
    internal const int LongTextLengthMax = 14_000;

    private static readonly Base58Memo s_memo = new();

    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Base58Memo.BytesLength)
        {
            return SimpleBase.Base58.Bitcoin.Encode(bytes);
        }

        if (s_memo.FindText(bytes) is { } known)
        {
            return known;
        }

        var text = SimpleBase.Base58.Bitcoin.Encode(bytes);
        s_memo.Remember(bytes, text);
        return text;
    }

    /// <summary>Decodes; false for anything that is not base58 of at most <see cref="TextLengthMax"/>.</summary>
    internal static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes) =>
        TryDecodeUpTo(TextLengthMax, text, out bytes);

    /// <summary>Decodes a text of at most <see cref="LongTextLengthMax"/>, from a source we chose ourselves.</summary>
    internal static bool TryDecodeLong(string text, [NotNullWhen(true)] out byte[]? bytes) =>
        TryDecodeUpTo(LongTextLengthMax, text, out bytes);

    /// <summary>Decodes a text that must stand for exactly <paramref name="length"/> bytes.</summary>
    internal static bool TryDecode(string text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        // A byte takes at most 1.37 characters, or one when it is a leading zero.
        if (text.Length >= length && text.Length <= (length * 138 / 100) + 1
            && TryDecode(text, out bytes)
            && bytes.Length == length)
        {
            return true;
        }

        bytes = null;
        return false;
    }

    private static bool TryDecodeUpTo(int lengthMax, string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        if (s_memo.TryFindBytes(text, out bytes))
        {
            return true;
        }

        // SimpleBase 5.6.4 indexes its alphabet with the character: beyond ASCII it throws instead of refusing.
        if (text.Length > lengthMax || !Ascii.IsValid(text))
        {
            return false;
        }

        var buffer = new byte[text.Length];
        if (!SimpleBase.Base58.Bitcoin.TryDecode(text, buffer, out var written))
        {
            return false;
        }

        bytes = buffer[..written];
        if (written == Base58Memo.BytesLength)
        {
            s_memo.Remember(bytes, text);
        }

        return true;
    }
}
