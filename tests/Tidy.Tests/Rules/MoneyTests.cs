namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("class A { double x; }")]
    [InlineData("class A { float M(int y) => y; }")]
    [InlineData("class A { decimal? x; }")]
    [InlineData("class A { System.Double x; }")]
    [InlineData("class A { object x = Decimal.One; }")]
    [InlineData("class A { object x = (Half)1; }")]
    [InlineData("class A { object x = 1.5; }")]
    [InlineData("class A { object x = 1m; }")]
    [InlineData("class A { object x = 2e3f; }")]
    public void Inexact_numbers_are_found(string text) =>
        Assert.NotEmpty(Money.Inexact(new SourceFile("Grains/A.cs", text)));

    [Theory]
    [InlineData("class A { UInt128 x = 1_000_000; long y = 0xFFL; }")]
    [InlineData("class A { object x = list.Single(); } // 1.5 double")]
    [InlineData("class A { string s = \"decimal 1.5\"; int doubled, decimals; }")]
    public void Integers_and_words_are_not(string text) =>
        Assert.Empty(Money.Inexact(new SourceFile("Grains/A.cs", text)));

    [Theory]
    [InlineData("Grains/A.cs", true)]
    [InlineData("Grains.Interfaces/B/A.cs", true)]
    [InlineData("Chains/A.cs", true)]
    [InlineData("Market/A.cs", true)]
    [InlineData("Silo/A.cs", false)]
    [InlineData("tests/Grains.Tests/A.cs", false)]
    [InlineData("Grains/readme.md", false)]
    public void Money_paths_are_the_grains_the_chains_and_the_market(string path, bool expected) =>
        Assert.Equal(expected, Money.IsMoneyPath(new SourceFile(path, "")));
}
