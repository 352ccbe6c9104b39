using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Copy;

public sealed class SettingsTests
{
    private const string All = """
        {"scaling":"fixedRisk","multiplier":"1.5","fixedLots":"0.20","riskPercent":"2.5","smallVolume":"raise",
        "symbols":{"EURUSD":"EURUSD.x","AUDUSD":"AUD"},"symbolSuffix":".r","reverse":true,"sides":"short",
        "onlySymbols":["EURUSD"],"exceptSymbols":["XAUUSD"],"copiesStopLoss":false,"copiesTakeProfit":false,
        "copiesPendingOrders":false,"spreadPointsMax":30,"deviationPoints":5,"slippagePointsMax":12,
        "slippageAction":"close","positionsMax":7,"lotsMax":"3.50","dailyDrawdownPercent":"5","totalDrawdownPercent":
        "12.75","drawdownAction":"closeAll","openingWindowSeconds":86400,"start":"openPositions"}
        """;

    private static readonly UserId User = UserId.Derive(AccountId.Of(Samples.StellarId, "GADDRESS"));
    private static readonly SubscriptionId Id = SubscriptionId.Derive(User, "key-1");
    private static readonly string Path = $"/v1/subscriptions/{Id}/settings";

    [Fact]
    public async Task Every_setting_is_read_in_its_unit_and_shown_as_it_was_sent()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.PutAsync(Path, All, token);
        var back = await host.PutAsync(Path, reply.Member("settings")!, token);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var wanted = new SubscriptionSettings
        {
            Scaling = ScalingMode.FixedRisk,
            MultiplierMillionths = 1_500_000,
            FixedLots = new Lots(20),
            RiskBasisPoints = 250,
            SmallVolume = SmallVolume.Raise,
            Symbols = new Dictionary<string, string> { ["AUDUSD"] = "AUD", ["EURUSD"] = "EURUSD.x" },
            SymbolSuffix = ".r",
            IsReverse = true,
            Sides = SideFilter.Short,
            OnlySymbols = ["EURUSD"],
            ExceptSymbols = ["XAUUSD"],
            CopiesStopLoss = false,
            CopiesTakeProfit = false,
            CopiesPendingOrders = false,
            SpreadPointsMax = 30,
            DeviationPoints = 5,
            SlippagePointsMax = 12,
            SlippageAction = SlippageAction.Close,
            PositionsMax = 7,
            LotsMax = new Lots(350),
            DailyDrawdownBasisPoints = 500,
            TotalDrawdownBasisPoints = 1_275,
            DrawdownAction = DrawdownAction.CloseAll,
            OpeningWindow = TimeSpan.FromDays(1),
            Start = StartMode.OpenPositions,
        };
        Assert.Equal(2, host.Subscription(Id).Settings.Count);
        Assert.All(host.Subscription(Id).Settings, read => Assert.True(GrainJson.AreSame(wanted, read)));
        Assert.Equal(reply.Text, back.Text);
        Assert.Equal(
            ("1.5", "2.5", "12.75", "5", "3.50", "86400"),
            (reply.Member("settings.multiplier"), reply.Member("settings.riskPercent"),
                reply.Member("settings.totalDrawdownPercent"), reply.Member("settings.dailyDrawdownPercent"),
                reply.Member("settings.lotsMax"), reply.Member("settings.openingWindowSeconds")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"scaling":null,"multiplier":null,"symbols":null,"reverse":null,"openingWindowSeconds":null}""")]
    public async Task What_is_left_out_or_null_has_its_default_and_is_shown(string body)
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.PutAsync(Path, body, token);

        Assert.True(GrainJson.AreSame(new SubscriptionSettings(), Assert.Single(host.Subscription(Id).Settings)));
        Assert.Equal(
            """
            {"scaling":"multiplier","multiplier":"1","fixedLots":"0.00","riskPercent":null,"smallVolume":"skip",
            "symbols":{},"symbolSuffix":null,"reverse":false,"sides":"both","onlySymbols":null,"exceptSymbols":null,
            "copiesStopLoss":true,"copiesTakeProfit":true,"copiesPendingOrders":true,"spreadPointsMax":0,
            "deviationPoints":20,"slippagePointsMax":0,"slippageAction":"warn","positionsMax":100,"lotsMax":"0.00",
            "dailyDrawdownPercent":"0","totalDrawdownPercent":"0","drawdownAction":"stopOpening",
            "openingWindowSeconds":60,"start":"newOnly"}
            """.ReplaceLineEndings(string.Empty),
            reply.Member("settings"));
    }

    [Theory]
    [InlineData("\"multiplier\":\"0.000001\"", 1, 0)]
    [InlineData("\"multiplier\":\"1000\"", 1_000_000_000, 0)]
    [InlineData("\"multiplier\":\"1000.000000\"", 1_000_000_000, 0)]
    [InlineData("\"dailyDrawdownPercent\":\"100\"", 1_000_000, 10_000)]
    [InlineData("\"dailyDrawdownPercent\":\"0.01\"", 1_000_000, 1)]
    [InlineData("\"dailyDrawdownPercent\":\"0\"", 1_000_000, 0)]
    public async Task Numbers_at_their_limits_are_taken(string member, long multiplier, int drawdown)
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.PutAsync(Path, $"{{{member}}}", token)).Status);

        var read = Assert.Single(host.Subscription(Id).Settings);
        Assert.Equal((multiplier, drawdown), (read.MultiplierMillionths, read.DailyDrawdownBasisPoints));
    }

    [Theory]
    [InlineData("multiplier", "\"0\"")]
    [InlineData("multiplier", "\"0.0000001\"")]
    [InlineData("multiplier", "\"1000.000001\"")]
    [InlineData("multiplier", "\"-1\"")]
    [InlineData("multiplier", "\"1.\"")]
    [InlineData("multiplier", "\".5\"")]
    [InlineData("multiplier", "\"1e3\"")]
    [InlineData("multiplier", "\"99999999999999999999\"")]
    [InlineData("fixedLots", "\"0.1\"")]
    [InlineData("lotsMax", "\"-0.10\"")]
    [InlineData("riskPercent", "\"0\"")]
    [InlineData("riskPercent", "\"100.01\"")]
    [InlineData("riskPercent", "\"1.234\"")]
    [InlineData("dailyDrawdownPercent", "\"101\"")]
    [InlineData("totalDrawdownPercent", "\"ten\"")]
    [InlineData("openingWindowSeconds", "0")]
    [InlineData("openingWindowSeconds", "86401")]
    public async Task What_breaks_a_rule_of_the_settings_names_the_field(string field, string value)
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        (await host.PutAsync(Path, $"{{\"{field}\":{value}}}", token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.SettingsMalformed, field);
        Assert.Empty(host.Subscription(Id).Settings);
    }

    [Theory]
    [InlineData("scaling", "\"Multiplier\"", "scaling")]
    [InlineData("sides", "\"none\"", "sides")]
    [InlineData("smallVolume", "\"\"", "smallVolume")]
    [InlineData("slippageAction", "\"0\"", "slippageAction")]
    [InlineData("drawdownAction", "\"stop\"", "drawdownAction")]
    [InlineData("start", "\"now\"", "start")]
    [InlineData("multiplier", "1.5", "multiplier")]
    [InlineData("reverse", "\"yes\"", "reverse")]
    [InlineData("positionsMax", "\"5\"", "positionsMax")]
    [InlineData("positionsMax", "1.5", "positionsMax")]
    [InlineData("positionsMax", "3000000000", "positionsMax")]
    [InlineData("onlySymbols", "\"EURUSD\"", "onlySymbols")]
    [InlineData("onlySymbols", "[\"EURUSD\",5]", "onlySymbols[1]")]
    [InlineData("symbols", "[]", "symbols")]
    [InlineData("symbols", "{\"EURUSD\":1}", "symbols.EURUSD")]
    [InlineData("window", "60", "window")]
    public async Task What_cannot_be_read_names_the_field(string member, string value, string field)
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        (await host.PutAsync(Path, $"{{\"{member}\":{value}}}", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, field);
        Assert.Empty(host.Subscription(Id).Settings);
    }

    [Fact]
    public async Task Fixed_risk_needs_a_share_of_the_equity()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        (await host.PutAsync(Path, """{"scaling":"fixedRisk"}""", token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.SettingsMalformed, "riskPercent");
    }

    [Fact]
    public async Task What_the_subscription_refuses_is_told_with_its_field()
    {
        await using var host = await StartAsync();
        var (_, token) = await host.SignInAsync();

        host.Subscription(Id).Refusal =
            new Refusal { Code = ErrorCodes.SettingsMalformed, Field = "positionsMax", Detail = "no" };
        (await host.PutAsync(Path, "{}", token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.SettingsMalformed, "positionsMax");
        host.Subscription(Id).Refusal = new Refusal { Code = ErrorCodes.SubscriptionOver, Detail = "over" };
        (await host.PutAsync(Path, "{}", token)).AssertProblem(HttpStatusCode.Conflict, ErrorCodes.SubscriptionOver);
    }

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        host.Subscription(Id).Open(new CreateSubscription
        {
            User = User,
            Account = TradingAccountId.Derive(User, "account"),
            Provider = ProviderId.Derive(User, "provider"),
            Settings = new SubscriptionSettings(),
        });
        return host;
    }
}
