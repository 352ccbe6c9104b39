using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Market.Tests;

public sealed class PriceOptionsTests
{
    private const string Key = "secret-key-of-the-test";

    public static TheoryData<PriceOptions, string> Wrong() => new()
    {
        { Pyth(new() { BaseUrl = "https://example.org" }), "Pyth:BaseUrl is set but Pyth:ApiKey is empty." },
        { Pyth(new() { ApiKey = Key }), "Pyth:ApiKey is set but Pyth:BaseUrl is empty." },
        { Pyth(new() { BaseUrl = "http://example.org", ApiKey = Key }), "uses http to example.org." },
        { Pyth(new() { BaseUrl = "hermes", ApiKey = Key }), "is not an absolute URL." },
        { Pyth(new() { BaseUrl = "https://a:b@example.org", ApiKey = Key }), "has a user, query or fragment." },
        { Pyth(new() { BaseUrl = "https://example.org/?k=v", ApiKey = Key }), "has a user, query or fragment." },
        { Pyth(new() { BaseUrl = "https://example.org", ApiKey = Key + "\n" }), "Pyth:ApiKey has characters" },
        { Pyth(new() { Feeds = { ["SOL/USD"] = "0x12" } }), "Pyth:Feeds:SOL/USD is \"0x12\"." },
        { Pyth(new() { Timeout = TimeSpan.Zero }), "Pyth:Timeout is 00:00:00." },
        { Pyth(new() { ResponseBytesMax = 10 }), "Pyth:ResponseBytesMax is 10." },
        { Pyth(new() { RateLimitPause = TimeSpan.FromHours(1) }), "Pyth:RateLimitPause is 01:00:00." },
        { Replay(new() { Series = { ["A/USD"] = new() } }), "Replay:Series:A/USD lacks File or Origin." },
        { Replay(new() { Speed = -1 }), "Replay:Speed is -1." },
        { Replay(new() { RangeWindow = TimeSpan.Zero }), "Replay:RangeWindow is 00:00:00." },
        { Replay(new() { ConfidenceMinBasisPoints = 901 }), "Replay:ConfidenceMaxBasisPoints is 900." },
        { Replay(new() { ConfidenceMinBasisPoints = -1 }), "Replay:ConfidenceMinBasisPoints is -1." },
        { Replay(new() { ParityConfidenceBasisPoints = 10_001 }), "Replay:ParityConfidenceBasisPoints is 10001." },
        { new() { Coalescing = new() { Lifetime = TimeSpan.Zero } }, "Coalescing:Lifetime is 00:00:00." },
        { new() { Coalescing = new() { TogetherFor = TimeSpan.FromHours(9) } }, "Coalescing:TogetherFor is 09:00:00." },
        { new() { Coalescing = new() { FeedsMax = 65 } }, "Coalescing:FeedsMax is 65." },
        { new() { Rules = new() { MaxAge = TimeSpan.Zero } }, "Rules:MaxAge is 00:00:00." },
        { new() { Rules = new() { MaxAhead = TimeSpan.FromDays(1) } }, "Rules:MaxAhead is 1.00:00:00." },
        { new() { Rules = new() { MaxSpreadBasisPoints = 0 } }, "Rules:MaxSpreadBasisPoints is 0." },
    };

    [Fact]
    public void Defaults_are_right() => Assert.Empty(new PriceOptions().Problems());

    [Theory]
    [InlineData("https://pyth.dourolabs.app/hermes")]
    [InlineData("http://127.0.0.1:4242")]
    [InlineData("http://localhost:4242/hermes/")]
    public void Https_anywhere_and_http_on_loopback_are_right(string baseUrl) =>
        Assert.Empty(Pyth(new() { BaseUrl = baseUrl, ApiKey = Key }).Problems());

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_option_stops_the_start_and_is_named_with_its_value(PriceOptions options, string expected)
    {
        var problem = Assert.Single(options.Problems());
        var exception = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddPrices(options));

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.Message, StringComparison.Ordinal);
    }

    private static PriceOptions Pyth(PythOptions pyth) => new() { Pyth = pyth };

    private static PriceOptions Replay(ReplayOptions replay) => new() { Replay = replay };
}
