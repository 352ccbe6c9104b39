using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Solana;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

public sealed class SolanaHttpTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private DevnetHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await DevnetHost.StartAsync(
            new DevnetOptions { SolanaPort = 0, HorizonPort = 0, NearPort = 0 }, _time);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_payment_goes_through_over_http_as_it_does_in_process()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSolanaChain(Options, HttpTransportOptions.To(_host.SolanaUrl));
        await using var provider = services.BuildServiceProvider();
        var chain = provider.GetRequiredService<IChain>();
        var rpc = provider.GetRequiredKeyedService<IJsonRpc>(SolanaExtensions.ChainName);
        using var names = new SolanaBench();
        var (payer, payee) = (names.AddressOf("payer"), names.AddressOf("payee"));
        await rpc.CallAsync("requestAirdrop", new System.Text.Json.Nodes.JsonArray(payer, Sol), RequestKind.Submission);
        Settle();

        var order = new TransferOrder(payer, payee, new ChainAmount(SolAsset, Sol / 2), "over http");
        var signed = await chain.SignAsync(order, 0, new SigningKeys(names.SignerOf("payer")));
        var first = await chain.SubmitAsync(signed);
        var second = await chain.SubmitAsync(signed);
        Settle();

        Assert.Equal(SubmitReply.Accepted, first.Reply);
        Assert.Equal(SubmitReply.Accepted, second.Reply);
        Assert.Equal(TransferFate.Landed, (await chain.LookUpAsync(payer, signed)).Fate);
        Assert.Equal(Sol / 2, (await chain.GetBalancesAsync(payee)).Held[0].Units);
        var page = await chain.ReadHistoryAsync(payee, null, 10);
        Assert.Equal("over http", Assert.Single(page.Movements).Memo);
        Assert.Equal("ok", (await rpc.CallAsync("getHealth", null, RequestKind.Read)).GetString());
    }

    [Theory]
    [InlineData("nonsense", -32700)]
    [InlineData("5", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"noSuchMethod"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getBalance","params":["0OIl"]}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getBalance","params":[]}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getBlockTime","params":[999999]}""", -32004)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"sendTransaction","params":["AAAA"]}""", -32602)]
    public async Task Bad_requests_get_the_public_error_codes(string body, int code)
    {
        var answer = await PostAsync(body);

        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("2.0", answer.GetProperty("jsonrpc").GetString());
    }

    [Fact]
    public async Task A_batch_is_answered_in_order()
    {
        var answer = await PostAsync(
            """[{"jsonrpc":"2.0","id":"a","method":"getHealth"},{"jsonrpc":"2.0","id":"b","method":"nope"}]""");

        Assert.Equal("ok", answer[0].GetProperty("result").GetString());
        Assert.Equal("a", answer[0].GetProperty("id").GetString());
        Assert.Equal("b", answer[1].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_request_above_the_limit_is_refused()
    {
        using var client = new HttpClient();
        using var content = new StringContent(new string(' ', 1024 * 1024) + "{}");

        var reply = await client.PostAsync(_host.SolanaUrl, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_told_and_leaves_nothing_behind()
    {
        var options = new DevnetOptions { SolanaPort = _host.SolanaUrl.Port, HorizonPort = 0, NearPort = 0 };

        await Assert.ThrowsAsync<IOException>(() => DevnetHost.StartAsync(options, _time));
        Assert.True(_host.SolanaUrl.IsLoopback);
        Assert.NotEqual(_host.Solana.GenesisHash, SolanaDevnet.UsdcMint);
    }

    private void Settle() => _time.Advance(DevnetOptions.SlotTimeDefault * 10);

    private async Task<JsonElement> PostAsync(string body)
    {
        using var client = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var reply = await client.PostAsync(_host.SolanaUrl, content);
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }
}
