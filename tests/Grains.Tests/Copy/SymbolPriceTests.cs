namespace OrleansTrading.Grains.Tests.Copy;

public sealed class SymbolPriceTests
{
    [Theory]
    [InlineData("999999999")]
    [InlineData("999999999.0")]
    [InlineData("99999999.99999999")]
    [InlineData("1.08345")]
    [InlineData("0")]
    [InlineData("0.00000")]
    public void A_price_within_the_limit_is_read_back_with_any_digits(string text)
    {
        Assert.True(SymbolPrice.TryParse(text, out var price));
        Assert.Equal(text, price.ToString());
        for (var digits = 0; digits <= FixedPoint.DecimalsMax; digits++)
        {
            var converted = price.To(digits);
            Assert.True(SymbolPrice.TryParse(converted.ToString(), out var read));
            Assert.Equal(converted, read);
        }
    }

    [Theory]
    [InlineData("1000000000")]
    [InlineData("999999999.1")]
    [InlineData("999999999999999999")]
    [InlineData("1.123456789")]
    [InlineData("-1.08345")]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("01.5")]
    public void What_is_beyond_it_or_written_otherwise_is_no_price(string text) =>
        Assert.False(SymbolPrice.TryParse(text, out _));
}
