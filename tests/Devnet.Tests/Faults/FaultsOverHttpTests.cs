using System.Net;
using System.Text;
using System.Text.Json;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Tests.Faults;

/// <summary>Faults ordered and met over a socket.</summary>
public sealed class FaultsOverHttpTests : IAsyncLifetime
{
    private const string SlotRequest = """{"jsonrpc":"2.0","id":1,"method":"getSlot"}""";

    private static readonly HttpClient s_client = new();

    private DevnetHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await DevnetHost.StartAsync(
            new DevnetOptions { SolanaPort = 0, HorizonPort = 0, NearPort = 0 }, new ManualTime());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_order_is_taken_met_counted_and_told()
    {
        var ordered = await OrderAsync(_host.SolanaUrl, """{"kind":"rate-limit","count":2}""");
        Assert.Equal(2, ordered.GetProperty("ordered").GetProperty("rate-limit").GetInt32());

        using (var refused = await AskAsync())
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        }

        var told = await ReadAsync(await s_client.GetAsync(new Uri(_host.SolanaUrl, "faults")));
        Assert.Equal(1, told.GetProperty("ordered").GetProperty("rate-limit").GetInt32());
        Assert.Equal(1, told.GetProperty("counts").GetProperty("rate-limit").GetInt32());
        Assert.Equal(1, _host.Solana.Faults.CountOf(FaultKind.RateLimit));
    }

    [Fact]
    public async Task A_network_that_is_down_breaks_the_connection_until_the_order_is_taken_back()
    {
        await OrderAsync(_host.SolanaUrl, """{"kind":"down","count":null}""");
        await Assert.ThrowsAsync<HttpRequestException>(AskAsync);

        using (await s_client.DeleteAsync(new Uri(_host.SolanaUrl, "faults/down")))
        {
        }

        using var answered = await AskAsync();
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task Faults_in_this_process_and_over_http_are_the_same()
    {
        _host.Stellar.Faults.Set(FaultKind.RateLimit);
        using (var refused = await s_client.GetAsync(_host.HorizonUrl))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }

        await OrderAsync(_host.HorizonUrl, """{"kind":"wrong-network"}""");
        var root = (await _host.Stellar.Horizon.GetAsync("")).ReadJson();
        Assert.Equal("Another Local Network", root.GetProperty("network_passphrase").GetString());
        using var deleted = await s_client.DeleteAsync(new Uri(_host.HorizonUrl, "faults"));
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"kind":"nonsense"}""")]
    [InlineData("""{"kind":"sequence-gap"}""")]
    [InlineData("""{"kind":"drop","count":0}""")]
    [InlineData("""{"kind":"drop","count":"many"}""")]
    [InlineData("""{"kind":"stale","size":5000}""")]
    public async Task A_bad_order_is_refused_with_the_kinds_there_are(string order)
    {
        using var content = new StringContent(order, Encoding.UTF8, "application/json");

        using var refused = await s_client.PostAsync(new Uri(_host.SolanaUrl, "faults"), content);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await ReadAsync(refused);
        Assert.NotEmpty(problem.GetProperty("problem").GetString()!);
        Assert.Contains(problem.GetProperty("kinds").EnumerateArray(), kind => kind.GetString() == "lose-reply");
    }

    private async Task<HttpResponseMessage> AskAsync()
    {
        using var content = new StringContent(SlotRequest, Encoding.UTF8, "application/json");
        return await s_client.PostAsync(_host.SolanaUrl, content);
    }

    private async Task<JsonElement> OrderAsync(Uri network, string order)
    {
        using var content = new StringContent(order, Encoding.UTF8, "application/json");
        using var reply = await s_client.PostAsync(new Uri(network, "faults"), content);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return await ReadAsync(reply);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage reply)
    {
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }
}
