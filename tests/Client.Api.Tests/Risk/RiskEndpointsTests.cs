using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Risk;

public sealed class RiskEndpointsTests
{
    [Fact]
    public async Task Limits_that_are_configured_or_used_today_are_listed()
    {
        await using var host = await ApiHost.StartAsync();
        var today = DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime);
        var counter = (FakeCounter)host.Grains.GetGrain<ILimitCounterGrain>(
            LimitKeys.Counter("chain:stellar", today));
        counter.Use = counter.Use with { LimitUsdCents = 5_000, UsedUsdCents = 120, LeasedUsdCents = 300, Holders = 2 };

        var reply = await host.GetAsync("/v1/operator/limits", ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var limit = Assert.Single(reply.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("chain:stellar", "5000", "120", "300", 2),
            (limit.GetProperty("name").GetString(),
                limit.GetProperty("limitUsdCents").GetString(),
                limit.GetProperty("usedUsdCents").GetString(),
                limit.GetProperty("leasedUsdCents").GetString(),
                limit.GetProperty("holders").GetInt32()));
        Assert.Equal(
            new DateTimeOffset(today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero),
            limit.GetProperty("resetsAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_operator_opens_and_closes_a_breaker_by_name()
    {
        await using var host = await ApiHost.StartAsync();
        var breaker = (FakeBreaker)host.Grains.GetGrain<IBreakerGrain>("stellar");
        var until = host.Time.GetUtcNow().AddHours(1);

        var opened = await host.PostAsync(
            "/v1/operator/breakers/stellar/open",
            $$"""{"note":"an upgrade","until":"{{until:O}}"}""",
            ApiHost.OperatorKey);
        Assert.Equal(HttpStatusCode.NoContent, opened.Status);
        var listed = (await host.GetAsync("/v1/operator/breakers", ApiHost.OperatorKey)).Json.GetProperty("items")
            .EnumerateArray().Single(item => item.GetProperty("chain").GetString() == "stellar");
        Assert.Equal(
            ("open", "an upgrade", until),
            (listed.GetProperty("state").GetString(),
                listed.GetProperty("reason").GetString(),
                listed.GetProperty("retryAt").GetDateTimeOffset()));

        var closed = await host.PostAsync(
            "/v1/operator/breakers/stellar/close", """{"note":"done"}""", ApiHost.OperatorKey);
        Assert.Equal(HttpStatusCode.NoContent, closed.Status);
        Assert.Equal(["ops-1 opens: an upgrade", "ops-1: done"], breaker.Asked);
    }

    [Theory]
    [InlineData("open", """{"note":""}""", "note")]
    [InlineData("open", """{"note":"two\nlines"}""", "note")]
    [InlineData("open", """{"note":"late","until":"2020-01-01T00:00:00Z"}""", "until")]
    [InlineData("close", """{"note":""}""", "note")]
    public async Task What_cannot_be_meant_is_refused(string verb, string body, string field)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync($"/v1/operator/breakers/stellar/{verb}", body, ApiHost.OperatorKey);

        reply.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", field);
        Assert.Empty(((FakeBreaker)host.Grains.GetGrain<IBreakerGrain>("stellar")).Asked);
    }

    [Fact]
    public async Task A_chain_that_is_not_served_has_no_breaker()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync("/v1/operator/breakers/mars/open", """{"note":"x"}""", ApiHost.OperatorKey);

        reply.AssertProblem(HttpStatusCode.NotFound, "not_found");
    }
}
