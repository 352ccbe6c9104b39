namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>Numbers as the bridge's protocol writes them.</summary>
public sealed class FixedPointTests
{
    [Theory]
    [InlineData("0.00", 2, 0)]
    [InlineData("0.10", 2, 10)]
    [InlineData("1.08345", 5, 108_345)]
    [InlineData("-12.30", 2, -1_230)]
    [InlineData("-0.01", 2, -1)]
    [InlineData("17", 0, 17)]
    [InlineData("9999999999.99999", 5, 999_999_999_999_999)]
    public void What_is_written_is_read(string text, int decimals, long units)
    {
        Assert.True(FixedPoint.TryParse(text, decimals, out var read));
        Assert.Equal(units, read);
        Assert.Equal(text, FixedPoint.Format(units, decimals));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(".10", 2)]
    [InlineData("0.1", 2)]
    [InlineData("0.100", 2)]
    [InlineData("00.10", 2)]
    [InlineData("+0.10", 2)]
    [InlineData("-0.00", 2)]
    [InlineData("-", 0)]
    [InlineData("1,00", 2)]
    [InlineData(" 0.10", 2)]
    [InlineData("1e5.00", 2)]
    [InlineData("1.0.0", 2)]
    [InlineData("١.٠٠", 2)]
    [InlineData("99999999999999999.99", 2)]
    public void Anything_else_is_not(string text, int decimals) =>
        Assert.False(FixedPoint.TryParse(text, decimals, out _));

    [Theory]
    [InlineData("1.0834449", 5, "1.08344")]
    [InlineData("1.083445", 5, "1.08344")]
    [InlineData("1.083455", 5, "1.08346")]
    [InlineData("1.08", 5, "1.08000")]
    [InlineData("156.7", 0, "157")]
    public void A_price_is_rounded_to_other_digits_half_to_even(string text, int digits, string expected)
    {
        Assert.True(SymbolPrice.TryParse(text, out var price));
        Assert.Equal(expected, price.To(digits).ToString());
    }
}
