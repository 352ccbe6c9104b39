using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Clocks;

namespace OrleansTrading.Market.Tests.Pyth;

public sealed class PythHermesFailureTests : IAsyncLifetime
{
    private const string Key = "secret-key-of-the-test";
    private const string Sol = "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d";

    private readonly ManualTime _clock = new();
    private HermesServer _server = null!;

    public async Task InitializeAsync() => _server = await HermesServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Each_recorded_error_answer_is_a_problem_of_every_feed()
    {
        foreach (var (_, status, contentType, body) in Recorded.Errors())
        {
            _server.AnswerWith(status, body, contentType);

            var answers = await Source().GetAsync(["SOL/USD", "XLM/USD"]);

            Assert.All(answers, answer => Assert.Null(answer.Price));
            Assert.All(answers, answer => Assert.Contains($"({status})", answer.Problem, StringComparison.Ordinal));
            Assert.StartsWith("No price of XLM/USD: ", answers[1].Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(301, "301")]
    [InlineData(400, "400")]
    [InlineData(403, "(403)")]
    [InlineData(500, "out of order (500)")]
    [InlineData(503, "out of order (503)")]
    public async Task Other_statuses_are_problems_that_repeat_neither_body_nor_key(int status, string expected)
    {
        _server.AnswerWith(status, $"<b>stack trace with {Key}</b>", "text/html");

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Null(answer.Price);
        Assert.Contains(expected, answer.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, answer.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("stack trace", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_429_nobody_calls_for_60_seconds_and_then_somebody_does()
    {
        var source = Source();
        _server.AnswerWith(429, "");
        await source.GetAsync(["SOL/USD"]);
        _server.AnswerWith(200, Recorded.Updates()[3].Body);

        _clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        var during = Assert.Single(await source.GetAsync(["SOL/USD"]));
        Assert.Single(_server.Calls);
        Assert.Contains("slow down", during.Problem, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromTicks(1));
        var after = Assert.Single(await source.GetAsync(["SOL/USD"]));
        Assert.Equal(2, _server.Calls.Count);
        Assert.Equal(11_497_583_407, after.Price?.Mantissa);
    }

    [Theory]
    [InlineData("5", 60)]
    [InlineData("90", 90)]
    [InlineData("999999", 600)]
    [InlineData("nonsense", 60)]
    public async Task Retry_After_lengthens_the_pause_up_to_ten_minutes(string retryAfter, int pauseSeconds)
    {
        var source = Source();
        _server.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };
        await source.GetAsync(["SOL/USD"]);

        _clock.Advance(TimeSpan.FromSeconds(pauseSeconds - 1));
        await source.GetAsync(["SOL/USD"]);
        Assert.Single(_server.Calls);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await source.GetAsync(["SOL/USD"]);
        Assert.Equal(2, _server.Calls.Count);
    }

    [Fact]
    public async Task Server_that_never_answers_is_given_up_after_the_time_out()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };

        var answers = Source().GetAsync(["SOL/USD"]);
        await arrived.Task;
        _clock.Advance(TimeSpan.FromSeconds(3));

        var answer = Assert.Single(await answers);
        Assert.Contains("did not answer within 3000 ms", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_that_trickles_for_ever_is_given_up_after_the_same_time_out()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async context =>
        {
            await context.Response.WriteAsync("{\"parsed\":");
            await context.Response.Body.FlushAsync();
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };

        var answers = Source().GetAsync(["SOL/USD"]);
        await arrived.Task;
        _clock.Advance(TimeSpan.FromSeconds(3));

        var answer = Assert.Single(await answers);
        Assert.Contains("did not answer within", answer.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_longer_than_the_limit_is_refused_whether_or_not_it_says_so(bool announced)
    {
        var body = Recorded.LatestBtc + new string(' ', 300 * 1024);
        _server.Answer = async context =>
        {
            context.Response.ContentLength = announced ? body.Length : null;
            await context.Response.WriteAsync(body);
        };

        var answer = Assert.Single(await Source().GetAsync(["BTC/USD"]));

        Assert.Null(answer.Price);
        Assert.Contains("longer than 262144 bytes", answer.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"parsed\":null}")]
    [InlineData("{\"parsed\":[{\"id\":\"12\"}]}")]
    [InlineData("{\"parsed\":[null]}")]
    [InlineData("<html>sign in</html>")]
    [InlineData("{\"parsed\":[{\"id\":\"" + Sol + "\",\"price\":{}}]}")]
    public async Task Body_of_another_shape_is_a_problem(string body)
    {
        _server.AnswerWith(200, body);

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Null(answer.Price);
        Assert.Contains("not what its API promises", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_where_the_api_promises_a_string_is_refused()
    {
        _server.AnswerWith(200, Recorded.Body(PythFeeds.Known["SOL/USD"], "123", "\"1\"", "-8", "1714746101"));

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Contains("not what its API promises", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_answered_twice_is_refused_rather_than_guessed()
    {
        var once = Recorded.Body(Sol, "\"1\"", "\"1\"", "-8", "1");
        var start = once.IndexOf("[{", StringComparison.Ordinal) + 1;
        var entry = once[start..once.LastIndexOf(']')];
        _server.AnswerWith(200, $$"""{"parsed":[{{entry}},{{entry}}]}""");

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Contains("not what its API promises", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_broken_in_the_middle_of_the_body_is_a_problem()
    {
        _server.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"parsed\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        var answer = Assert.Single(await Source().GetAsync(["SOL/USD"]));

        Assert.Contains("could not be reached or broke off", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_without_a_server_is_a_problem()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound but not listening: connections are refused
        var port = ((IPEndPoint)reserved.LocalEndPoint!).Port;

        var answer = Assert.Single(await Source($"http://127.0.0.1:{port}").GetAsync(["SOL/USD"]));

        Assert.Contains("could not be reached", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_who_leaves_gets_a_cancellation_and_not_a_problem()
    {
        using var caller = new CancellationTokenSource();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };

        var answers = Source().GetAsync(["SOL/USD"], caller.Token);
        await arrived.Task;
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answers);
    }

    private PythHermesPriceSource Source(string? baseUrl = null) =>
        new(_server.Http, new PythOptions { BaseUrl = baseUrl ?? _server.BaseUrl, ApiKey = Key }, _clock);
}
