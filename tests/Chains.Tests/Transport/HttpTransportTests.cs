using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Tests.Transport;

public sealed class HttpTransportTests
{
    private const string Secret = "s3cr3t-key";

    [Fact]
    public async Task A_result_is_returned_and_the_request_is_json_rpc_2()
    {
        using var server = new FakeServer((_, _) => FakeServer.Json("""{"jsonrpc":"2.0","id":1,"result":{"a":5}}"""));
        var rpc = server.JsonRpc();

        var result = await rpc.CallAsync("getThing", new JsonArray("x", 7), RequestKind.Read);

        Assert.Equal(5, result.GetProperty("a").GetInt32());
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"getThing","params":["x",7]}""", server.Bodies[0]);
    }

    [Fact]
    public async Task A_node_error_keeps_code_message_and_data()
    {
        using var server = new FakeServer((_, _) => FakeServer.Json(
            """{"jsonrpc":"2.0","error":{"code":-32002,"message":"no","data":{"err":"BlockhashNotFound"}},"id":1}"""));

        var error = await Assert.ThrowsAsync<JsonRpcErrorException>(
            () => server.JsonRpc().CallAsync("m", null, RequestKind.Submission));

        Assert.Equal(-32002, error.Code);
        Assert.Equal("no", error.Message);
        Assert.Equal("BlockhashNotFound", error.ErrorData!.Value.GetProperty("err").GetString());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":2,"result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"message":"no code"}}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_not_ours_or_not_one_is_no_answer(string body)
    {
        using var server = new FakeServer((_, _) => FakeServer.Json(body));

        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => server.JsonRpc().CallAsync("m", null, RequestKind.Read));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_read_is_repeated_after_a_transient_answer(HttpStatusCode status)
    {
        using var server = new FakeServer((attempt, _) => attempt < 3
            ? new HttpResponseMessage(status)
            : FakeServer.Json("""{"jsonrpc":"2.0","id":1,"result":1}"""));

        var result = await server.JsonRpc().CallAsync("m", null, RequestKind.Read);

        Assert.Equal(1, result.GetInt32());
        Assert.Equal(3, server.Attempts);
    }

    [Fact]
    public async Task A_read_gives_up_after_the_configured_attempts_without_telling_the_key()
    {
        using var server = new FakeServer((_, _) => throw new HttpRequestException($"connect to {Secret} failed"));

        var error = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => server.JsonRpc().CallAsync("m", null, RequestKind.Read));

        Assert.Equal(3, server.Attempts);
        Assert.Equal("test", error.Chain);
        Assert.Contains("endpoint #1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_is_sent_once_whatever_happens()
    {
        using var server = new FakeServer((_, _) => new HttpResponseMessage(HttpStatusCode.BadGateway));
        using var broken = new FakeServer((_, _) => throw new HttpRequestException("reset"));

        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => server.JsonRpc().CallAsync("send", null, RequestKind.Submission));
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => broken.JsonRpc().CallAsync("send", null, RequestKind.Submission));

        Assert.Equal(1, server.Attempts);
        Assert.Equal(1, broken.Attempts);
    }

    [Fact]
    public async Task An_answer_above_the_limit_is_refused_with_or_without_a_length()
    {
        using var declared = new FakeServer((_, _) => FakeServer.Json(new string(' ', 3000)));
        using var streamed = new FakeServer((_, _) => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new UnknownLengthContent(3000),
        });

        foreach (var server in new[] { declared, streamed })
        {
            var error = await Assert.ThrowsAsync<ChainUnavailableException>(
                () => server.JsonRpc().CallAsync("m", null, RequestKind.Read));
            Assert.Contains("ResponseBytesMax", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_silent_node_is_unavailable_and_a_cancelled_caller_is_cancelled()
    {
        using var silent = new FakeServer((_, token) =>
        {
            token.WaitHandle.WaitOne();
            throw new OperationCanceledException(token);
        });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => silent.JsonRpc(TimeSpan.FromMilliseconds(20)).CallAsync("m", null, RequestKind.Submission));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => silent.JsonRpc().CallAsync("m", null, RequestKind.Submission, cancelled.Token));
    }

    [Fact]
    public async Task Rest_returns_refusals_of_a_post_and_keeps_below_its_base_address()
    {
        using var server = new FakeServer((_, _) => new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = new StringContent("""{"title":"Transaction Failed"}"""),
        });
        var rest = new HttpRestTransport(server.Set());

        var reply = await rest.PostFormAsync("transactions", new Dictionary<string, string> { ["tx"] = "AA==" });
        await rest.GetAsync("accounts/G1?limit=2");

        Assert.Equal(400, reply.Status);
        Assert.False(reply.IsSuccess);
        Assert.Equal("Transaction Failed", reply.ReadJson().GetProperty("title").GetString());
        Assert.Equal("tx=AA%3D%3D", server.Bodies[0]);
        Assert.EndsWith("/v1/accounts/G1?limit=2", server.Addresses[1].AbsoluteUri, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => rest.GetAsync("//evil.example/x"));
        await Assert.ThrowsAsync<ArgumentException>(() => rest.GetAsync("http://evil.example/x"));
    }

    private sealed class FakeServer(Func<int, CancellationToken, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public int Attempts { get; private set; }

        public List<string> Bodies { get; } = [];

        public List<Uri> Addresses { get; } = [];

        public HttpClient Client => new(this, disposeHandler: false);

        public HttpTransportOptions Options(TimeSpan? timeout = null) => new()
        {
            Endpoints = [new EndpointOptions { Url = new Uri($"https://node.example/{Secret}/v1") }],
            RetryDelay = TimeSpan.Zero,
            ResponseBytesMax = 2048,
            RequestTimeout = timeout ?? HttpTransportOptions.RequestTimeoutDefault,
        };

        public HttpJsonRpc JsonRpc(TimeSpan? timeout = null) =>
            new(Set(timeout));

        public EndpointSet Set(TimeSpan? timeout = null) => TestTransports.Set("test", Client, Options(timeout));

        public static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Attempts++;
            Addresses.Add(request.RequestUri!);
            if (request.Content is not null)
            {
                Bodies.Add(await request.Content.ReadAsStringAsync(cancellationToken));
            }

            return await Task.Run(() => answer(Attempts, cancellationToken), CancellationToken.None);
        }
    }

    private sealed class UnknownLengthContent(int length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(new byte[length]).AsTask();

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
