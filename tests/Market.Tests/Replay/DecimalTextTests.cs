#pragma warning disable CA5394 // The numbers must repeat from their seed, not be secret.

using System.Globalization;
using System.Numerics;

namespace OrleansTrading.Market.Tests.Replay;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 100_000_000)]
    [InlineData("1.5088", 150_880_000)]
    [InlineData("0.12759", 12_759_000)]
    [InlineData("0.00000001", 1)]
    [InlineData("17.492", 1_749_200_000)]
    [InlineData("1.50000000000000", 150_000_000)]
    [InlineData("92233720368.54775807", long.MaxValue)]
    [InlineData("000092233720368.54775807", long.MaxValue)]
    public void Text_becomes_exactly_its_integer(string text, long expected)
    {
        Assert.True(DecimalText.TryParse(text, 8, out var mantissa));
        Assert.Equal(expected, mantissa);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData("٣")]
    [InlineData("0.123456789")]
    [InlineData("92233720368.54775808")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(DecimalText.TryParse(text, 8, out var mantissa));
        Assert.Equal(0, mantissa);
    }

    [Fact]
    public void Every_integer_comes_back_from_its_text()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var expected = random.NextInt64() >> random.Next(0, 63);
            var decimals = random.Next(0, 19);
            var digits = expected.ToString("D" + (decimals + 1), CultureInfo.InvariantCulture);
            var text = decimals == 0 ? digits : digits[..^decimals] + "." + digits[^decimals..];

            Assert.True(DecimalText.TryParse(text, decimals, out var mantissa), text);
            Assert.Equal((BigInteger)expected, mantissa);
        }
    }
}
