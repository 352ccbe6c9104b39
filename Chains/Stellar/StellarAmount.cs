using System.Globalization;

namespace OrleansTrading.Chains.Stellar;

/// <summary>
/// Amounts as Horizon and SEP-7 write them: seven decimals, at most a signed 64-bit number of stroops.
/// </summary>
internal static class StellarAmount
{
    internal const int Decimals = 7;

    private const long UnitsPerWhole = 10_000_000;

    /// <summary>The longest amount: 922337203685.4775807.</summary>
    private const int TextLengthMax = 20;

    /// <summary>Writes all seven decimals, as Horizon does.</summary>
    internal static string Format(long stroops)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stroops);
        var fraction = (stroops % UnitsPerWhole).ToString("D7", CultureInfo.InvariantCulture);
        return (stroops / UnitsPerWhole).ToString(CultureInfo.InvariantCulture) + "." + fraction;
    }

    /// <summary>Writes no more decimals than needed, as people do.</summary>
    internal static string FormatShort(long stroops) => Format(stroops).TrimEnd('0').TrimEnd('.');

    /// <summary>
    /// Reads digits with an optional point and one to seven decimals; no sign, exponent, white space or needless zero.
    /// </summary>
    internal static bool TryParse(string text, out long stroops)
    {
        stroops = 0;
        if (text.Length is 0 or > TextLengthMax)
        {
            return false;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? string.Empty : text[(point + 1)..];
        if (!IsDigits(whole)
            || (whole.Length > 1 && whole[0] == '0')
            || (point >= 0 && (!IsDigits(fraction) || fraction.Length > Decimals)))
        {
            return false;
        }

        var digits = whole + fraction.PadRight(Decimals, '0');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out stroops);
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
