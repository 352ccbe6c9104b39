using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Tests.Transport;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>Recorded refusals of real nodes, through the real HTTP client.</summary>
public sealed class RecordedErrorTests
{
    private static readonly SignedTransfer Transfer = new("id", [1, 2, 3], 0, 100, null, 5000);

    public static TheoryData<string> Names =>
        [.. Vectors.Load("rpc/errors_catalog.json").EnumerateArray().Select(one => one.Text("name"))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_submission_is_refused_or_unknown_and_never_an_outcome(string name)
    {
        var one = Find(name);
        using var server = new RecordedServer(one);
        var chain = server.Chain();

        var result = await chain.SubmitAsync(Transfer);

        if (one.TryGetProperty("http_status", out _))
        {
            Assert.Equal(SubmitReply.Unknown, result.Reply);
        }
        else
        {
            var error = one.GetProperty("body").GetProperty("error");
            Assert.Equal(SubmitReply.Refused, result.Reply);
            Assert.StartsWith(
                $"{error.GetProperty("code").GetInt32()}: {error.Text("message")[..10]}",
                result.Detail,
                StringComparison.Ordinal);
        }

        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_look_up_learns_nothing_from_a_refusal(string name)
    {
        using var server = new RecordedServer(Find(name));

        await Assert.ThrowsAsync<ChainUnavailableException>(() => server.Chain().LookUpAsync("account", Transfer));
    }

    [Fact]
    public async Task The_programs_own_error_is_in_the_detail()
    {
        using var server = new RecordedServer(Find("preflight InstructionError Custom"));

        var result = await server.Chain().SubmitAsync(Transfer);

        Assert.Contains("{\"InstructionError\":[2,{\"Custom\":6022}]}", result.Detail, StringComparison.Ordinal);
    }

    private static JsonElement Find(string name) =>
        Vectors.Load("rpc/errors_catalog.json").EnumerateArray().Single(one => one.Text("name") == name);

    private sealed class RecordedServer(JsonElement recorded) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public IChain Chain()
        {
            var options = HttpTransportOptions.To(new Uri("https://node.example/")) with { RetryDelay = TimeSpan.Zero };
            var client = new HttpClient(this, disposeHandler: false);
            return SolanaExtensions.CreateChain(
                new SolanaOptions(), TestTransports.JsonRpc("solana", client, options));
        }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            var status = recorded.TryGetProperty("http_status", out var number) ? number.GetInt32() : 200;
            var body = recorded.TryGetProperty("body", out var text)
                ? text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText()
                : recorded.TryGetProperty("body_prefix", out var prefix) ? prefix.GetString()! : string.Empty;
            return Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            });
        }
    }
}
