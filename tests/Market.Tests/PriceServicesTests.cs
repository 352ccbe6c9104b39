using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrading.Market.Tests.Pyth;

namespace OrleansTrading.Market.Tests;

public sealed class PriceServicesTests
{
    private const string Key = "secret-key-of-the-test";

    [Fact]
    public async Task Without_a_key_the_shipped_recordings_are_played()
    {
        await using var provider = new ServiceCollection().AddPrices(new PriceOptions()).BuildServiceProvider();
        var source = provider.GetRequiredService<IPriceSource>();

        var answers = await source.GetAsync(["SOL/USD", "XLM/USD", "NEAR/USD", "USDC/USD"]);

        Assert.StartsWith("replay of recorded prices", source.Description, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.NotNull(answer.Price));
        var rules = provider.GetRequiredService<PriceRules>();
        Assert.All(answers, answer => Assert.Null(rules.Refuse(answer, TimeProvider.System.GetUtcNow())));
    }

    [Fact]
    public async Task With_url_and_key_the_live_source_is_asked_once_for_many_callers()
    {
        await using var server = await HermesServer.StartAsync();
        server.AnswerWith(200, Recorded.Updates()[3].Body);
        await using var provider = Live(server, new ConcurrentQueue<string>());
        var source = provider.GetRequiredService<IPriceSource>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => source.GetAsync(["SOL/USD"])));

        Assert.Equal("live prices of Pyth Hermes at 127.0.0.1", source.Description);
        Assert.All(answers, answer => Assert.Equal(11_497_583_407, Assert.Single(answer).Price?.Mantissa));
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Key_is_in_no_log_line_and_no_problem_whatever_happens(int status)
    {
        await using var server = await HermesServer.StartAsync();
        server.AnswerWith(status, "{}");
        var lines = new ConcurrentQueue<string>();
        await using var provider = Live(server, lines);

        var answer = Assert.Single(await provider.GetRequiredService<IPriceSource>().GetAsync(["SOL/USD"]));

        Assert.Equal("Bearer " + Key, Assert.Single(server.Calls).Authorization);
        Assert.NotEmpty(lines);
        Assert.All([.. lines, answer.Problem!], line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirect_is_not_followed_with_the_key()
    {
        await using var server = await HermesServer.StartAsync();
        server.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        await using var provider = Live(server, new ConcurrentQueue<string>());

        var answer = Assert.Single(await provider.GetRequiredService<IPriceSource>().GetAsync(["SOL/USD"]));

        Assert.Contains("302", answer.Problem, StringComparison.Ordinal);
        Assert.Single(server.Calls);
    }

    [Fact]
    public void Test_double_registered_first_stays()
    {
        var mine = new Coalescing.ScriptedSource();
        using var provider = new ServiceCollection()
            .AddSingleton<IPriceSource>(mine).AddPrices(new PriceOptions()).BuildServiceProvider();

        Assert.Same(mine, provider.GetRequiredService<IPriceSource>());
    }

    [Fact]
    public void Configuration_changes_one_value_of_a_default_and_keeps_the_rest()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Prices:Pyth:Feeds:DOGE/USD"] = "dcef50dd0a4cd2dcc17e45df1676dcb336a11a61c69df7a0299b0150c672d25c",
            ["Prices:Replay:Series:SOL/USD:Start"] = "2021-02-01T13:00:00Z",
            ["Prices:Replay:Parity:USDT/USD"] = "false",
            ["Prices:Rules:MaxAge"] = "00:00:05",
        }).Build();

        var options = configuration.GetSection("Prices").Get<PriceOptions>()!;

        Assert.Empty(options.Problems());
        Assert.Equal(9, options.Pyth.Feeds.Count);
        Assert.Equal("sol_usdt_1h_2021.csv", options.Replay.Series["SOL/USD"].File);
        Assert.Equal(new DateTimeOffset(2021, 2, 1, 13, 0, 0, TimeSpan.Zero), options.Replay.Series["SOL/USD"].Start);
        Assert.False(options.Replay.Parity["USDT/USD"]);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Rules.MaxAge);
        Assert.Equal(2_000, options.Rules.MaxSpreadBasisPoints);
    }

    /// <summary>It waits as long as it may: the first request of a process on a busy machine takes seconds.</summary>
    private static ServiceProvider Live(HermesServer server, ConcurrentQueue<string> lines) =>
        new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new LinesProvider(lines)))
            .AddPrices(new PriceOptions
            {
                Pyth = new() { BaseUrl = server.BaseUrl, ApiKey = Key, Timeout = TimeSpan.FromSeconds(30) },
            })
            .BuildServiceProvider();

    private sealed class LinesProvider(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
