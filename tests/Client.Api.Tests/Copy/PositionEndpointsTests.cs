using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Copy;

public sealed class PositionEndpointsTests
{
    private static readonly UserId User = UserId.Derive(AccountId.Of(Samples.StellarId, "GADDRESS"));
    private static readonly TradingAccountId Account = TradingAccountId.Derive(User, "account");
    private static readonly SubscriptionId Id = SubscriptionId.Derive(User, "key-1");
    private static readonly string Root = $"/v1/subscriptions/{Id}";

    [Fact]
    public async Task A_position_is_found_by_its_id_and_by_the_providers_ticket()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();
        Add(host, 7, OrderKind.Sell, fill: 108_340, PositionStatus.Filled);

        var byTicket = await host.GetAsync($"{Root}/positions/7", token);
        var byId = await host.GetAsync($"{Root}/positions/{PositionId.Derive(Id, 7)}", token);

        Assert.Equal(byTicket.Text, byId.Text);
        Assert.Equal(
            $$"""
            {"id":"{{PositionId.Derive(Id, 7)}}","ticket":7,"symbol":"EURUSD","kind":"sell","status":"filled",
            "terminal":false,"signalAt":"2026-03-01T12:07:00+00:00","volume":"0.10","opened":"0.10",
            "signalPrice":"1.08345","openPrice":"1.08340","closePrice":null,"stopLoss":"1.09000","takeProfit":null,
            "openedAt":"2026-03-01T12:07:00.25+00:00","closedAt":null,"slippagePoints":5,"latencyMilliseconds":250,
            "netProfit":"-0.70","currency":"USD","reason":null,"retcode":10009,"attempts":1}
            """.ReplaceLineEndings(string.Empty),
            byId.Text);
    }

    [Fact]
    public async Task What_was_not_copied_is_no_position_nor_is_another_subscriptions()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();
        var others = PositionId.Derive(SubscriptionId.Derive(User, "key-2"), 7);
        host.Position(others).View = View(7, OrderKind.Buy, 0, PositionStatus.Sent) with
        {
            Terms = View(7, OrderKind.Buy, 0, PositionStatus.Sent).Terms with
            {
                Id = others, Subscription = SubscriptionId.Derive(User, "key-2"),
            },
        };

        foreach (var position in new[] { "8", "-7", "x", others.Value })
        {
            (await host.GetAsync($"{Root}/positions/{position}", token))
                .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        }
    }

    [Fact]
    public async Task Positions_are_listed_by_page_newest_first()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();
        for (var ticket = 1; ticket <= 5; ticket++)
        {
            Add(host, ticket, OrderKind.Buy, fill: 0, PositionStatus.Sent);
        }

        var tickets = new List<long>();
        string? cursor = null;
        do
        {
            var from = cursor is null ? "" : $"&cursor={cursor}";
            var page = await host.GetAsync($"{Root}/positions?limit=2{from}", token);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            tickets.AddRange(page.Json.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("ticket").GetInt64()));
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal([5, 4, 3, 2, 1], tickets);
        (await host.GetAsync($"{Root}/positions?limit=0", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.PageSizeOutOfRange, "limit");
        (await host.GetAsync($"{Root}/positions?cursor=x", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.CursorMalformed, "cursor");
    }

    [Fact]
    public async Task A_report_counts_sums_and_says_how_well_signals_were_executed()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();
        Add(host, 1, OrderKind.Buy, fill: 108_352, PositionStatus.Closed);
        Add(host, 2, OrderKind.Sell, fill: 108_352, PositionStatus.Filled);
        Add(host, 3, OrderKind.Buy, fill: 108_346, PositionStatus.Filled);
        Add(host, 4, OrderKind.BuyLimit, fill: 108_999, PositionStatus.Filled);
        Add(host, -9, OrderKind.Buy, fill: 109_999, PositionStatus.Filled);
        Add(host, 5, OrderKind.Buy, fill: 0, PositionStatus.Rejected);

        var reply = await host.GetAsync($"{Root}/report", token);

        Assert.Equal(
            """
            {"positions":6,"hasOlder":false,"since":"2026-03-01T11:51:00+00:00","statuses":{"requested":0,"sent":0,
            "placed":0,"filled":4,"partiallyFilled":0,"modifying":0,"closing":0,"unknown":0,"closed":1,"rejected":1},
            "netProfit":"-4.20","currency":"USD","slippage":{"positions":3,"averagePoints":"0.33","worstPoints":7},
            "latency":{"positions":3,"averageMilliseconds":250,"worstMilliseconds":250}}
            """.ReplaceLineEndings(string.Empty),
            reply.Text);
    }

    [Fact]
    public async Task A_report_is_about_the_newest_positions_and_says_that_there_are_older_ones()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();
        for (var ticket = 1; ticket <= 231; ticket++)
        {
            Add(host, ticket, OrderKind.Buy, fill: 108_345 + ticket, PositionStatus.Filled);
        }

        var some = await host.GetAsync($"{Root}/report?last=230", token);
        var all = await host.GetAsync($"{Root}/report?last=500", token);
        var usual = await host.GetAsync($"{Root}/report", token);

        Assert.Equal(("230", "true", "231"), (some.Member("positions"), some.Member("hasOlder"),
            some.Member("slippage.worstPoints")));
        Assert.Equal(("231", "false", "116.00"), (all.Member("positions"), all.Member("hasOlder"),
            all.Member("slippage.averagePoints")));
        Assert.Equal(("100", "true"), (usual.Member("positions"), usual.Member("hasOlder")));
        Assert.Equal("2026-03-01T12:02:00+00:00", some.Member("since"));
        foreach (var last in new[] { "0", "501", "x", "" })
        {
            (await host.GetAsync($"{Root}/report?last={last}", token))
                .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "last");
        }
    }

    [Fact]
    public async Task A_report_about_nothing_says_so()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.GetAsync($"{Root}/report", token);

        Assert.Equal(
            ("0", "false", "null", "0.00", "null", "null"),
            (reply.Member("positions"), reply.Member("hasOlder"), reply.Member("since"), reply.Member("netProfit"),
                reply.Member("slippage"), reply.Member("latency")));
    }

    private static void Add(ApiHost host, int ticket, OrderKind kind, long fill, PositionStatus status)
    {
        var view = View(ticket, kind, fill, status);
        host.Position(view.Terms.Id).View = view;
        host.Quotes.Listing.Add(
            ListingKinds.Position, view.Terms.Id.Value, Id.Value, view.Terms.SignalAt);
    }

    private static PositionView View(int ticket, OrderKind kind, long fill, PositionStatus status) => new()
    {
        Terms = new PositionTerms
        {
            Id = PositionId.Derive(Id, ticket),
            Subscription = Id,
            Account = Account,
            Ticket = ticket,
            Symbol = "EURUSD",
            Kind = kind,
            SignalAt = Samples.Start.AddMinutes(ticket),
        },
        Status = status,
        OpenSequence = ticket,
        Volume = new Lots(10),
        Opened = new Lots(10),
        OpenPrice = new SymbolPrice(fill, 5),
        ClosePrice = default,
        StopLoss = new SymbolPrice(109_000, 5),
        TakeProfit = SymbolPrice.None(5),
        SignalPrice = new SymbolPrice(108_345, 5),
        OpenedAt = fill == 0 ? null : Samples.Start.AddMinutes(ticket).AddMilliseconds(250),
        NetProfitCents = -70,
        Retcode = 10_009,
        Attempts = 1,
    };

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        host.Subscription(Id).Open(new CreateSubscription
        {
            User = User,
            Account = Account,
            Provider = ProviderId.Derive(User, "provider"),
            Settings = new SubscriptionSettings(),
        });
        host.TradingAccount(Account).Open(User);
        host.TradingAccount(Account).Connect();
        return host;
    }
}
