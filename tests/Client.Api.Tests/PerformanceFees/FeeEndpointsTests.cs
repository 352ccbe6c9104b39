using System.Net;
using System.Text.Json;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.PerformanceFees;

public sealed class FeeEndpointsTests
{
    private static readonly SubscriptionId Id = SubscriptionId.Derive(UserOf("GADDRESS"), "bob");
    private static readonly string Root = $"/v1/performance-fees/{Id}";

    [Fact]
    public async Task The_subscriber_sees_terms_mark_and_what_is_owed_and_the_provider_not_the_mark()
    {
        await using var host = await StartAsync();
        var subscriber = await host.GetAsync(Root, (await host.SignInAsync()).Token);
        var provider = await host.GetAsync(Root, (await host.SignInAsync("GPROVIDER")).Token);

        Assert.Equal(HttpStatusCode.OK, subscriber.Status);
        Assert.Equal(
            (Id.Value, "subscriber", $"{UserOf("GADDRESS")}.main", "3 month", "1995"),
            (subscriber.Member("subscription"), subscriber.Member("role"), subscriber.Member("wallet"),
                subscriber.Member("periodLength"), subscriber.Member("mark.units")));
        Assert.Equal(
            ("0.0006", "120", "solana/USDC"),
            (subscriber.Member("charged.amount"), subscriber.Member("owed.units"), subscriber.Member("mark.asset")));
        Assert.Equal(
            ("provider", $"{UserOf("GPROVIDER")}.income"), (provider.Member("role"), provider.Member("wallet")));
        Assert.Equal(JsonValueKind.Null, provider.Json.GetProperty("mark").ValueKind);
    }

    [Fact]
    public async Task The_statement_is_read_by_page_and_shows_the_provider_what_was_earned_and_no_equity()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var first = await host.GetAsync($"{Root}/periods?limit=2", token);
        var cursor = first.Member("nextCursor");
        var second = await host.GetAsync($"{Root}/periods?limit=2&cursor={cursor}", token);
        var provider = await host.GetAsync($"{Root}/periods", (await host.SignInAsync("GPROVIDER")).Token);

        Assert.Equal([3, 2, 1], Numbers(first).Concat(Numbers(second)));
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("nextCursor").ValueKind);
        var period = first.Json.GetProperty("items")[0];
        Assert.Equal("-7", period.GetProperty("figures").GetProperty("equity").GetProperty("units").GetString());
        Assert.Equal("-5", period.GetProperty("charge").GetProperty("mark").GetProperty("units").GetString());
        Assert.Equal("000000000000000000000000000000ff", period.GetProperty("providerOperation").GetString());
        var earned = provider.Json.GetProperty("items")[0];
        Assert.Equal(JsonValueKind.Null, earned.GetProperty("figures").ValueKind);
        Assert.Equal(JsonValueKind.Null, earned.GetProperty("charge").GetProperty("markAfter").ValueKind);
        Assert.Equal("480", earned.GetProperty("charge").GetProperty("provider").GetProperty("units").GetString());
    }

    [Fact]
    public async Task A_preview_asks_with_the_figures_and_only_for_the_subscriber()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.GetAsync($"{Root}/preview?equity=-12&deposits=3&withdrawals=4", token);
        await host.GetAsync($"{Root}/preview?equity=12", token);

        Assert.Equal(("600", "1995"), (reply.Member("fee.units"), reply.Member("markAfter.units")));
        Assert.Equal(
            [
                new PerformanceFeeFigures { Equity = -12, Deposits = 3, Withdrawals = 4 },
                new PerformanceFeeFigures { Equity = 12, Deposits = 0, Withdrawals = 0 },
            ],
            host.Fees(Id).Asked);
        (await host.GetAsync($"{Root}/preview?equity=1", (await host.SignInAsync("GPROVIDER")).Token))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        foreach (var (query, field) in ((string, string)[])
            [("", "equity"), ("equity=1.5", "equity"), ("equity=1&deposits=-1", "deposits"),
                ("equity=1&withdrawals=x", "withdrawals")])
        {
            (await host.GetAsync($"{Root}/preview?{query}", token))
                .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.AmountMalformed, field);
        }

        host.Fees(Id).Refusal = new Refusal { Code = ErrorCodes.FeePeriodOutOfOrder, Detail = "none follows" };
        (await host.GetAsync($"{Root}/preview?equity=1", token))
            .AssertProblem(HttpStatusCode.Conflict, ErrorCodes.FeePeriodOutOfOrder);
    }

    [Fact]
    public async Task Both_parties_list_their_subscriptions_by_role()
    {
        await using var host = await StartAsync();
        host.Quotes.Listing.AddFee(Id, UserOf("GADDRESS"), UserOf("GPROVIDER"));
        var (_, subscriber) = await host.SignInAsync();
        var (_, provider) = await host.SignInAsync("GPROVIDER");

        Assert.Equal([Id.Value], Ids(await host.GetAsync("/v1/performance-fees", subscriber)));
        Assert.Equal([Id.Value], Ids(await host.GetAsync("/v1/performance-fees?role=subscriber&limit=1", subscriber)));
        Assert.Empty(Ids(await host.GetAsync("/v1/performance-fees?role=provider", subscriber)));
        Assert.Equal([Id.Value], Ids(await host.GetAsync("/v1/performance-fees?role=provider", provider)));
        (await host.GetAsync("/v1/performance-fees?role=both", provider))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "role");

        static IEnumerable<string?> Ids(Reply reply) => reply.Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("subscription").GetString());
    }

    [Fact]
    public async Task Operators_see_both_wallets_and_strangers_nothing()
    {
        await using var host = await StartAsync();
        var (_, stranger) = await host.SignInAsync("GSTRANGER");

        var reply = await host.GetAsync($"/v1/operator/performance-fees/{Id}?limit=2", ApiHost.OperatorKey);

        Assert.Equal(
            ($"{UserOf("GADDRESS")}.main", $"{UserOf("GPROVIDER")}.income", "2"),
            (reply.Member("subscriberWallet"), reply.Member("providerWallet"), reply.Member("statement.nextCursor")));
        foreach (var path in (string[])[Root, $"{Root}/periods", $"{Root}/preview?equity=1", "/v1/performance-fees/x"])
        {
            (await host.GetAsync(path, stranger)).AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
            (await host.GetAsync(path)).AssertProblem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        }

        (await host.GetAsync($"/v1/operator/performance-fees/{Id}", stranger))
            .AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        (await host.GetAsync(
            $"/v1/operator/performance-fees/{SubscriptionId.Derive(UserOf("GADDRESS"), "none")}", ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        foreach (var cursor in (string[])["0", "-1", "2001", "x", ""])
        {
            (await host.GetAsync($"/v1/operator/performance-fees/{Id}?cursor={cursor}", ApiHost.OperatorKey))
                .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.CursorMalformed, "cursor");
        }
    }

    private static UserId UserOf(string address) => UserId.Derive(AccountId.Of(Samples.StellarId, address));

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        host.Fees(Id).Open(UserOf("GADDRESS"), UserOf("GPROVIDER"));
        for (var period = 1; period <= 3; period++)
        {
            host.Fees(Id).Close(period);
        }

        return host;
    }

    private static IEnumerable<int> Numbers(Reply reply) =>
        reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("period").GetInt32());
}
