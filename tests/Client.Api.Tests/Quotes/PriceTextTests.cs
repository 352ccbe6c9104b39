using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.Quotes;

public sealed class PriceTextTests
{
    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(5, 0, "5")]
    [InlineData(5, 3, "5000")]
    [InlineData(99_990_000, -8, "0.9999")]
    [InlineData(123_456_789, -8, "1.23456789")]
    [InlineData(1, -12, "0.000000000001")]
    [InlineData(-150, -2, "-1.5")]
    [InlineData(long.MaxValue, -18, "9.223372036854775807")]
    [InlineData(long.MinValue, 0, "-9223372036854775808")]
    public void A_price_is_shown_exactly(long mantissa, int exponent, string expected) =>
        Assert.Equal(expected, PriceText.Decimal(mantissa, exponent));

    [Theory]
    [InlineData(2, 0, 1, 0, "2")]
    [InlineData(1, 0, 3, 0, "0.33333333")]
    [InlineData(2, 0, 3, 0, "0.66666666")] // cut, not rounded
    [InlineData(10, 0, 3, 0, "3.3333333")]
    [InlineData(99_990_000, -8, 3_201_234, -7, "3.123483")]
    [InlineData(1, -8, 1, 0, "0.00000001")]
    [InlineData(1, 0, 1, -8, "100000000")]
    [InlineData(7, 0, 1, -12, "7000000000000")]
    [InlineData(123_456_789_012, 0, 10, 0, "12345678901")]
    [InlineData(1, -18, 9, 0, "0.00000000000000000011111111")]
    [InlineData(long.MaxValue, 0, 1, 0, "9223372036854775807")]
    public void A_rate_is_cut_to_eight_digits_whatever_the_exponents(
        long pay, int payExponent, long receive, int receiveExponent, string expected) => Assert.Equal(
        expected,
        PriceText.Ratio(Samples.Price("A", pay, 1, payExponent), Samples.Price("B", receive, 1, receiveExponent)));

    [Fact]
    public void A_rate_in_words_names_both_assets() => Assert.Equal(
        "1 solana/USDC = 3.123483 stellar/XLM",
        PriceText.Rate(
            "solana/USDC",
            Samples.Price("USDC/USD", 99_990_000, 1, -8),
            "stellar/XLM",
            Samples.Price("XLM/USD", 3_201_234, 1, -7)));

    [Fact]
    public void A_price_of_zero_or_with_an_absurd_exponent_is_an_error_and_no_text()
    {
        var one = Samples.Price("A", 1, 1, 0);

        Assert.Throws<ArgumentException>(() => PriceText.Ratio(one, Samples.Price("B", 0, 1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriceText.Ratio(one, Samples.Price("B", 1, 1, -37)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriceText.Decimal(1, 37));
    }
}
