#pragma warning disable CA5394 // The numbers must repeat from their seed, not be secret.

using System.Numerics;

namespace OrleansTrading.Market.Tests;

public sealed class PriceMathTests
{
    private const int Seed = 20_261_121;
    private const int Rounds = 20_000;

    [Fact]
    public void One_and_a_half_USDC_in_stroops_of_XLM()
    {
        // 1.5 USDC at 0.9998 is 1.4997 USD; at 0.28672 USD for an XLM that is 5.23053850446… XLM.
        var usdc = TestPrice(99_980_000);
        var xlm = TestPrice(28_672_000);

        Assert.True(PriceMath.TryConvert(1_500_000, 6, usdc, 7, xlm, PriceRounding.Floor, out var floor));
        Assert.True(PriceMath.TryConvert(1_500_000, 6, usdc, 7, xlm, PriceRounding.Ceiling, out var ceiling));

        Assert.Equal((UInt128)52_305_385, floor);
        Assert.Equal((UInt128)52_305_386, ceiling);
    }

    [Fact]
    public void One_NEAR_with_24_decimals_in_lamports()
    {
        var near = TestPrice(183_487_211);
        var sol = TestPrice(18_348_721_100);
        var oneNear = UInt128.Parse("1000000000000000000000000", null);

        Assert.True(PriceMath.TryConvert(oneNear, 24, near, 9, sol, PriceRounding.Floor, out var lamports));
        Assert.True(PriceMath.TryConvert(lamports, 9, sol, 24, near, PriceRounding.Ceiling, out var back));

        Assert.Equal((UInt128)10_000_000, lamports);
        Assert.Equal(oneNear, back);
    }

    [Fact]
    public void Exact_result_is_the_same_in_both_directions()
    {
        foreach (var rounding in Enum.GetValues<PriceRounding>())
        {
            Assert.True(PriceMath.TryConvert(123, 6, TestPrice(5), 6, TestPrice(5), rounding, out var result));
            Assert.Equal((UInt128)123, result);
        }
    }

    [Fact]
    public void Largest_amount_survives_and_one_more_digit_overflows_openly()
    {
        var one = TestPrice(1);
        var ten = TestPrice(1, exponent: -7);

        Assert.True(PriceMath.TryConvert(UInt128.MaxValue, 38, one, 38, one, PriceRounding.Ceiling, out var same));
        Assert.Equal(UInt128.MaxValue, same);
        Assert.False(PriceMath.TryConvert(UInt128.MaxValue, 38, ten, 38, one, PriceRounding.Floor, out var none));
        Assert.Equal((UInt128)0, none);
    }

    [Fact]
    public void Result_half_a_unit_above_the_largest_amount_fits_rounded_down_only()
    {
        // (2^129 − 1) / 7 is an integer; times 7, by 2, it is the largest UInt128 and a half.
        var units = (UInt128)((BigInteger.Pow(2, 129) - 1) / 7);

        Assert.True(PriceMath.TryConvert(units, 0, TestPrice(7), 0, TestPrice(2), PriceRounding.Floor, out var floor));
        Assert.Equal(UInt128.MaxValue, floor);
        Assert.False(PriceMath.TryConvert(units, 0, TestPrice(7), 0, TestPrice(2), PriceRounding.Ceiling, out _));
    }

    [Fact]
    public void Rounding_errs_by_less_than_one_unit_and_never_in_the_wrong_direction()
    {
        var random = new Random(Seed);
        var (fitted, overflowed, inexact) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var units = AnyUnits(random);
            var (decimalsFrom, decimalsTo) = (random.Next(0, 39), random.Next(0, 39));
            var (from, to) = (AnyPrice(random), AnyPrice(random));
            var (numerator, denominator) = Exact(units, decimalsFrom, from, decimalsTo, to);

            foreach (var rounding in Enum.GetValues<PriceRounding>())
            {
                var fits = PriceMath.TryConvert(units, decimalsFrom, from, decimalsTo, to, rounding, out var result);
                if (!fits)
                {
                    // Even rounded in its direction the true value lies above the maximum.
                    var least = rounding is PriceRounding.Floor ? BigInteger.One : BigInteger.Zero;
                    Assert.True(numerator > ((BigInteger)UInt128.MaxValue + least) * denominator - least);
                    overflowed++;
                    continue;
                }

                // result ≤ exact < result + 1, or result − 1 < exact ≤ result: by cross-multiplication, no division.
                var (low, high) = rounding is PriceRounding.Floor
                    ? ((BigInteger)result, (BigInteger)result + 1)
                    : ((BigInteger)result - 1, (BigInteger)result);
                var (lowest, highest) = (low * denominator, high * denominator);
                Assert.True(rounding is PriceRounding.Floor
                    ? lowest <= numerator && numerator < highest
                    : lowest < numerator && numerator <= highest);
                fitted++;
                inexact += (result * denominator) == numerator ? 0 : 1;
            }
        }

        // The generator must reach all three kinds, or this test says nothing.
        Assert.True(fitted > Rounds / 4 && overflowed > Rounds / 10 && inexact > Rounds / 10);
    }

    [Fact]
    public void There_and_back_never_gains_a_unit_when_rounded_down()
    {
        var random = new Random(Seed + 1);
        var tried = 0;
        while (tried < Rounds)
        {
            var units = AnyUnits(random);
            var (decimalsFrom, decimalsTo) = (random.Next(0, 25), random.Next(0, 25));
            var (from, to) = (AnyPrice(random), AnyPrice(random));
            if (PriceMath.TryConvert(units, decimalsFrom, from, decimalsTo, to, PriceRounding.Floor, out var there))
            {
                Assert.True(
                    PriceMath.TryConvert(there, decimalsTo, to, decimalsFrom, from, PriceRounding.Floor, out var back));
                Assert.True(back <= units);
                tried++;
            }
        }
    }

    [Theory]
    [InlineData(-1, 7, 1, 0)]
    [InlineData(39, 7, 1, 0)]
    [InlineData(7, -1, 1, 0)]
    [InlineData(7, 39, 1, 0)]
    [InlineData(7, 7, 0, 0)]
    [InlineData(7, 7, -5, 0)]
    [InlineData(7, 7, 1, 39)]
    [InlineData(7, 7, 1, -39)]
    public void Impossible_arguments_throw(int decimalsFrom, int decimalsTo, long mantissa, int exponent)
    {
        var odd = TestPrice(mantissa, exponent: exponent);
        var good = TestPrice(1);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => PriceMath.TryConvert(1, decimalsFrom, odd, decimalsTo, good, PriceRounding.Floor, out _));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PriceMath.TryConvert(1, decimalsFrom, good, decimalsTo, odd, PriceRounding.Floor, out _));
    }

    [Fact]
    public void Rounding_that_does_not_exist_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PriceMath.TryConvert(1, 0, TestPrice(1), 0, TestPrice(1), (PriceRounding)2, out _));

    [Theory]
    [InlineData(10_000, 0, 0)]
    [InlineData(10_000, 500, 500)]
    [InlineData(10_000, 10_000, 10_000)]
    [InlineData(6_140_993_501_000, 3_287_868_567, 6)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1, ulong.MaxValue, int.MaxValue)]
    [InlineData(long.MaxValue, ulong.MaxValue, 20_001)]
    public void Spread_is_confidence_by_price_in_basis_points_rounded_up(
        long mantissa, ulong confidence, int expected) =>
        Assert.Equal(expected, PriceMath.SpreadBasisPoints(TestPrice(mantissa, confidence)));

    [Fact]
    public void Spread_of_a_pair_is_the_sum_and_does_not_wrap()
    {
        Assert.Equal(7, PriceMath.SpreadBasisPoints(TestPrice(10_000, 3), TestPrice(10_000, 4)));
        Assert.Equal(
            int.MaxValue, PriceMath.SpreadBasisPoints(TestPrice(1, ulong.MaxValue), TestPrice(1, ulong.MaxValue)));
    }

    [Fact]
    public void Spread_of_an_impossible_price_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PriceMath.SpreadBasisPoints(TestPrice(0, 1)));

    private static Price TestPrice(long mantissa, ulong confidence = 0, int exponent = -8) =>
        new("TEST/USD", mantissa, confidence, exponent, DateTimeOffset.UnixEpoch, "test");

    // All magnitudes are equally likely: uniform numbers would all be huge.
    private static UInt128 AnyUnits(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new UInt128(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes, 8)) >> random.Next(0, 128);
    }

    private static Price AnyPrice(Random random) =>
        TestPrice(Math.Max(1, random.NextInt64() >> random.Next(0, 63)), exponent: random.Next(-12, 3));

    // The definition itself as one fraction: units / 10^df × pf × 10^ef ÷ (pt × 10^et) × 10^dt.
    private static (BigInteger Numerator, BigInteger Denominator) Exact(
        UInt128 units, int decimalsFrom, Price from, int decimalsTo, Price to)
    {
        static BigInteger Ten(int power) => BigInteger.Pow(10, power);
        static BigInteger Up(int exponent) => exponent > 0 ? Ten(exponent) : 1;
        static BigInteger Down(int exponent) => exponent < 0 ? Ten(-exponent) : 1;
        return (
            (BigInteger)units * from.Mantissa * Up(from.Exponent) * Down(to.Exponent) * Ten(decimalsTo),
            Ten(decimalsFrom) * to.Mantissa * Down(from.Exponent) * Up(to.Exponent));
    }
}
