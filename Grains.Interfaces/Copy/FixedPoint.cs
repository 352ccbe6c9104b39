namespace OrleansTrading.Grains;

/// <summary>
/// Numbers with a fixed number of decimals, as the bridge's protocol writes them: no sign but a minus, no leading
/// zeros, always all decimals, a point.
/// </summary>
public static class FixedPoint
{
    /// <summary>The most decimals that a symbol's price has.</summary>
    public const int DecimalsMax = 8;

    private const int DigitsMax = 18;

    /// <summary>A minus, a point, and the digits of any 64 bits.</summary>
    private const int LengthMax = 22;

    private static readonly long[] s_powers =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>10 to the power of <paramref name="decimals"/>, 0 to <see cref="DecimalsMax"/>.</summary>
    public static long PowerOf(int decimals) => s_powers[decimals];

    /// <summary>Reads exactly what <see cref="Format"/> writes, of at most 18 digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out long units)
    {
        units = 0;
        var isNegative = text.Length > 0 && text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        var point = digits.Length - decimals - 1;
        var whole = decimals == 0 ? digits : point > 0 ? digits[..point] : default;
        if (whole.IsEmpty || digits.Length > DigitsMax || (whole.Length > 1 && whole[0] == '0')
            || (decimals > 0 && digits[point] != '.'))
        {
            return false;
        }

        for (var i = 0; i < digits.Length; i++)
        {
            if (decimals > 0 && i == point)
            {
                continue;
            }

            if (!char.IsAsciiDigit(digits[i]))
            {
                return false;
            }

            units = (units * 10) + (digits[i] - '0');
        }

        units = isNegative ? -units : units;
        return !isNegative || units != 0;
    }

    /// <summary>Writes units of 10^-<paramref name="decimals"/>.</summary>
    public static string Format(long units, int decimals)
    {
        var magnitude = units < 0 ? (ulong)-(Int128)units : (ulong)units;
        Span<char> text = stackalloc char[LengthMax];
        var at = text.Length;
        for (var digits = 0; magnitude > 0 || digits <= decimals; digits++)
        {
            if (digits == decimals && decimals > 0)
            {
                text[--at] = '.';
            }

            text[--at] = (char)('0' + (magnitude % 10));
            magnitude /= 10;
        }

        if (units < 0)
        {
            text[--at] = '-';
        }

        return new string(text[at..]);
    }
}
