using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Copy;

public sealed class SubscriptionEndpointsTests
{
    private const string Root = "/v1/subscriptions";

    private static readonly UserId User = UserId.Derive(AccountId.Of(Samples.StellarId, "GADDRESS"));
    private static readonly TradingAccountId Account = TradingAccountId.Derive(User, "account");
    private static readonly ProviderId Provider = ProviderId.Derive(User, "provider");
    private static readonly SubscriptionId Id = SubscriptionId.Derive(User, "key-1");

    [Fact]
    public async Task A_subscription_is_named_by_its_key_and_begins_with_the_defaults()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        var made = await host.PostAsync(Root, Body(), token, "key-1");
        var again = await host.PostAsync(Root, Body(), token, "key-1");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal((made.Status, made.Text), (again.Status, again.Text));
        Assert.Equal($"{Root}/{Id}", made.Headers["Location"]);
        Assert.Equal(2, host.Subscription(Id).Made.Count);
        Assert.All(host.Subscription(Id).Made, command => Assert.True(GrainJson.AreSame(
            new CreateSubscription
            {
                User = User, Account = Account, Provider = Provider, Settings = new SubscriptionSettings(),
            },
            command)));
        Assert.Equal(
            (Id.Value, Account.Value, Provider.Value, "active", "-12.05", "late", "9"),
            (made.Member("id"), made.Member("account"), made.Member("provider"), made.Member("status"),
                made.Member("netProfit"), made.Member("lastSkip"), made.Member("lastOrder")));
        Assert.Equal(
            $$"""
            [{"position":"{{PositionId.Derive(Id, 7)}}","ticket":7,"symbol":"EURUSD.r","kind":"sellStop",
            "volume":"0.15","waits":null}]
            """.ReplaceLineEndings(string.Empty),
            made.Member("copies"));
    }

    [Fact]
    public async Task The_currency_is_told_while_the_terminal_is_connected()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var away = await host.GetAsync($"{Root}/{Id}", token);
        host.TradingAccount(Account).Open(User);
        host.TradingAccount(Account).Connect();
        var connected = await host.GetAsync($"{Root}/{Id}", token);

        Assert.Equal(("null", "USD"), (away.Member("currency"), connected.Member("currency")));
    }

    [Fact]
    public async Task Subscriptions_are_their_owners_only()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();
        var other = (await host.SignInAsync("GOTHER")).Token;
        host.Quotes.Listing.Add(ListingKinds.Subscription, Id.Value, User.Value, Samples.Start);

        var listed = await host.GetAsync(Root, token);

        var item = Assert.Single(listed.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(
            (Id.Value, 1, "-12.05"),
            (item.GetProperty("id").GetString(), item.GetProperty("openCopies").GetInt32(),
                item.GetProperty("netProfit").GetString()));
        Assert.Equal("[]", (await host.GetAsync(Root, other)).Member("items"));
        foreach (var path in new[] { "", "/positions", "/positions/7", "/report" })
        {
            (await host.GetAsync($"{Root}/{Id}{path}", other))
                .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.SubscriptionUnknown);
            (await host.GetAsync($"{Root}/x{path}", token))
                .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.SubscriptionUnknown);
        }

        foreach (var command in new[] { "pause", "resume", "close-all", "end", "end-now" })
        {
            (await host.PostAsync($"{Root}/{Id}/{command}", null, other))
                .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.SubscriptionUnknown);
        }

        (await host.PutAsync($"{Root}/{Id}/settings", "{}", other))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.SubscriptionUnknown);
        Assert.Empty(host.Subscription(Id).Commands);
        Assert.Empty(host.Subscription(Id).Settings);
    }

    [Theory]
    [InlineData("pause", SubscriptionCommand.Pause)]
    [InlineData("resume", SubscriptionCommand.Resume)]
    [InlineData("close-all", SubscriptionCommand.CloseAll)]
    [InlineData("end", SubscriptionCommand.End)]
    [InlineData("end-now", SubscriptionCommand.EndNow)]
    public async Task Each_command_has_its_route(string word, object command)
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.PostAsync($"{Root}/{Id}/{word}", null, token);

        Assert.Equal((HttpStatusCode.OK, Id.Value), (reply.Status, reply.Member("id")));
        Assert.Equal((SubscriptionCommand)command, Assert.Single(host.Subscription(Id).Commands));
        host.Subscription(Id).Refusal = new Refusal { Code = ErrorCodes.SubscriptionOver, Detail = "over" };
        (await host.PostAsync($"{Root}/{Id}/{word}", null, token))
            .AssertProblem(HttpStatusCode.Conflict, ErrorCodes.SubscriptionOver);
    }

    [Fact]
    public async Task What_is_refused_is_told_by_its_code_with_the_field_as_it_was_sent()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        (await host.PostAsync(Root, Body(), token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.IdempotencyKeyMalformed, "Idempotency-Key");
        (await host.PostAsync(Root, Body(account: "mine"), token, "key-1"))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TradingAccountUnknown, "account");
        (await host.PostAsync(Root, Body(provider: "his"), token, "key-1"))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.ProviderUnknown, "provider");
        (await host.PostAsync(Root, Body("""{"multiplier":"0"}"""), token, "key-1"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.SettingsMalformed, "settings.multiplier");
        Assert.Empty(host.Grains.Keys<ISubscriptionGrain>());
        foreach (var (code, field, shown, status) in ((string, string, string, int)[])
            [(ErrorCodes.SettingsMalformed, "positionsMax", "settings.positionsMax", 422),
                (ErrorCodes.ProviderDenied, "provider", "provider", 403),
                (ErrorCodes.TradingAccountRole, "account", "account", 422),
                (ErrorCodes.SubscriptionIdClash, "Idempotency-Key", "Idempotency-Key", 409)])
        {
            host.Subscription(Id).Refusal = new Refusal { Code = code, Field = field, Detail = "no" };
            (await host.PostAsync(Root, Body(), token, "key-1")).AssertProblem((HttpStatusCode)status, code, shown);
        }
    }

    [Fact]
    public async Task What_happens_to_a_subscription_and_its_copies_is_in_its_owners_history()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        string[] kinds = [HistoryKinds.SubscriptionMoved, HistoryKinds.CopySkipped, HistoryKinds.CopySlipped];
        foreach (var kind in kinds)
        {
            host.Quotes.History.Add(kind, user.Value, Id.Value);
        }

        var mine = await host.GetAsync("/v1/history", token);
        var others = await host.GetAsync("/v1/history", (await host.SignInAsync("GOTHER")).Token);

        Assert.Equal(
            kinds.Reverse(),
            mine.Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal("[]", others.Member("items"));
    }

    private static string Body(string? settings = null, string? account = null, string? provider = null) =>
        $$"""
        {"account":"{{account ?? Account.Value}}","provider":"{{provider ?? Provider.Value}}"
        {{(settings is null ? "" : $",\"settings\":{settings}")}}}
        """;

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        host.Subscription(Id).Open(new CreateSubscription
        {
            User = User, Account = Account, Provider = Provider, Settings = new SubscriptionSettings(),
        });
        return host;
    }
}
