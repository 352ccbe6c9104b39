using System.Buffers;

namespace OrleansTrading.Chains.Near.Wire;

/// <summary>
/// The rules for account ids (nomicon, "Account ID Rules"): 2 to 64 characters, lower-case letters and digits, with
/// single separators <c>. - _</c> between them. An id has one spelling.
/// </summary>
internal static class NearAccountId
{
    internal const int LengthMin = 2;
    internal const int LengthMax = 64;

    /// <summary>The pseudo account that refunds come from; nobody holds it.</summary>
    internal const string System = "system";

    private const string Separators = ".-_";
    private const string EthPrefix = "0x";
    private const int EthDigits = 40;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Why a text is no account id, as a sentence fragment for people; null when it is one.</summary>
    internal static string? FindProblem(string text)
    {
        if (text.Length is < LengthMin or > LengthMax)
        {
            return $"a NEAR account id has {LengthMin} to {LengthMax} characters";
        }

        var isAfterSeparator = true;
        foreach (var character in text)
        {
            var isSeparator = Separators.Contains(character, StringComparison.Ordinal);
            if (!isSeparator && !char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character))
            {
                return "a NEAR account id consists of lower-case letters, digits and . - _";
            }

            if (isSeparator && isAfterSeparator)
            {
                return "in a NEAR account id . - _ stand single, between letters or digits";
            }

            isAfterSeparator = isSeparator;
        }

        return isAfterSeparator ? "a NEAR account id ends with a letter or digit" : null;
    }

    internal static bool IsValid(string text) => FindProblem(text) is null;

    /// <summary>The account that an Ed25519 key opens by itself: the key in hex.</summary>
    internal static string ImplicitOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(publicKey);

    /// <summary>64 hex digits: an account that the key of these bytes opens by being paid.</summary>
    internal static bool IsNearImplicit(string text) => text.Length == LengthMax && IsHex(text);

    /// <summary>0x and 40 hex digits: an account of an Ethereum address (NEP-518), opened by being paid.</summary>
    internal static bool IsEthImplicit(string text) =>
        text.Length == EthPrefix.Length + EthDigits
        && text.StartsWith(EthPrefix, StringComparison.Ordinal)
        && IsHex(text.AsSpan(EthPrefix.Length));

    internal static string Read(ref BorshReader reader)
    {
        var text = reader.ReadString(LengthMax);
        return FindProblem(text) is { } problem
            ? throw new BorshFormatException($"An account id is none: {problem}.")
            : text;
    }

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);
}
