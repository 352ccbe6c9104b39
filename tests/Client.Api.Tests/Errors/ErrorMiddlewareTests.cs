using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.Errors;

public sealed class ErrorMiddlewareTests
{
    private const string Secret = "the pin is 4711";

    public static TheoryData<Exception, string> Busy => new()
    {
        { new TimeoutException("grain q_1 took 30 s"), "overloaded" },
        { new LimitExceededException("queue of q_1 is full"), "overloaded" },
        { new SiloUnavailableException("stopping"), "overloaded" },
        { new InconsistentStateException("etag 3, not 2", "3", "2", null), "overloaded" },
        { new ChainUnavailableException("stellar", "https://node/?key=4711 did not answer"), "chain_unavailable" },
    };

    [Fact]
    public async Task A_path_that_does_not_exist_is_a_problem()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync("/v1/nothing%20here");

        reply.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("/v1/nothing%20here", reply.Member("instance"));
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_a_problem_that_names_those_it_does()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.SendAsync(HttpMethod.Delete, "/v1/quotes");

        reply.AssertProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal("GET, POST", reply.Headers["Allow"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/jsonp")]
    public async Task A_body_that_is_not_declared_as_json_is_a_problem(string contentType)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.SendAsync(
            HttpMethod.Post, "/v1/auth/challenges", content: new StringContent("{}", Encoding.UTF8, contentType));

        reply.AssertProblem(HttpStatusCode.UnsupportedMediaType, "media_type_unsupported", "Content-Type");
    }

    [Fact]
    public async Task A_missing_body_is_a_problem()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync("/v1/auth/challenges", null);

        reply.AssertProblem(HttpStatusCode.UnsupportedMediaType, "media_type_unsupported", "Content-Type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_a_problem_whether_its_length_is_announced_or_not(bool announced)
    {
        await using var host = await ApiHost.StartAsync();
        var json = $$"""{"chain":"stellar","address":"{{new string('a', 65 * 1024)}}"}""";
        HttpContent content = announced
            ? new StringContent(json, Encoding.UTF8, "application/json")
            : new UnannouncedContent(Encoding.UTF8.GetBytes(json));

        var reply = await host.SendAsync(HttpMethod.Post, "/v1/auth/challenges", content: content);

        reply.AssertProblem(HttpStatusCode.RequestEntityTooLarge, "request_too_large");
    }

    [Theory]
    [MemberData(nameof(Busy))]
    public async Task A_limit_of_the_platform_is_answered_with_a_time_to_retry_and_without_its_text(
        Exception failure, string code)
    {
        await using var host = await ApiHost.StartAsync(map: app => app.MapGet("/throw", _ => throw failure));

        var reply = await host.GetAsync("/throw");

        reply.AssertProblem(HttpStatusCode.ServiceUnavailable, code);
        Assert.True(int.Parse(reply.Headers["Retry-After"], null) > 0);
        Assert.DoesNotContain(failure.Message, reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_expected_is_logged_once_under_the_trace_id_that_the_caller_gets_and_no_more()
    {
        await using var host = await ApiHost.StartAsync(
            map: app => app.MapGet("/throw", _ => throw new InvalidOperationException(Secret)));

        var reply = await host.GetAsync("/throw");

        reply.AssertProblem(HttpStatusCode.InternalServerError, "internal_error");
        Assert.DoesNotContain(Secret, reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", reply.Text, StringComparison.Ordinal);
        var logged = Assert.Single(host.Log.Lines, line => line.Text.Contains(Secret, StringComparison.Ordinal));
        Assert.Equal(LogLevel.Error, logged.Level);
        Assert.Equal(2001, logged.Id.Id);
        Assert.Contains(reply.Member("traceId")!, logged.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/assets")]
    [InlineData("/v1/user")]
    [InlineData("/nothing")]
    [InlineData("/throw")]
    public async Task Every_answer_forbids_sniffing_and_storing_and_does_not_name_the_server(string path)
    {
        await using var host = await ApiHost.StartAsync(
            map: app => app.MapGet("/throw", _ => throw new InvalidOperationException()));

        var reply = await host.GetAsync(path);

        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.False(reply.Headers.ContainsKey("Server"));
    }

    /// <summary>A body whose length is not known beforehand: it is sent in chunks.</summary>
    private sealed class UnannouncedContent : HttpContent
    {
        private readonly byte[] body;

        internal UnannouncedContent(byte[] body)
        {
            this.body = body;
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            await stream.WriteAsync(body);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
