using System.Globalization;
using System.Text.Json;
using OrleansTrading.Clocks;

namespace OrleansTrading.Market.Tests.Pyth;

public sealed class PythHermesPriceSourceTests : IAsyncLifetime
{
    private const string Key = "secret-key-of-the-test";
    private const string Sol = "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d";

    private readonly ManualTime _clock = new();
    private HermesServer _server = null!;

    public async Task InitializeAsync() => _server = await HermesServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void Known_feed_ids_are_the_recorded_ones() =>
        Assert.Equal(
            Recorded.FeedIds().OrderBy(pair => pair.Key, StringComparer.Ordinal),
            PythFeeds.Known.OrderBy(pair => pair.Key, StringComparer.Ordinal));

    [Fact]
    public async Task Recorded_answer_is_read_to_the_last_digit()
    {
        _server.AnswerWith(200, Recorded.LatestBtc);

        var answer = Assert.Single(await Source().GetAsync(["BTC/USD"]));

        Assert.Null(answer.Problem);
        Assert.Equal(
            new Price(
                "BTC/USD",
                6_140_993_501_000,
                3_287_868_567,
                -8,
                DateTimeOffset.FromUnixTimeSeconds(1_714_746_101),
                "pyth-hermes"),
            answer.Price);
    }

    [Fact]
    public async Task Every_feed_of_every_recorded_update_is_read_to_the_last_digit()
    {
        var read = 0;
        foreach (var (path, body) in Recorded.Updates())
        {
            using var document = JsonDocument.Parse(body);
            var entries = document.RootElement.GetProperty("parsed").EnumerateArray().ToArray();
            var feeds = entries.ToDictionary(entry => "feed " + Id(entry), Id);
            _server.AnswerWith(200, body);

            var answers = await Source(new PythOptions { Feeds = feeds }).GetAsync([.. feeds.Keys]);

            foreach (var (entry, answer) in entries.Zip(answers))
            {
                var price = entry.GetProperty("price");
                Assert.True(answer.Price is not null, $"{path}: {answer.Problem}");
                Assert.Equal("feed " + Id(entry), answer.Price.Feed);
                Assert.Equal(price.GetProperty("price").GetString(), Text(answer.Price.Mantissa));
                Assert.Equal(price.GetProperty("conf").GetString(), Text(answer.Price.Confidence));
                Assert.Equal(price.GetProperty("expo").GetInt32(), answer.Price.Exponent);
                Assert.Equal(
                    price.GetProperty("publish_time").GetInt64(), answer.Price.PublishTime.ToUnixTimeSeconds());
                read++;
            }
        }

        Assert.Equal(20, read);
    }

    [Fact]
    public async Task All_feeds_asked_travel_in_one_request_with_the_key_and_without_0x()
    {
        _server.AnswerWith(200, Recorded.LatestBtc);
        var options = new PythOptions { Feeds = { ["WITH/0X"] = "0x" + new string('A', 64) } };

        await Source(options).GetAsync(["SOL/USD", "WITH/0X", "XLM/USD", "SOL/USD"]);

        var call = Assert.Single(_server.Calls);
        Assert.Equal("GET", call.Method);
        Assert.Equal("/hermes/v2/updates/price/latest", call.Path);
        Assert.Equal([new string('a', 64), PythFeeds.Known["XLM/USD"], Sol], call.Ids);
        Assert.Contains("&parsed=true", call.Query, StringComparison.Ordinal);
        Assert.Equal("Bearer " + Key, call.Authorization);
    }

    [Fact]
    public async Task Answers_come_in_the_order_asked_and_a_missing_feed_spoils_no_other()
    {
        _server.AnswerWith(200, Recorded.Updates()[3].Body);

        var answers = await Source().GetAsync(["XLM/USD", "USDT/USD", "NO/SUCH", "SOL/USD", "USDT/USD"]);

        Assert.Equal(
            [null, 99_964_242L, null, 11_497_583_407L, 99_964_242L], answers.Select(answer => answer.Price?.Mantissa));
        Assert.Contains("does not know or does not publish XLM/USD", answers[0].Problem, StringComparison.Ordinal);
        Assert.Contains("Pyth:Feeds", answers[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unconfigured_feed_alone_causes_no_call()
    {
        var answer = Assert.Single(await Source().GetAsync(["NO/SUCH"]));

        Assert.Null(answer.Price);
        Assert.Contains("No Pyth feed id is configured for NO/SUCH", answer.Problem, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Two_symbols_of_one_id_are_one_question_and_two_answers()
    {
        _server.AnswerWith(200, Recorded.Updates()[3].Body);
        var source = Source(new PythOptions { Feeds = { ["WSOL/USD"] = Sol } });

        var answers = await source.GetAsync(["WSOL/USD", "SOL/USD"]);

        Assert.Equal([Sol], Assert.Single(_server.Calls).Ids);
        Assert.Equal(["WSOL/USD", "SOL/USD"], answers.Select(answer => answer.Price?.Feed));
    }

    [Fact]
    public async Task More_feeds_than_one_call_carries_are_refused_without_a_call()
    {
        var feeds = Enumerable.Range(0, 65).ToDictionary(i => $"F{i}/USD", i => i.ToString("x64", null));

        var answers = await Source(new PythOptions { Feeds = feeds }).GetAsync([.. feeds.Keys]);

        Assert.All(answers, answer => Assert.Contains("at most 64", answer.Problem, StringComparison.Ordinal));
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    public async Task Impossible_price_is_a_problem_and_not_a_price(string price)
    {
        _server.AnswerWith(200, Recorded.Body(Sol, $"\"{price}\"", "\"1\"", "-8", "1714746101"));

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Null(answer.Price);
        Assert.Contains("SOL/USD", answer.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"-1\"", "-8", "1714746101")]
    [InlineData("\"18446744073709551616\"", "-8", "1714746101")]
    [InlineData("\"1\"", "-39", "1714746101")]
    [InlineData("\"1\"", "39", "1714746101")]
    [InlineData("\"1\"", "-8", "-1")]
    [InlineData("\"1\"", "-8", "253402300800")]
    [InlineData("null", "-8", "1714746101")]
    public async Task Impossible_confidence_exponent_or_time_is_a_problem(string conf, string expo, string publishTime)
    {
        _server.AnswerWith(200, Recorded.Body(Sol, "\"100\"", conf, expo, publishTime));

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Null(answer.Price);
        Assert.Contains("not readable", answer.Problem, StringComparison.Ordinal);
    }

    private PythHermesPriceSource Source(PythOptions? options = null) =>
        new(
            _server.Http,
            new PythOptions
            {
                BaseUrl = _server.BaseUrl + "/",
                ApiKey = Key,
                Feeds = (options ?? new PythOptions()).Feeds,
            },
            _clock);

    private static string Id(JsonElement entry) => entry.GetProperty("id").GetString()!;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
