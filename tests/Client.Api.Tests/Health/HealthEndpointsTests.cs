using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Health;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task A_platform_whose_parts_answer_is_ready()
    {
        await using var host = await ApiHost.StartAsync();

        var ready = await host.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("healthy", ready.Member("status"));
        Assert.Equal(
            [
                "chain:solana:endpoints", "chain:solana:treasury", "chain:solana:watcher", "chain:stellar:endpoints",
                "chain:stellar:treasury", "chain:stellar:watcher", "storage",
            ],
            ready.Json.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_watcher_that_lags_makes_the_platform_not_ready_and_live_all_the_same()
    {
        await using var host = await ApiHost.StartAsync();
        host.Watcher(Samples.SolanaAccount).CaughtUpAt = Samples.Start.AddSeconds(61);
        host.Time.Advance(TimeSpan.FromSeconds(61));

        var ready = await host.GetAsync("/health/ready");
        var live = await host.GetAsync("/health/live");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal(["chain:stellar:watcher"], Unhealthy(ready));
        Assert.Equal((HttpStatusCode.OK, "healthy"), (live.Status, live.Member("status")));
    }

    [Fact]
    public async Task An_endpoint_that_is_set_aside_is_told_and_the_platform_is_ready_all_the_same()
    {
        await using var host = await ApiHost.StartAsync();
        host.Watcher(Samples.SolanaAccount).Endpoints = Samples.Endpoints;

        var ready = await host.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("degraded", ready.Member("status"));
        Assert.Contains("backup is behind: It is 500 below the others.", ready.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("main is", ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_is_out_makes_the_platform_not_ready_and_says_why()
    {
        await using var host = await ApiHost.StartAsync();
        host.Watcher(Samples.SolanaAccount).Outage = new ChainOutageView
        {
            Reason = "No endpoint of the chain answers.",
            Since = Samples.Start,
        };

        var ready = await host.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal(["chain:solana:endpoints"], Unhealthy(ready));
        Assert.Contains("No endpoint of the chain answers.", ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_halted_treasury_a_silent_watcher_and_a_broken_storage_are_each_told_without_particulars()
    {
        await using var host = await ApiHost.StartAsync();
        host.Treasury(Samples.StellarAccount).Halted = "secret reason";
        host.Watcher(Samples.SolanaAccount).Failure = new TimeoutException("secret node");
        host.Quotes.Listing.Failure = new InvalidOperationException("secret path");

        var ready = await host.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal(
            ["chain:solana:endpoints", "chain:solana:watcher", "chain:stellar:treasury", "storage"], Unhealthy(ready));
        Assert.DoesNotContain("secret", ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_answers_and_takes_no_writes_makes_the_platform_not_ready()
    {
        await using var host = await ApiHost.StartAsync();
        host.Quotes.Listing.IsReady = false;

        var ready = await host.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal(["storage"], Unhealthy(ready));
    }

    [Fact]
    public async Task Recovery_is_seen_once_the_last_answer_is_no_longer_fresh()
    {
        await using var host = await ApiHost.StartAsync();
        host.Treasury(Samples.StellarAccount).Halted = "a";
        await host.GetAsync("/health/ready");
        host.Treasury(Samples.StellarAccount).Halted = null;

        var fresh = await host.GetAsync("/health/ready");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var later = await host.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, fresh.Status);
        Assert.Equal(HttpStatusCode.OK, later.Status);
    }

    private static IEnumerable<string?> Unhealthy(Reply ready) => ready.Json.GetProperty("checks").EnumerateArray()
        .Where(c => c.GetProperty("status").GetString() != "healthy")
        .Where(c => c.GetProperty("description").GetString() is not null)
        .Select(c => c.GetProperty("name").GetString());
}
