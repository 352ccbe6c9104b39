using System.Net;
using System.Text.Json;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Accounts;

public sealed class TradingAccountEndpointsTests
{
    private const string Root = "/v1/trading-accounts";
    private const string Body = """{"role":"subscriber","login":5012345,"tradeServer":"Broker-Demo"}""";

    [Fact]
    public async Task An_account_is_named_by_its_key_and_its_secret_is_shown_once()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = TradingAccountId.Derive(user, "key-1");

        var made = await host.PostAsync(Root, Body, token, "key-1");
        var again = await host.PostAsync(Root, Body, token, "key-1");
        var shown = await host.GetAsync($"{Root}/{id}", token);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (made.Status, again.Status));
        Assert.Equal(
            ($"{Root}/{id}", $"{Root}/{id}"), (made.Headers["Location"], again.Headers["Location"]));
        Assert.Equal(("secret-1", "null"), (made.Member("secret"), again.Member("secret")));
        Assert.Equal(made.Member("account"), again.Member("account"));
        Assert.Equal(made.Member("account"), shown.Text);
        Assert.DoesNotContain("secret-", shown.Text, StringComparison.Ordinal);
        Assert.Equal("no-store", made.Headers["Cache-Control"]);
        Assert.DoesNotContain(host.Log.Lines, line => line.Text.Contains("secret-1", StringComparison.Ordinal));
        var command = new RegisterTradingAccount
        {
            User = user, Role = TradingRole.Subscriber, Login = 5_012_345, TradeServer = "Broker-Demo",
        };
        Assert.Equal([command, command], host.TradingAccount(id).Asked);
    }

    [Fact]
    public async Task An_account_is_shown_with_its_connection_and_what_its_terminal_said()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = TradingAccountId.Derive(user, "key-1");
        host.TradingAccount(id).Open(user, TradingRole.Provider);

        var away = await host.GetAsync($"{Root}/{id}", token);
        host.TradingAccount(id).Connect();
        var connected = await host.GetAsync($"{Root}/{id}", token);

        Assert.Equal(
            (id.Value, "provider", "5012345", "Broker-Demo", "null", "null"),
            (away.Member("id"), away.Member("role"), away.Member("login"), away.Member("tradeServer"),
                away.Member("connectedSince"), away.Member("report")));
        Assert.Equal("2026-03-01T12:01:00+00:00", connected.Member("connectedSince"));
        Assert.Equal(
            """
            {"currency":"USD","mode":"hedging","leverage":500,"balance":"10000.50","equity":"-0.07",
            "freeMargin":"0.00","canTrade":true,"serverOffsetSeconds":7200}
            """.ReplaceLineEndings(string.Empty),
            connected.Member("report"));
    }

    [Fact]
    public async Task A_new_secret_is_shown_to_the_owner_at_each_rotation()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = TradingAccountId.Derive(user, "key-1");
        await host.PostAsync(Root, Body, token, "key-1");

        var first = await host.PostAsync($"{Root}/{id}/secret", null, token);
        var second = await host.PostAsync($"{Root}/{id}/secret", null, token);

        Assert.Equal(
            (HttpStatusCode.OK, "secret-2", "secret-3"),
            (first.Status, first.Member("secret"), second.Member("secret")));
        (await host.PostAsync($"{Root}/{id}/secret", null, (await host.SignInAsync("GOTHER")).Token))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TradingAccountUnknown);
    }

    [Fact]
    public async Task Accounts_are_listed_newest_first_to_their_owner_only()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (other, otherToken) = await host.SignInAsync("GOTHER");
        var ids = Enumerable.Range(0, 3).Select(i => TradingAccountId.Derive(user, $"k{i}")).ToList();
        for (var i = 0; i < ids.Count; i++)
        {
            host.TradingAccount(ids[i]).Open(user);
            host.Quotes.Listing.Add(
                ListingKinds.TradingAccount, ids[i].Value, user.Value, Samples.Start.AddMinutes(i));
        }

        var first = await host.GetAsync($"{Root}?limit=2", token);
        var second = await host.GetAsync($"{Root}?limit=2&cursor={first.Member("nextCursor")}", token);
        var others = await host.GetAsync(Root, otherToken);

        Assert.Equal([ids[2].Value, ids[1].Value, ids[0].Value], Ids(first).Concat(Ids(second)));
        Assert.Equal(("null", "[]"), (second.Member("nextCursor"), others.Member("items")));
        foreach (var id in new[] { ids[0].Value, TradingAccountId.Derive(other, "none").Value, "x" })
        {
            (await host.GetAsync($"{Root}/{id}", otherToken))
                .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TradingAccountUnknown);
        }
    }

    [Theory]
    [InlineData("""{"role":"Subscriber","login":1,"tradeServer":"s"}""", "role")]
    [InlineData("""{"role":"subscriber","login":"1","tradeServer":"s"}""", "login")]
    [InlineData("""{"role":"subscriber","login":1.5,"tradeServer":"s"}""", "login")]
    [InlineData("""{"role":"subscriber","tradeServer":"s"}""", "login")]
    [InlineData("""{"role":"subscriber","login":1,"tradeServer":null}""", "tradeServer")]
    [InlineData("""{"role":"subscriber","login":1,"tradeServer":"s","password":"p"}""", "password")]
    public async Task What_cannot_be_read_is_refused_with_the_field(string body, string field)
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        (await host.PostAsync(Root, body, token, "key-1"))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, field);
        Assert.Empty(host.Grains.Keys<ITradingAccountGrain>());
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked_and_what_is_refused_is_told_by_its_code()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();

        (await host.PostAsync(Root, Body, token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.IdempotencyKeyMalformed, "Idempotency-Key");
        Assert.Empty(host.Grains.Keys<ITradingAccountGrain>());
        host.TradingAccount(TradingAccountId.Derive(user, "key-1")).Refusal =
            new Refusal { Code = ErrorCodes.TradingAccountMalformed, Field = "login", Detail = "no" };
        (await host.PostAsync(Root, Body, token, "key-1"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.TradingAccountMalformed, "login");
    }

    [Fact]
    public async Task Nobody_asks_without_signing_in()
    {
        await using var host = await ApiHost.StartAsync();

        foreach (var path in new[]
        {
            Root, "/v1/providers", "/v1/subscriptions", "/v1/subscriptions/x/positions", "/v1/subscriptions/x/report",
        })
        {
            (await host.GetAsync(path)).AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await host.GetAsync(path, ApiHost.OperatorKey)).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    private static IEnumerable<string?> Ids(Reply reply) => reply.Json.GetProperty("items").EnumerateArray()
        .Select((JsonElement item) => item.GetProperty("id").GetString());
}
