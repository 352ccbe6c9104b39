using System.Globalization;
using OrleansTrading.Clocks;

namespace OrleansTrading.Market.Tests.Replay;

public sealed class ReplayPriceSourceTests
{
    private static readonly DateTimeOffset s_anchor = new ReplayOptions().Anchor;

    [Fact]
    public async Task At_the_anchor_the_first_recorded_close_is_played()
    {
        var price = await PriceAt(s_anchor, "SOL/USD");

        // First row of the file: open 1.5088, high 1.5442, low 1.499, close 1.5442 at 2021-01-01T00:00Z, closed at
        // 01:00.
        Assert.Equal(
            new Price(
                "SOL/USD", 154_420_000, 2_260_000, -8, s_anchor, "replay of 2021-01-01T01:00Z (Binance spot SOL/USDT)"),
            price);
    }

    [Fact]
    public async Task Close_stays_until_the_next_candle_closes()
    {
        var before = await PriceAt(s_anchor.AddHours(1).AddTicks(-1), "XLM/USD");
        var after = await PriceAt(s_anchor.AddHours(1), "XLM/USD");

        Assert.Equal((12_879_000L, s_anchor.AddHours(1).AddSeconds(-1)), (before.Mantissa, before.PublishTime));
        Assert.Equal((13_304_000L, s_anchor.AddHours(1)), (after.Mantissa, after.PublishTime));
        Assert.Equal("replay of 2021-01-01T02:00Z (Binance spot XLM/USDT)", after.Source);
    }

    [Fact]
    public async Task Start_option_chooses_the_recorded_moment()
    {
        var options = new ReplayOptions
        {
            Series =
            {
                ["SOL/USD"] = new ReplaySeriesOptions
                {
                    File = "sol_usdt_1h_2021.csv",
                    Origin = "Binance spot SOL/USDT",
                    Start = new DateTimeOffset(2021, 2, 1, 13, 0, 0, TimeSpan.Zero),
                },
            },
        };

        var price = await PriceAt(s_anchor, "SOL/USD", options);

        Assert.Equal("replay of 2021-02-01T13:00Z (Binance spot SOL/USDT)", price.Source);
    }

    [Fact]
    public async Task Speed_passes_recorded_hours_in_wall_clock_seconds()
    {
        var options = new ReplayOptions { Speed = 3_600 };

        var price = await PriceAt(s_anchor.AddSeconds(1), "XLM/USD", options);

        Assert.Equal(13_304_000, price.Mantissa);
        Assert.Equal(s_anchor.AddSeconds(1), price.PublishTime);
    }

    [Fact]
    public async Task Speed_zero_stands_still()
    {
        var price = await PriceAt(s_anchor.AddYears(3), "XLM/USD", new ReplayOptions { Speed = 0 });

        Assert.Equal(12_879_000, price.Mantissa);
    }

    [Fact]
    public async Task After_the_last_close_the_replay_begins_again_and_before_the_anchor_it_has_come_round()
    {
        // Last row opens 2021-06-20T16:00, closes 17:00 and is played until 18:00.
        var span = new DateTimeOffset(2021, 6, 20, 18, 0, 0, TimeSpan.Zero)
            - new DateTimeOffset(2021, 1, 1, 1, 0, 0, TimeSpan.Zero);

        Assert.Equal(3_382_800_000, (await PriceAt(s_anchor + span - TimeSpan.FromSeconds(1), "SOL/USD")).Mantissa);
        Assert.Equal(154_420_000, (await PriceAt(s_anchor + span, "SOL/USD")).Mantissa);
        Assert.Equal(154_420_000, (await PriceAt(s_anchor + (span * 5), "SOL/USD")).Mantissa);
        Assert.Equal(3_382_800_000, (await PriceAt(s_anchor.AddSeconds(-1), "SOL/USD")).Mantissa);
        Assert.Equal(154_420_000, (await PriceAt(s_anchor - span, "SOL/USD")).Mantissa);
    }

    [Fact]
    public async Task Hours_missing_in_the_recording_keep_the_last_close()
    {
        // The hour that opens at 2021-02-11T04:00 is absent: the close of 04:00 is played until 06:00.
        var first = new DateTimeOffset(2021, 1, 1, 1, 0, 0, TimeSpan.Zero);
        var gap = new DateTimeOffset(2021, 2, 11, 5, 59, 59, TimeSpan.Zero) - first;

        var during = await PriceAt(s_anchor + gap, "SOL/USD");
        var after = await PriceAt(s_anchor + gap + TimeSpan.FromSeconds(1), "SOL/USD");

        Assert.StartsWith("replay of 2021-02-11T04:00Z", during.Source, StringComparison.Ordinal);
        Assert.StartsWith("replay of 2021-02-11T06:00Z", after.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crash_hour_is_capped_so_that_the_pair_still_gets_a_quote()
    {
        // 2021-05-19T13:00: XLM fell by more than a third within the hour.
        var crash = new DateTimeOffset(2021, 5, 19, 14, 0, 0, TimeSpan.Zero)
            - new DateTimeOffset(2021, 1, 1, 1, 0, 0, TimeSpan.Zero);

        var capped = await PriceAt(s_anchor + crash, "XLM/USD");
        var raw = await PriceAt(s_anchor + crash, "XLM/USD", new ReplayOptions { ConfidenceMaxBasisPoints = 10_000 });

        Assert.Equal(900, PriceMath.SpreadBasisPoints(capped));
        Assert.True(PriceMath.SpreadBasisPoints(raw) > 1_000, raw.ToString());
    }

    [Fact]
    public async Task Closes_alone_take_their_range_from_the_hour_before()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "data", "near_usdt_5m_2022.csv");
        var closes = (await File.ReadAllLinesAsync(file))[1..14]
            .Select(line => decimal.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).ToArray();

        var price = await PriceAt(s_anchor.AddMinutes(60), "NEAR/USD"); // the 13th close; its window is closes 2 to 13
        var window = closes[1..];

        Assert.Equal((long)(closes[12] * 100_000_000), price.Mantissa);
        Assert.Equal((ulong)((window.Max() - window.Min()) / 2 * 100_000_000), price.Confidence);
    }

    [Fact]
    public async Task Every_recorded_hour_can_be_quoted_and_most_get_the_longest_lock()
    {
        var clock = new ManualTime(s_anchor);
        var source = ReplayPriceSource.Load(new ReplayOptions(), clock);
        var rules = new PriceRules(new PriceRuleOptions());
        var (hours, longest) = (0, 0);
        for (; hours < 4_097; hours++, clock.Advance(TimeSpan.FromHours(1)))
        {
            var answers = await source.GetAsync(["SOL/USD", "XLM/USD"]);

            Assert.Null(rules.RefusePair(answers[0], answers[1], clock.GetUtcNow()));
            var spread = PriceMath.SpreadBasisPoints(answers[0].Price!, answers[1].Price!);
            Assert.InRange(spread, 10, 1_800);
            longest += spread <= 500 ? 1 : 0;
        }

        Assert.InRange(longest * 100 / hours, 80, 99);
    }

    [Fact]
    public async Task Stable_coins_are_served_at_parity_and_say_that_it_is_assumed()
    {
        var price = await PriceAt(s_anchor, "USDC/USD");

        Assert.Equal(
            new Price("USDC/USD", 100_000_000, 100_000, -8, s_anchor, "assumed parity (no recording)"), price);
    }

    [Fact]
    public async Task Parity_that_is_switched_off_and_unknown_feeds_are_problems_with_a_remedy()
    {
        var source = ReplayPriceSource.Load(
            new ReplayOptions { Parity = { ["USDT/USD"] = false } }, new ManualTime(s_anchor));

        var answers = await source.GetAsync(["USDT/USD", "BTC/USD", "USDC/USD"]);

        Assert.Equal([true, true, false], answers.Select(answer => answer.Price is null));
        Assert.Equal(
            "No price of BTC/USD is recorded; there are NEAR/USD, SOL/USD, XLM/USD, USDC/USD. " +
            "Configure a live price source (Pyth:BaseUrl and Pyth:ApiKey) for others.",
            answers[1].Problem);
    }

    [Fact]
    public void Description_says_which_days_are_played_and_in_what_they_are_quoted() =>
        Assert.Equal(
            "replay of recorded prices: NEAR/USD 2022-02-02 to 2022-04-19 (Binance spot NEAR/USDT), " +
            "SOL/USD 2021-01-01 to 2021-06-20 (Binance spot SOL/USDT), " +
            "XLM/USD 2021-01-01 to 2021-06-20 (Binance spot XLM/USDT); " +
            "USDT taken as US dollars; assumed parity: USDC/USD, USDT/USD",
            ReplayPriceSource.Load(new ReplayOptions(), new ManualTime()).Description);

    [Fact]
    public void Start_outside_the_recording_stops_the_start_and_says_what_is_there()
    {
        var options = new ReplayOptions
        {
            Series =
            {
                ["SOL/USD"] = new ReplaySeriesOptions
                {
                    File = "sol_usdt_1h_2021.csv", Origin = "x", Start = s_anchor,
                },
            },
        };

        var exception = Assert.Throws<InvalidDataException>(
            () => ReplayPriceSource.Load(options, new ManualTime()));

        Assert.Contains("2021-01-01 01:00:00Z to 2021-06-20 17:00:00Z", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<Price> PriceAt(DateTimeOffset now, string feed, ReplayOptions? options = null)
    {
        var source = ReplayPriceSource.Load(options ?? new ReplayOptions(), new ManualTime(now));
        var answer = Assert.Single(await source.GetAsync([feed]));
        Assert.True(answer.Price is not null, answer.Problem);
        return answer.Price;
    }
}
