using System.Numerics;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Risk.Prices;

/// <summary>How far a pair's price has moved, in integers.</summary>
internal static class PriceMove
{
    /// <summary>
    /// The difference of the pair's rate to what it was, up or down, in basis points of what it was, rounded up;
    /// <see cref="int.MaxValue"/> stands for anything larger.
    /// </summary>
    internal static int BasisPoints(QuotePrice pay, QuotePrice receive, Price payNow, Price receiveNow)
    {
        // now / before = (payNow × receive) / (receiveNow × pay)
        var power = payNow.Exponent + receive.Exponent - receiveNow.Exponent - pay.Exponent;
        var now = (BigInteger)payNow.Mantissa * receive.Mantissa;
        var before = (BigInteger)receiveNow.Mantissa * pay.Mantissa;
        if (power >= 0)
        {
            now *= BigInteger.Pow(10, power);
        }
        else
        {
            before *= BigInteger.Pow(10, -power);
        }

        var difference = BigInteger.Abs(now - before) * PriceMath.BasisPointsPerOne;
        var points = (difference + before - BigInteger.One) / before;
        return points > int.MaxValue ? int.MaxValue : (int)points;
    }
}
