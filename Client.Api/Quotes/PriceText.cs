using System.Globalization;
using System.Numerics;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Quotes;

/// <summary>Prices and rates as people read them, computed in integers.</summary>
internal static class PriceText
{
    /// <summary>Digits of a rate in words. What follows is cut off; amounts, not this text, are what holds.</summary>
    internal const int RateDigits = 8;

    /// <summary>Exponents beyond this are no price of anything; powers of ten stay small.</summary>
    private const int ExponentMax = 36;

    /// <summary>A mantissa and an exponent as an exact decimal text.</summary>
    internal static string Decimal(Int128 mantissa, int exponent)
    {
        CheckExponent(exponent);
        if (mantissa < 0)
        {
            return string.Concat("-", Decimal(-mantissa, exponent));
        }

        return exponent <= 0
            ? AmountText.Format((UInt128)mantissa, -exponent)
            : (mantissa * BigInteger.Pow(10, exponent)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How many of the received asset one of the paid asset is worth, before fees.</summary>
    internal static string Rate(string payAlias, QuotePrice pay, string receiveAlias, QuotePrice receive) =>
        $"1 {payAlias} = {Ratio(pay, receive)} {receiveAlias}";

    /// <summary>One price over the other, cut to <see cref="RateDigits"/> digits.</summary>
    internal static string Ratio(QuotePrice pay, QuotePrice receive)
    {
        CheckExponent(pay.Exponent);
        CheckExponent(receive.Exponent);
        if (pay.Mantissa <= 0 || receive.Mantissa <= 0)
        {
            throw new ArgumentException($"{pay.Feed} over {receive.Feed}: a rate needs two prices above zero.");
        }

        var shift = pay.Exponent - receive.Exponent;
        var above = pay.Mantissa * BigInteger.Pow(10, Math.Max(shift, 0));
        var below = receive.Mantissa * BigInteger.Pow(10, Math.Max(-shift, 0));

        // The difference of the lengths is the quotient's length or one less than it: this many decimals are enough.
        var decimals = Math.Max(0, RateDigits - Digits(above) + Digits(below));
        var ratio = above * BigInteger.Pow(10, decimals) / below;
        var surplus = Digits(ratio) - RateDigits;
        if (surplus > 0 && decimals > 0)
        {
            var cut = Math.Min(surplus, decimals);
            ratio /= BigInteger.Pow(10, cut);
            decimals -= cut;
        }

        return Format(ratio, decimals);
    }

    private static string Format(BigInteger value, int decimals)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var fraction = digits.AsSpan(digits.Length - decimals).TrimEnd('0');
        return fraction.IsEmpty ? digits[..^decimals] : string.Concat(digits.AsSpan()[..^decimals], ".", fraction);
    }

    private static int Digits(BigInteger value) => value.ToString(CultureInfo.InvariantCulture).Length;

    private static void CheckExponent(int exponent)
    {
        if (exponent is < -ExponentMax or > ExponentMax)
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "A price's exponent is within ±36.");
        }
    }
}
