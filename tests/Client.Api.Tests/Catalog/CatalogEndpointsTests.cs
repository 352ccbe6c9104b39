using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Catalog;

public sealed class CatalogEndpointsTests
{
    [Fact]
    public async Task Assets_are_listed_for_anybody_with_both_names_and_their_limits()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync("/v1/assets");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(2, reply.Json.GetProperty("items").GetArrayLength());
        var expected = $$"""
            {"alias":"stellar/XLM","assetId":"{{Samples.Xlm}}","chain":"stellar","decimals":7,"minimum":"1",
            "minimumUnits":"10000000","maximum":"10000","maximumUnits":"100000000000","refundFee":"0.1",
            "refundFeeUnits":"1000000","dust":"0.5","dustUnits":"5000000"}
            """.ReplaceLineEndings(string.Empty);
        Assert.Equal(expected, reply.Json.GetProperty("items")[1].GetRawText());
    }

    [Fact]
    public async Task Chains_are_listed_with_how_they_are_doing_and_without_the_grains_own_texts()
    {
        await using var host = await ApiHost.StartAsync();
        host.Treasury(Samples.SolanaAccount).Halted = "secret reason";
        host.Watcher(Samples.StellarAccount).Problem = "https://node/?key=secret";
        host.Watcher(Samples.StellarAccount).CaughtUpAt = Samples.Start.AddMinutes(-2);

        var reply = await host.GetAsync("/v1/chains");

        var solana = reply.Json.GetProperty("items")[0];
        var stellar = reply.Json.GetProperty("items")[1];
        Assert.Equal("solana", solana.GetProperty("name").GetString());
        Assert.Equal("halted", solana.GetProperty("status").GetString());
        Assert.True(solana.GetProperty("halted").GetBoolean());
        Assert.Equal("degraded", stellar.GetProperty("status").GetString());
        Assert.False(stellar.GetProperty("halted").GetBoolean());
        Assert.Equal(Samples.StellarTreasury, stellar.GetProperty("treasury").GetString());
        Assert.Equal(Samples.StellarId, stellar.GetProperty("chainId").GetString());
        Assert.Equal(Samples.Start.AddMinutes(-2), stellar.GetProperty("caughtUpAt").GetDateTimeOffset());
        Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_is_out_says_why_since_when_and_until_when_with_its_endpoints()
    {
        await using var host = await ApiHost.StartAsync();
        var watcher = host.Watcher(Samples.SolanaAccount);
        watcher.Endpoints = Samples.Endpoints;
        watcher.Outage = new ChainOutageView
        {
            Reason = "No endpoint of the chain answers.",
            Since = Samples.Start.AddMinutes(-1),
            RetryAt = Samples.Start.AddSeconds(5),
        };

        var solana = (await host.GetAsync("/v1/chains")).Json.GetProperty("items")[0];

        Assert.Equal("down", solana.GetProperty("status").GetString());
        Assert.Equal("No endpoint of the chain answers.", solana.GetProperty("problem").GetString());
        Assert.Equal(Samples.Start.AddMinutes(-1), solana.GetProperty("downSince").GetDateTimeOffset());
        Assert.Equal(Samples.Start.AddSeconds(5), solana.GetProperty("retryAt").GetDateTimeOffset());
        Assert.Equal(
            ["main usable ", "backup behind It is 500 below the others."],
            solana.GetProperty("endpoints").EnumerateArray().Select(one =>
                $"{one.GetProperty("name")} {one.GetProperty("state")} {one.GetProperty("problem")}"));
    }

    [Fact]
    public async Task A_chain_whose_grains_fail_is_listed_as_unknown()
    {
        await using var host = await ApiHost.StartAsync();
        host.Watcher(Samples.SolanaAccount).Failure = new TimeoutException();

        var reply = await host.GetAsync("/v1/chains");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("unknown", reply.Json.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal("up", reply.Json.GetProperty("items")[1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task However_many_ask_the_grains_are_asked_once_a_second()
    {
        await using var host = await ApiHost.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.GetAsync("/v1/chains")));
        Assert.Equal(1, host.Treasury(Samples.StellarAccount).Reads);

        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.GetAsync("/v1/chains");
        Assert.Equal(2, host.Treasury(Samples.StellarAccount).Reads);
    }
}
