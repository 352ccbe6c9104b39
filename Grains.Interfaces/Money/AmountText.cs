using System.Globalization;

namespace OrleansTrading.Grains;

/// <summary>Why an amount that somebody typed was refused.</summary>
public enum AmountProblem
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>It is not digits with at most one point.</summary>
    Malformed,

    /// <summary>It is below zero.</summary>
    Negative,

    /// <summary>It is zero.</summary>
    Zero,

    /// <summary>It has more decimals than the asset.</summary>
    TooPrecise,

    /// <summary>It does not fit the asset's base units in 128 bits.</summary>
    TooLarge,
}

/// <summary>
/// Amounts as people write them (<c>12.5</c>) and as chains hold them (base units), without rounding.
/// </summary>
public static class AmountText
{
    /// <summary>Longer texts are refused before they are read.</summary>
    public const int LengthMax = 64;

    /// <summary>Reads a positive decimal amount of an asset with the given decimals.</summary>
    /// <param name="text">Digits with at most one point; no sign, exponent, separators or blanks.</param>
    /// <param name="decimals">The asset's decimals.</param>
    /// <param name="units">The amount in base units; zero when refused.</param>
    public static AmountProblem TryParse(string? text, int decimals, out UInt128 units)
    {
        units = UInt128.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax)
        {
            return AmountProblem.Malformed;
        }

        var negative = text[0] == '-';
        var digits = negative ? text.AsSpan(1) : text.AsSpan();
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)
            || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return AmountProblem.Malformed;
        }

        if (negative)
        {
            return AmountProblem.Negative;
        }

        fraction = fraction.TrimEnd('0');
        if (fraction.Length > decimals)
        {
            return AmountProblem.TooPrecise;
        }

        var all = string.Concat(whole, fraction, new string('0', decimals - fraction.Length));
        if (!UInt128.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out units))
        {
            return AmountProblem.TooLarge;
        }

        return units == UInt128.Zero ? AmountProblem.Zero : AmountProblem.None;
    }

    /// <summary>
    /// Writes base units as a decimal amount, without trailing zeros: 1500000 with 6 decimals is <c>1.5</c>.
    /// </summary>
    public static string Format(UInt128 units, int decimals)
    {
        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var whole = digits[..^decimals];
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }
}
