namespace OrleansTrading.Market.Tests;

public sealed class PriceRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly PriceRules _rules = new(new PriceRuleOptions());

    [Theory]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(60, null)]
    [InlineData(61, PriceCodes.Stale)]
    [InlineData(86_400, PriceCodes.Stale)]
    [InlineData(-10, null)]
    [InlineData(-11, PriceCodes.Stale)]
    public void Price_is_stale_after_60_seconds_or_more_than_10_ahead(int ageSeconds, string? code)
    {
        var price = TestPrice() with { PublishTime = s_now.AddSeconds(-ageSeconds) };

        Assert.Equal(code, _rules.Refuse(price, s_now)?.Code);
    }

    [Fact]
    public void Age_counts_to_the_tick() =>
        Assert.Equal(
            PriceCodes.Stale,
            _rules.Refuse(TestPrice() with { PublishTime = s_now.AddSeconds(-60).AddTicks(-1) }, s_now)?.Code);

    [Theory]
    [InlineData(0, null)]
    [InlineData(2_000, null)]
    [InlineData(2_001, PriceCodes.Uncertain)]
    public void Price_is_uncertain_above_20_percent(ulong confidence, string? code) =>
        Assert.Equal(code, _rules.Refuse(TestPrice() with { Confidence = confidence }, s_now)?.Code);

    [Fact]
    public void Refusals_say_feed_present_value_and_rule()
    {
        var stale = _rules.Refuse(TestPrice() with { PublishTime = s_now.AddSeconds(-75) }, s_now);
        var wide = _rules.Refuse(TestPrice() with { Confidence = 3_000 }, s_now);

        Assert.Equal(
            "The price of XLM/USD is 75 s old, published 2026-03-04 05:04:52Z. At most 60 s is accepted. " +
            "Try again when the feed moves.",
            stale?.Problem);
        Assert.Equal(
            "The price of XLM/USD is uncertain by 3000 basis points. At most 2000 is accepted. " +
            "Try again when the market is calmer.",
            wide?.Problem);
    }

    [Fact]
    public void No_price_is_unavailable_with_the_sources_reason()
    {
        var refusal = _rules.Refuse(new PriceAnswer(null, "Pyth is out of order (503)."), s_now);

        Assert.Equal(new PriceRefusal(PriceCodes.Unavailable, "Pyth is out of order (503)."), refusal);
    }

    [Fact]
    public void Price_that_is_not_positive_is_unavailable() =>
        Assert.Equal(PriceCodes.Unavailable, _rules.Refuse(TestPrice() with { Mantissa = 0 }, s_now)?.Code);

    [Theory]
    [InlineData(1_000, 1_000, null)]
    [InlineData(1_000, 1_001, PriceCodes.Uncertain)]
    public void Pair_is_uncertain_when_both_spreads_together_are_too_wide(ulong one, ulong other, string? code)
    {
        var from = new PriceAnswer(TestPrice() with { Confidence = one }, null);
        var to = new PriceAnswer(TestPrice() with { Confidence = other, Feed = "SOL/USD" }, null);

        Assert.Equal(code, _rules.RefusePair(from, to, s_now)?.Code);
    }

    [Fact]
    public void Pair_is_refused_for_whichever_side_is_bad()
    {
        var good = new PriceAnswer(TestPrice(), null);
        var none = new PriceAnswer(null, "none");
        var old = new PriceAnswer(TestPrice() with { PublishTime = s_now.AddMinutes(-5) }, null);

        Assert.Null(_rules.RefusePair(good, good, s_now));
        Assert.Equal(PriceCodes.Unavailable, _rules.RefusePair(none, good, s_now)?.Code);
        Assert.Equal(PriceCodes.Unavailable, _rules.RefusePair(good, none, s_now)?.Code);
        Assert.Equal(PriceCodes.Stale, _rules.RefusePair(good, old, s_now)?.Code);
    }

    [Fact]
    public void Limits_are_the_configured_ones()
    {
        var rules = new PriceRules(new PriceRuleOptions
        {
            MaxAge = TimeSpan.FromSeconds(5),
            MaxAhead = TimeSpan.Zero,
            MaxSpreadBasisPoints = 10,
        });

        Assert.Null(rules.Refuse(TestPrice() with { Confidence = 10 }, s_now));
        Assert.NotNull(rules.Refuse(TestPrice() with { Confidence = 11 }, s_now));
        Assert.NotNull(rules.Refuse(TestPrice() with { PublishTime = s_now.AddSeconds(-6) }, s_now));
        Assert.NotNull(rules.Refuse(TestPrice() with { PublishTime = s_now.AddSeconds(1) }, s_now));
    }

    private static Price TestPrice() => new("XLM/USD", 10_000, 1, -5, s_now, "test");
}
