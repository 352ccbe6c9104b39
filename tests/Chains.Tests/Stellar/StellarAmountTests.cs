using System.Globalization;
using OrleansTrading.Chains.Stellar;

namespace OrleansTrading.Chains.Tests.Stellar;

public sealed class StellarAmountTests
{
    [Fact]
    public void Valid_amounts_of_the_vectors_are_read_and_written()
    {
        var amounts = StellarFixtures.Vectors.GetProperty("amounts");
        Assert.Equal(["valid", "invalid_for_payment"], amounts.EnumerateObject().Select(list => list.Name));
        Assert.Equal(8, amounts.GetProperty("valid").GetArrayLength());
        foreach (var vector in amounts.GetProperty("valid").EnumerateArray())
        {
            var stroops = long.Parse(vector.Text("stroops"), CultureInfo.InvariantCulture);
            Assert.True(StellarAmount.TryParse(vector.Text("amount"), out var parsed), vector.Text("amount"));
            Assert.Equal(stroops, parsed);
            Assert.True(StellarAmount.TryParse(StellarAmount.Format(stroops), out var again));
            Assert.Equal(stroops, again);
            Assert.True(StellarAmount.TryParse(StellarAmount.FormatShort(stroops), out again));
            Assert.Equal(stroops, again);
        }
    }

    /// <summary>Including the three that the JavaScript SDK lets through: 1e3, " 1" and 0x10.</summary>
    [Fact]
    public void Invalid_amounts_of_the_vectors_are_refused()
    {
        var invalid = StellarFixtures.Vectors.GetProperty("amounts").GetProperty("invalid_for_payment");
        Assert.Equal(10, invalid.GetArrayLength());
        foreach (var vector in invalid.EnumerateArray())
        {
            Assert.False(StellarAmount.TryParse(vector.Text("amount"), out _), vector.Text("amount"));
        }
    }

    [Theory]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.5 ")]
    [InlineData("1.5.5")]
    [InlineData("١")]
    [InlineData("9999999999999999999999999999")]
    [InlineData("1000000000000")]
    public void Other_spellings_are_refused(string text) => Assert.False(StellarAmount.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0.0000000", "0")]
    [InlineData(1, "0.0000001", "0.0000001")]
    [InlineData(100_000_000, "10.0000000", "10")]
    [InlineData(long.MaxValue, "922337203685.4775807", "922337203685.4775807")]
    public void Amounts_have_a_long_and_a_short_spelling(long stroops, string full, string brief)
    {
        Assert.Equal(full, StellarAmount.Format(stroops));
        Assert.Equal(brief, StellarAmount.FormatShort(stroops));
    }
}
