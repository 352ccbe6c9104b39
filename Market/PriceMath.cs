using System.Numerics;

namespace OrleansTrading.Market;

/// <summary>
/// Which way an inexact result is rounded. There is no default on purpose: each caller decides who bears it.
/// </summary>
public enum PriceRounding
{
    /// <summary>Down: for what we pay out.</summary>
    Floor,

    /// <summary>Up: for what we ask for.</summary>
    Ceiling,
}

/// <summary>
/// Exact integer arithmetic on prices. Intermediates have any size, so nothing overflows on the way; only the result is
/// rounded, once, in the direction asked, by less than one base unit.
/// </summary>
public static class PriceMath
{
    /// <summary>The most decimals an asset can have here: 10^38 is the largest power of ten in a UInt128.</summary>
    public const int DecimalsMax = 38;

    /// <summary>The largest absolute exponent of a price that is accepted; oracles use −12 to 0.</summary>
    public const int ExponentMax = 38;

    /// <summary>How many basis points make the whole.</summary>
    public const int BasisPointsPerOne = 10_000;

    /// <summary>
    /// What <paramref name="units"/> base units of one asset are worth in base units of another, both priced in US
    /// dollars. The confidence of the prices plays no part.
    /// </summary>
    /// <param name="units">The amount, in base units of the first asset.</param>
    /// <param name="decimalsFrom">Decimals of the first asset, 0 to <see cref="DecimalsMax"/>.</param>
    /// <param name="from">US dollars for one whole unit of the first asset.</param>
    /// <param name="decimalsTo">Decimals of the second asset, 0 to <see cref="DecimalsMax"/>.</param>
    /// <param name="to">US dollars for one whole unit of the second asset.</param>
    /// <param name="rounding">Which way the result is rounded when it isn't whole.</param>
    /// <param name="result">The amount in base units of the second asset; 0 when there is no result.</param>
    /// <returns>False when the result does not fit into a UInt128; nothing else makes it false.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Decimals, an exponent, a mantissa or the rounding is impossible: a
    /// broken promise of the caller or of the price source, not an expected failure.</exception>
    public static bool TryConvert(
        UInt128 units,
        int decimalsFrom,
        Price from,
        int decimalsTo,
        Price to,
        PriceRounding rounding,
        out UInt128 result)
    {
        CheckDecimals(decimalsFrom, nameof(decimalsFrom));
        CheckDecimals(decimalsTo, nameof(decimalsTo));
        CheckPrice(from, nameof(from));
        CheckPrice(to, nameof(to));
        if (rounding is not (PriceRounding.Floor or PriceRounding.Ceiling))
        {
            throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "Rounding is Floor or Ceiling.");
        }

        // units / 10^decimalsFrom × (from / to) × 10^decimalsTo, as one fraction of integers.
        var power = from.Exponent - decimalsFrom - to.Exponent + decimalsTo;
        var numerator = (BigInteger)units * from.Mantissa;
        var denominator = (BigInteger)to.Mantissa;
        if (power >= 0)
        {
            numerator *= BigInteger.Pow(10, power);
        }
        else
        {
            denominator *= BigInteger.Pow(10, -power);
        }

        // Both are positive, so DivRem's truncation is the floor.
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        if (rounding is PriceRounding.Ceiling && !remainder.IsZero)
        {
            quotient += BigInteger.One;
        }

        if (quotient > UInt128.MaxValue)
        {
            result = 0;
            return false;
        }

        result = (UInt128)quotient;
        return true;
    }

    /// <summary>
    /// How uncertain a price is: confidence / price in basis points, rounded up. <see cref="int.MaxValue"/> stands for
    /// anything larger than that.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The price is not positive.</exception>
    public static int SpreadBasisPoints(Price price)
    {
        CheckPrice(price, nameof(price));
        var mantissa = (UInt128)price.Mantissa;
        var spread = (((UInt128)price.Confidence * BasisPointsPerOne) + mantissa - 1) / mantissa;
        return spread > int.MaxValue ? int.MaxValue : (int)spread;
    }

    /// <summary>
    /// How uncertain the rate of two prices is: the sum of both spreads, in basis points, saturating likewise.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A price is not positive.</exception>
    public static int SpreadBasisPoints(Price from, Price to)
    {
        var sum = (long)SpreadBasisPoints(from) + SpreadBasisPoints(to);
        return sum > int.MaxValue ? int.MaxValue : (int)sum;
    }

    private static void CheckDecimals(int decimals, string name)
    {
        if (decimals is < 0 or > DecimalsMax)
        {
            throw new ArgumentOutOfRangeException(name, decimals, $"An asset has 0 to {DecimalsMax} decimals.");
        }
    }

    private static void CheckPrice(Price price, string name)
    {
        if (price.Mantissa <= 0)
        {
            throw new ArgumentOutOfRangeException(name, price.Mantissa, $"The price of {price.Feed} is not positive.");
        }

        if (price.Exponent is < -ExponentMax or > ExponentMax)
        {
            throw new ArgumentOutOfRangeException(
                name, price.Exponent, $"The exponent of {price.Feed} is not within ±{ExponentMax}.");
        }
    }
}
