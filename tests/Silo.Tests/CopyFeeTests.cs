using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;
using OrleansTrading.Terminals;

namespace OrleansTrading.Silo.Tests;

/// <summary>From a provider's terms over the API to money in its wallet, through a SIGKILL.</summary>
public sealed class CopyFeeTests
{
    private const string Asset = "solana/USDC";

    [Fact]
    public async Task A_profit_that_is_copied_is_paid_for_when_the_subscription_ends()
    {
        var key = $"otk_alice_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var bridge = new IPEndPoint(IPAddress.Loopback, Ports.Take());
        await using var stage = await Stage.OpenBesideNetworksAsync(
            "Api:RateLimits:Enabled=false",
            $"Api:OperatorKeys:alice={Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)))}",
            $"Bridge:Endpoint={bridge}",
            "Copy:SweepPeriod=00:00:00.500",
            "Copy:FeePlatformShareBasisPoints=1000",
            "Copy:FeeCurrencies:0:Currency=USD",
            $"Copy:FeeCurrencies:0:Asset={Asset}",
            "Copy:FeeCurrencies:0:UnitsPerCent=10000");
        stage.Secrets.Add("an operator's key", key.Split('_')[^1]);
        using var bob = await Customer.SignInAsync(stage);
        using var alice = await Customer.SignInAsync(stage);
        var (income, purse) = (await WalletAsync(bob), await WalletAsync(alice));
        (await alice.Api.PostAsync($"/v1/operator/wallets/{purse}/credit", Credit(), key)).Expect(200);
        var provider = CopyTradingTests.Id(await CopyTradingTests.PostAsync(
            bob, "/v1/providers", "provider", new JsonObject { ["name"] = "Bob", ["fee"] = Fee(income) }));
        using var over = new CancellationTokenSource();
        var (trader, running) = await SubscribeAsync(stage, alice, provider, purse, bridge, over.Token);
        await SignalAsync(bob, provider, new JsonObject
        {
            ["action"] = "open", ["ticket"] = 1, ["symbol"] = "EURUSD", ["kind"] = "buy", ["volume"] = "0.10",
        });
        await Eventually.GetAsync(
            "the terminal has opened it", () => Task.FromResult(trader.HasOpened("0.10") ? trader : null));
        await SignalAsync(bob, provider, new JsonObject { ["action"] = "close", ["ticket"] = 1 });
        await UntilAsync(alice, trader, view => view["netProfit"]!.GetValue<string>() == "50.00");

        await stage.KillAsync();
        await stage.ServeAsync();
        (await alice.Api.SendAsync(RawApi.Request(
            "POST", $"/v1/subscriptions/{trader.Subscription}/end-now", null, alice.Token))).Expect(200);

        await UntilAsync(alice, trader, view => view["fee"]!["status"]!.GetValue<string>() == "ended");
        await Eventually.GetAsync("Bob has 20 % of 50 less a tenth, and Alice has paid both", async () =>
            (await AvailableAsync(bob, income), await AvailableAsync(alice, purse)) == ("9", "90") ? income : null);
        var statement = await alice.GetAsync($"/v1/performance-fees/{trader.Subscription}/periods");
        Assert.Equal("50", statement["items"]!.AsArray().Single()!["charge"]!["profit"]!["amount"]!.GetValue<string>());
        var statistics = await alice.GetAsync($"/v1/providers/{provider}/statistics");
        Assert.Equal(1, statistics["closed"]!["unpriced"]!.GetValue<int>());
        Assert.Single((await alice.GetAsync($"/v1/providers/{provider}/signals"))["items"]!.AsArray());
        await over.CancelAsync();
        await running;
    }

    /// <summary>The terminal is there before: it tells the currency.</summary>
    private static async Task<(CopyTradingTests.Trader Trader, Task Running)> SubscribeAsync(
        Stage stage, Customer alice, string provider, string purse, IPEndPoint bridge, CancellationToken over)
    {
        var registered = await CopyTradingTests.PostAsync(alice, "/v1/trading-accounts", "account", new JsonObject
        {
            ["role"] = "subscriber", ["login"] = 5_001_234, ["tradeServer"] = "Demo-Server",
        });
        var (account, secret) = (CopyTradingTests.Id(registered["account"]!), registered["secret"]!.GetValue<string>());
        stage.Secrets.Add("a trading account's secret", secret);
        var trader = new CopyTradingTests.Trader("", new TerminalLogin(account, secret)) { Profit = "50.00" };
        var running = CopyTradingTests.RunAsync(trader, bridge, over);
        var made = await Eventually.GetAsync("the terminal has told its currency", async () =>
        {
            var request = RawApi.Request("POST", "/v1/subscriptions", new JsonObject
            {
                ["account"] = account,
                ["provider"] = provider,
                ["settings"] = new JsonObject { ["openingWindowSeconds"] = 3_600 },
                ["fee"] = Fee(purse),
            }, alice.Token);
            request.Headers.Add("Idempotency-Key", "subscription");
            var reply = await alice.Api.SendAsync(request);
            return reply.Text.Contains("fee_currency_unsupported", StringComparison.Ordinal) ? null : reply.Expect(201);
        });
        return (trader with { Subscription = CopyTradingTests.Id(made) }, running);
    }

    private static Task<JsonObject> UntilAsync(
        Customer alice, CopyTradingTests.Trader trader, Func<JsonObject, bool> holds) => Eventually.GetAsync(
            $"{trader.Subscription} has come so far",
            async () =>
            {
                var view = await alice.GetAsync($"/v1/subscriptions/{trader.Subscription}");
                return holds(view) ? view : null;
            });

    private static async Task<string> WalletAsync(Customer customer) =>
        $"{CopyTradingTests.Id(await customer.GetAsync("/v1/user"))}.main";

    private static async Task<string> AvailableAsync(Customer customer, string wallet) =>
        (await customer.GetAsync($"/v1/wallets/{wallet}/balances"))["balances"]!.AsArray()
            .Select(balance => balance!["available"]!["amount"]!.GetValue<string>()).SingleOrDefault() ?? "0";

    private static JsonObject Fee(string wallet) => new()
    {
        ["rateBasisPoints"] = 2_000, ["length"] = 1, ["unit"] = "month", ["asset"] = Asset, ["wallet"] = wallet,
    };

    private static JsonObject Credit() => new()
    {
        ["id"] = "00112233445566778899aabbccddeeff",
        ["asset"] = Asset,
        ["units"] = "100000000",
        ["account"] = "capital",
        ["note"] = "what Alice begins with",
    };

    private static Task<JsonObject> SignalAsync(Customer bob, string provider, JsonObject signal) =>
        CopyTradingTests.PostAsync(
            bob, $"/v1/providers/{provider}/signals", $"{signal["action"]}-{signal["ticket"]}", signal);
}
