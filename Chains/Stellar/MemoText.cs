using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>
/// Memos as text, one spelling for each memo: <c>id:</c> and the number, <c>hash:</c> or <c>return:</c> and 64
/// lower-case hex digits, everything else is the text itself. A text that would read as one of those is written after
/// <c>text:</c>. Who pays to an M… address says with its number what a memo says elsewhere, so that reads as
/// <c>id:</c>, too.
/// </summary>
internal static class MemoText
{
    /// <summary>The longest form: <c>return:</c> and a hash.</summary>
    internal const int LengthMax = 71;

    private const string TextPrefix = "text:";
    private const string NumberPrefix = "id:";
    private const string HashPrefix = "hash:";
    private const string ReturnPrefix = "return:";
    private const int HashBytes = 32;

    private static readonly string[] Prefixes = [TextPrefix, NumberPrefix, HashPrefix, ReturnPrefix];

    internal static string OfNumber(ulong number) =>
        NumberPrefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null for none, and for an empty text, which says nothing.</summary>
    internal static string? Format(StellarMemo memo) => memo switch
    {
        StellarMemo.None => null,
        StellarMemo.Text text => FormatText(text.Bytes),
        StellarMemo.Number number => OfNumber(number.Value),
        StellarMemo.Hash hash => HashPrefix + Convert.ToHexStringLower(hash.Bytes),
        StellarMemo.Return hash => ReturnPrefix + Convert.ToHexStringLower(hash.Bytes),
        _ => throw new ArgumentException($"{memo.GetType().Name} has no text form.", nameof(memo)),
    };

    /// <summary>Reads a memo as somebody wrote it; null and empty mean none.</summary>
    internal static bool TryParse(
        string? text, [NotNullWhen(true)] out StellarMemo? memo, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        memo = null;
        if (string.IsNullOrEmpty(text))
        {
            memo = StellarMemo.None.Instance;
        }
        else if (text.StartsWith(NumberPrefix, StringComparison.Ordinal))
        {
            memo = ParseNumber(text[NumberPrefix.Length..]);
            problem = "after 'id:' a memo is a whole number up to 18446744073709551615, without leading zeros";
        }
        else if (text.StartsWith(HashPrefix, StringComparison.Ordinal))
        {
            memo = ParseHash(text[HashPrefix.Length..]) is { } hash ? new StellarMemo.Hash(hash) : null;
            problem = "after 'hash:' a memo has 64 lower-case hex digits";
        }
        else if (text.StartsWith(ReturnPrefix, StringComparison.Ordinal))
        {
            memo = ParseHash(text[ReturnPrefix.Length..]) is { } hash ? new StellarMemo.Return(hash) : null;
            problem = "after 'return:' a memo has 64 lower-case hex digits";
        }
        else
        {
            var bytes = Encoding.UTF8.GetBytes(
                text.StartsWith(TextPrefix, StringComparison.Ordinal) ? text[TextPrefix.Length..] : text);
            memo = bytes.Length is > 0 and <= StellarMemo.TextBytesMax ? new StellarMemo.Text(bytes) : null;
            problem = $"a memo text has 1 to {StellarMemo.TextBytesMax} bytes of UTF-8, and this one {bytes.Length}; "
                + "for another kind write id:, hash: or return: before it";
        }

        problem = memo is null ? problem : null;
        return memo is not null;
    }

    /// <summary>
    /// The network takes any bytes for text. What is not UTF-8 is replaced, and so is the zero character, which a
    /// database may refuse.
    /// </summary>
    private static string? FormatText(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).Replace('\0', '\uFFFD');
        return text.Length == 0 ? null
            : Array.Exists(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)) ? TextPrefix + text
            : text;
    }

    private static StellarMemo.Number? ParseNumber(string digits) =>
        ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && (digits.Length == 1 || digits[0] != '0')
            ? new StellarMemo.Number(number)
            : null;

    private static byte[]? ParseHash(string digits) =>
        digits.Length == HashBytes * 2 && digits.All(char.IsAsciiHexDigitLower)
            ? Convert.FromHexString(digits)
            : null;
}
