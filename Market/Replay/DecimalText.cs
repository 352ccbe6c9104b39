namespace OrleansTrading.Market;

/// <summary>Decimal text to an integer at a fixed exponent: exactly or not at all.</summary>
internal static class DecimalText
{
    /// <summary>
    /// <c>12.5</c> with 8 decimals is 1250000000. Digits, at most one point with digits on both sides; no sign, no
    /// exponent, no spaces. More decimals are refused unless the rest are zeros: nothing is rounded.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out long mantissa)
    {
        mantissa = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty))
        {
            return false;
        }

        fraction = fraction.TrimEnd('0');
        if (fraction.Length > decimals || whole.ContainsAnyExceptInRange('0', '9')
            || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        Int128 value = 0;
        for (var i = 0; i < whole.Length + decimals; i++)
        {
            var at = i - whole.Length;
            var digit = at < 0 ? whole[i] - '0' : at < fraction.Length ? fraction[at] - '0' : 0;
            value = (value * 10) + digit;
            if (value > long.MaxValue)
            {
                return false;
            }
        }

        mantissa = (long)value;
        return true;
    }
}
