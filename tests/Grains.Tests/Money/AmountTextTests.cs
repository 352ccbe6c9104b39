using OrleansTrading.Grains;

namespace OrleansTrading.Grains.Tests.Money;

public class AmountTextTests
{
    [Theory]
    [InlineData("1", 6, "1000000")]
    [InlineData("1.5", 6, "1500000")]
    [InlineData("0.000001", 6, "1")]
    [InlineData("1.500000000", 6, "1500000")]
    [InlineData("007", 0, "7")]
    [InlineData("340282366920938.463463374607431768211455", 24, "340282366920938463463374607431768211455")]
    public void An_exact_amount_is_read_without_rounding(string text, int decimals, string units)
    {
        Assert.Equal(AmountProblem.None, AmountText.TryParse(text, decimals, out var read));
        Assert.Equal(UInt128.Parse(units), read);
    }

    [Theory]
    [InlineData(null, 6, AmountProblem.Malformed)]
    [InlineData("", 6, AmountProblem.Malformed)]
    [InlineData(" 1", 6, AmountProblem.Malformed)]
    [InlineData("1e3", 6, AmountProblem.Malformed)]
    [InlineData("1,5", 6, AmountProblem.Malformed)]
    [InlineData("+1", 6, AmountProblem.Malformed)]
    [InlineData(".5", 6, AmountProblem.Malformed)]
    [InlineData("5.", 6, AmountProblem.Malformed)]
    [InlineData("1.2.3", 6, AmountProblem.Malformed)]
    [InlineData("٣", 6, AmountProblem.Malformed)]
    [InlineData("NaN", 6, AmountProblem.Malformed)]
    [InlineData("-1", 6, AmountProblem.Negative)]
    [InlineData("-0.5", 6, AmountProblem.Negative)]
    [InlineData("0", 6, AmountProblem.Zero)]
    [InlineData("0.0000", 6, AmountProblem.Zero)]
    [InlineData("0.0000001", 6, AmountProblem.TooPrecise)]
    [InlineData("1.1", 0, AmountProblem.TooPrecise)]
    [InlineData("340282366920938463463374607431768211456", 0, AmountProblem.TooLarge)]
    [InlineData("340282366920938463463374607431768", 9, AmountProblem.TooLarge)]
    public void What_is_not_a_positive_amount_of_the_asset_is_refused_by_its_own_problem(
        string? text, int decimals, AmountProblem problem)
    {
        Assert.Equal(problem, AmountText.TryParse(text, decimals, out _));
    }

    [Fact]
    public void A_text_longer_than_any_amount_is_refused_unread()
    {
        var text = new string('1', AmountText.LengthMax + 1);

        Assert.Equal(AmountProblem.Malformed, AmountText.TryParse(text, 6, out _));
    }

    [Theory]
    [InlineData("1500000", 6, "1.5")]
    [InlineData("1", 7, "0.0000001")]
    [InlineData("10", 0, "10")]
    [InlineData("0", 6, "0")]
    [InlineData("100", 2, "1")]
    public void Units_are_written_as_people_write_them(string units, int decimals, string text)
    {
        Assert.Equal(text, AmountText.Format(UInt128.Parse(units), decimals));
    }
}
