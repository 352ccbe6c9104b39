using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.Payments;

namespace OrleansTrading.Grains.Tests.Payments;

public sealed class PayCodeTests
{
    private static readonly UInt128 Near = UInt128.Parse("1000000000000000000000000", null);

    [Fact]
    public void An_amount_with_a_code_tells_it_and_grows_by_less_than_a_million_millionth()
    {
        var units = from high in Gen.Choose(0, int.MaxValue) from low in Gen.Choose(0, int.MaxValue)
                    select ((UInt128)(ulong)high * 1_000_000_000_000_000UL) + (ulong)low;
        Prop.ForAll(units.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (amount, number) =>
        {
            var code = PayCode.Of(QuoteOf(number), 0);
            var marked = PayCode.Write(amount, code);
            return PayCode.Read(marked) == code && marked >= amount && marked - amount < 1_000_000_000_000;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_code_is_the_quotes_own_at_every_repeat_and_never_that_of_a_round_amount()
    {
        var codes = new HashSet<ulong>();
        for (var i = 0; i < 10_000; i++)
        {
            var code = PayCode.Of(QuoteOf(i), 0);
            Assert.Equal(code, PayCode.Of(QuoteOf(i), 0));
            Assert.InRange(code, 1UL, 999_999_999_999UL);
            Assert.NotEqual(code, PayCode.Of(QuoteOf(i), 1));
            codes.Add(code);
        }

        Assert.Equal(10_000, codes.Count);
        Assert.Equal(0UL, PayCode.Read(10 * Near));
    }

    private static QuoteId QuoteOf(int number) =>
        QuoteId.Derive(UserId.Derive(AccountId.Of("near:local", "a.near")), $"{number}");
}
