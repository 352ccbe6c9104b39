using System.Net;
using System.Text.Json;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Copy;

public sealed class ProviderFeeTests
{
    private const string Root = "/v1/providers";
    private const string Shown = """{"rateBasisPoints":2000,"length":1,"unit":"month","asset":"solana/USDC"}""";

    [Fact]
    public async Task A_fee_is_set_shown_to_all_and_its_wallet_to_the_owner_only()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (_, other) = await host.SignInAsync("GOTHER");
        var id = ProviderId.Derive(user, "key-1");

        var made = await host.PostAsync(Root, $$"""{"name":"Bob","fee":{{Fee(user)}}}""", token, "key-1");
        var set = await host.PutAsync($"{Root}/{id}/fee", Fee(user), token);
        var seen = await host.GetAsync($"{Root}/{id}", other);

        var fee = new CopyFee(Terms, WalletId.Of(user, "income"));
        Assert.Equal(fee, Assert.Single(host.Provider(id).Made).Fee);
        Assert.Equal(fee, host.Provider(id).View!.Fee);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.Status, set.Status));
        Assert.Equal((Shown, fee.Wallet.Value), (set.Member("fee"), set.Member("own.feeWallet")));
        Assert.Equal((Shown, "null"), (seen.Member("fee"), seen.Member("own")));
        (await host.PutAsync($"{Root}/{id}/fee", Fee(user), other))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.ProviderUnknown);
        (await host.SendAsync(HttpMethod.Delete, $"{Root}/{id}/fee", other))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.ProviderUnknown);
        Assert.Equal("null", (await host.SendAsync(HttpMethod.Delete, $"{Root}/{id}/fee", token)).Member("fee"));
    }

    [Theory]
    [InlineData("unit", "\"month\"", "\"year\"", 400, ErrorCodes.RequestMalformed)]
    [InlineData("asset", "\"solana/USDC\"", "\"solana/X\"", 422, ErrorCodes.AssetUnknown)]
    [InlineData("wallet", ".income\"", "\"", 422, ErrorCodes.FeeTermsMalformed)]
    [InlineData("rateBasisPoints", "2000", "\"20\"", 400, ErrorCodes.RequestMalformed)]
    public async Task What_is_no_fee_is_refused_with_its_field_wherever_it_is_sent(
        string field, string right, string wrong, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);
        var fee = Fee(user).Replace(right, wrong, StringComparison.Ordinal);
        var account = TradingAccountId.Derive(user, "account");

        (await host.PutAsync($"{Root}/{id}/fee", fee, token)).AssertProblem((HttpStatusCode)status, code, field);
        (await host.PostAsync(Root, $$"""{"name":"Bob","fee":{{fee}}}""", token, "key-2"))
            .AssertProblem((HttpStatusCode)status, code, $"fee.{field}");
        (await host.PostAsync(
            "/v1/subscriptions", $$"""{"account":"{{account}}","provider":"{{id}}","fee":{{fee}}}""", token, "key-3"))
            .AssertProblem((HttpStatusCode)status, code, $"fee.{field}");
    }

    [Fact]
    public async Task What_the_provider_refuses_names_the_field_of_the_body()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);
        host.Provider(id).Refusal =
            new Refusal { Code = ErrorCodes.FeeTermsMalformed, Field = "length", Detail = "no" };

        (await host.PutAsync($"{Root}/{id}/fee", Fee(user), token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.FeeTermsMalformed, "length");
        (await host.PostAsync(Root, $$"""{"name":"Bob","fee":{{Fee(user)}}}""", token, "key-1"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.FeeTermsMalformed, "fee.length");
    }

    [Fact]
    public async Task A_subscription_states_the_fee_and_shows_when_it_is_closed_next()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (account, provider) = (TradingAccountId.Derive(user, "account"), ProviderId.Derive(user, "provider"));
        var id = SubscriptionId.Derive(user, "key-1");
        var body = $$"""{"account":"{{account}}","provider":"{{provider}}","fee":{{Fee(user)}}}""";

        await host.PostAsync("/v1/subscriptions", body, token, "key-1");
        host.Subscription(id).View = host.Subscription(id).View! with { Fee = View(user) };
        var shown = await host.GetAsync($"/v1/subscriptions/{id}", token);

        Assert.Equal(
            new CopyFee(Terms, WalletId.Of(user, "income")), Assert.Single(host.Subscription(id).Made).Fee);
        Assert.Equal(
            $$"""
            {"terms":{{Shown}},"wallet":"{{user}}.main","currency":"USD","unitsPerCent":"10000","periodsClosed":2,
            "closesAt":"2026-03-01T12:00:00+00:00","status":"open"}
            """.ReplaceLineEndings(string.Empty),
            shown.Member("fee"));
    }

    [Fact]
    public async Task Statistics_tell_losses_that_are_open_and_null_for_what_is_not_known()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);
        host.Provider(id).Statistics = Statistics;

        var full = await host.GetAsync($"{Root}/{id}/statistics", (await host.SignInAsync("GOTHER")).Token);
        host.Provider(id).Statistics = Statistics with { Moves = new(), Money = new(), OpenResultCents = null };
        var empty = await host.GetAsync($"{Root}/{id}/statistics", token);

        Assert.Equal(
            """
            {"positions":2,"pendingOrders":1,"oldestAt":"2026-03-01T12:00:00+00:00","result":"-75.00",
            "worstResult":"-99.01"}
            """.ReplaceLineEndings(string.Empty),
            full.Member("open"));
        Assert.Equal(
            """{"positions":9,"wins":5,"losses":3,"unpriced":1,"holdingSeconds":90}""", full.Member("closed"));
        Assert.Equal(
            """
            {"count":8,"net":"1.2000","gain":"2.0000","loss":"0.8000","best":"0.9000","worst":"-0.4000",
            "maxDrawdown":"0.5000","profitFactor":"2.50"}
            """.ReplaceLineEndings(string.Empty),
            full.Member("moves"));
        Assert.Equal(("null", "-3.00"), (full.Member("money.profitFactor"), full.Member("money.worst")));
        Assert.Equal(
            ("null", "null", "null"), (empty.Member("moves"), empty.Member("money"), empty.Member("open.result")));
    }

    [Fact]
    public async Task Signals_are_paged_all_to_the_owner_and_what_ended_to_others_who_may_copy()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (_, other) = await host.SignInAsync("GOTHER");
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);
        var ended = FakeProvider.Ticket with { Left = default };
        foreach (var signal in new[]
        {
            Signal(1, SignalAction.Open),
            Signal(2, SignalAction.Close) with { Ticket = ended },
            Signal(3, SignalAction.Close),
        })
        {
            host.Quotes.History.Add(
                HistoryKinds.SignalPublished,
                user.Value,
                id.Value,
                JsonSerializer.Serialize(signal, GrainJson.Options));
        }

        var first = await host.GetAsync($"{Root}/{id}/signals?limit=2", token);
        var second = await host.GetAsync($"{Root}/{id}/signals?cursor={first.Member("nextCursor")}", token);
        var theirs = await host.GetAsync($"{Root}/{id}/signals", other);
        host.Provider(id).Refusal = new Refusal { Code = ErrorCodes.ProviderDenied, Field = "provider", Detail = "no" };

        Assert.Equal([3, 2], Numbers(first));
        Assert.Equal([1], Numbers(second));
        Assert.Equal("null", second.Member("nextCursor"));
        Assert.Equal([2], Numbers(theirs));
        Assert.DoesNotContain("Cents", theirs.Text, StringComparison.Ordinal);
        (await host.GetAsync($"{Root}/{id}/signals", other))
            .AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.ProviderDenied);
        (await host.GetAsync($"{Root}/{id}/signals?cursor=x", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.CursorMalformed, "cursor");
    }

    private static CopyFeeTerms Terms { get; } = new()
    {
        RateBasisPoints = 2_000, Unit = FeePeriodUnit.Month, Length = 1, Asset = Samples.Usdc,
    };

    private static ProviderStatistics Statistics { get; } = new()
    {
        Since = Samples.Start,
        LastSignalAt = Samples.Start,
        Subscribers = 12,
        OpenPositions = 2,
        PendingOrders = 1,
        OldestOpenAt = Samples.Start,
        OpenResultCents = -7_500,
        WorstOpenResultCents = -9_901,
        Currency = "USD",
        Closed = 9,
        Unpriced = 1,
        Wins = 5,
        Losses = 3,
        HoldingTime = TimeSpan.FromSeconds(90.9),
        Moves = new ResultFigures
        {
            Count = 8, Gain = 20_000, Loss = 8_000, Best = 9_000, Worst = -4_000, Peak = 14_000, Drawdown = 5_000,
        },
        Money = new ResultFigures { Count = 1, Gain = 300, Worst = -300 },
    };

    private static string Fee(UserId user) =>
        $$"""{"rateBasisPoints":2000,"length":1,"unit":"month","asset":"solana/USDC","wallet":"{{user}}.income"}""";

    private static SubscriptionFeeView View(UserId user) => new()
    {
        Terms = new PerformanceFeeTerms
        {
            Subscriber = WalletId.Of(user, "main"),
            Provider = WalletId.Of(user, "income"),
            Asset = Terms.Asset,
            RateBasisPoints = Terms.RateBasisPoints,
            PlatformShareBasisPoints = 0,
            Unit = Terms.Unit,
            Length = Terms.Length,
            StartsAt = Samples.Start,
            OpeningEquity = 0,
        },
        Currency = "USD",
        UnitsPerCent = 10_000,
        Periods = 2,
        IsOver = false,
        ClosesAt = Samples.Start,
    };

    private static CopySignal Signal(int number, SignalAction action) => new()
    {
        Number = number,
        At = Samples.Start,
        Action = action,
        Ticket = FakeProvider.Ticket,
        BalanceCents = 100,
        EquityCents = 90,
    };

    private static IEnumerable<int> Numbers(Reply page) =>
        page.Json.GetProperty("items").EnumerateArray().Select(signal => signal.GetProperty("number").GetInt32());
}
