using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Wallets;

public sealed class WalletEndpointsTests
{
    [Fact]
    public async Task A_wallet_is_shown_as_it_is_now_with_what_is_on_its_way()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var wallet = WalletId.Of(user, "main");
        host.Wallet(wallet).View = host.Wallet(wallet).View with
        {
            Balances = [new WalletBalance(Samples.Xlm, 12_500_000, UInt128.MaxValue)],
        };
        Send(host, wallet, Samples.Usdc, 3);

        var reply = await host.GetAsync($"/v1/wallets/{wallet}/balances", token);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("null", reply.Member("at"));
        var items = reply.Json.GetProperty("balances").EnumerateArray().ToList();
        Assert.Equal(["solana/USDC", "stellar/XLM"], items.Select(i => Text(i, "available", "asset")));
        Assert.Equal(["0", "1.25"], items.Select(i => Text(i, "available", "amount")));
        Assert.Equal(["0", $"{UInt128.MaxValue}"], items.Select(i => Text(i, "held", "units")));
        Assert.Equal(["3", "0"], items.Select(i => Text(i, "pendingIn", "units")));
    }

    [Fact]
    public async Task A_wallet_is_shown_as_it_was_from_the_ledger()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var wallet = WalletId.Of(user, "main");
        var (available, held) = (LedgerAccounts.WalletAvailable(wallet), LedgerAccounts.WalletHeld(wallet));
        host.Quotes.Ledger.Add("DEPOSIT", "payment:p", available, Samples.Xlm.Value, 10);
        host.Quotes.Ledger.Add("HOLD", available, held, Samples.Xlm.Value, 4);
        Send(host, wallet, Samples.Xlm, 3);

        var then = await host.GetAsync($"/v1/wallets/{wallet}/balances?at=2026-03-01T12:00:00Z", token);
        var later = await host.GetAsync($"/v1/wallets/{wallet}/balances?at=2026-03-01T12:00:09Z", token);
        var before = await host.GetAsync($"/v1/wallets/{wallet}/balances?at=2026-02-01T12:00:00Z", token);

        Assert.Equal(["10 0 0"], Balances(then));
        Assert.Equal(["6 4 3"], Balances(later));
        Assert.Empty(Balances(before));
        Assert.StartsWith("2026-02-01T12:00:00", before.Member("at"), StringComparison.Ordinal);
        (await host.GetAsync($"/v1/wallets/{wallet}/balances?at=then", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "at");
    }

    [Fact]
    public async Task A_statement_tells_each_movement_as_the_user_sees_it_in_pages()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var wallet = WalletId.Of(user, "main");
        Book(host, wallet, LedgerKinds.Adjustment, LedgerAccounts.Capital, 100, "ops-1: secret");
        Book(host, wallet, LedgerKinds.Hold, LedgerAccounts.WalletHeld(wallet), -40, "until then");
        Book(host, wallet, LedgerKinds.FeePlatform, LedgerAccounts.RevenuePlatformFee, -5, string.Empty);
        Book(host, WalletId.Of(user, "other"), LedgerKinds.Deposit, "payment:p", 9, string.Empty);

        var first = await host.GetAsync($"/v1/wallets/{wallet}/entries?limit=2", token);
        var second = await host.GetAsync(
            $"/v1/wallets/{wallet}/entries?limit=2&cursor={first.Member("nextCursor")}", token);

        var items = first.Json.GetProperty("items").EnumerateArray()
            .Concat(second.Json.GetProperty("items").EnumerateArray()).ToList();
        Assert.Equal(["FEE_PLATFORM", "HOLD", "ADJUSTMENT"], items.Select(i => i.GetProperty("kind").GetString()));
        Assert.Equal(["-5", "-40", "100"], items.Select(i => i.GetProperty("availableUnits").GetString()));
        Assert.Equal(["0", "40", "0"], items.Select(i => i.GetProperty("heldUnits").GetString()));
        Assert.Equal([null, "until then", null], items.Select(i => i.GetProperty("reference").GetString()));
        Assert.Equal("null", second.Member("nextCursor"));
        Assert.DoesNotContain("secret", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=csv", "*/*")]
    [InlineData("", "text/csv")]
    public async Task A_statement_comes_as_csv_in_which_no_text_becomes_a_formula(string query, string accept)
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var wallet = WalletId.Of(user, "main");
        Book(host, wallet, LedgerKinds.Deposit, "payment:p", 100, "=1+1");
        Book(host, wallet, LedgerKinds.FeePlatform, LedgerAccounts.RevenuePlatformFee, -5, "a \"b\", c");
        var separator = query.Length == 0 ? "?" : "&";

        var page = await host.SendAsync(
            HttpMethod.Get,
            $"/v1/wallets/{wallet}/entries{query}{separator}limit=1",
            token,
            prepare: request => request.Headers.Accept.ParseAdd(accept));
        var next = page.Headers["Link"];
        var rest = await host.GetAsync(next[1..next.IndexOf('>', StringComparison.Ordinal)], token);

        Assert.Equal("text/csv; charset=utf-8", page.ContentType);
        Assert.Equal($"attachment; filename=\"{wallet}.csv\"", page.Headers["Content-Disposition"]);
        var line = page.Text.Split("\r\n")[1];
        Assert.Contains(",FEE_PLATFORM,", line, StringComparison.Ordinal);
        Assert.Contains(",-5,0,\"a \"\"b\"\", c\",,", line, StringComparison.Ordinal);
        Assert.Contains(",100,0,'=1+1,,", rest.Text, StringComparison.Ordinal);
        Assert.StartsWith("at,sequence,id,kind,subject,asset,", rest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Link", rest.Headers.Keys);
    }

    [Fact]
    public async Task Nobody_sees_anybody_elses_wallet_or_what_is_none()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (other, _) = await host.SignInAsync("GOTHER");
        foreach (var id in (string[])[WalletId.Of(other, "main").Value, user.Value, $"{user}.Main", "main"])
        {
            foreach (var part in (string[])["balances", "entries"])
            {
                (await host.GetAsync($"/v1/wallets/{id}/{part}", token))
                    .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
            }
        }

        (await host.GetAsync($"/v1/wallets/{WalletId.Of(user, "main")}/balances"))
            .AssertProblem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        (await host.GetAsync($"/v1/wallets/{WalletId.Of(user, "main")}/entries?format=xml", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "format");
    }

    [Fact]
    public async Task Wallets_are_listed_in_pages_each_once()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        string[] names = ["a", "b", "c"];
        for (var i = 0; i < names.Length; i++)
        {
            host.Quotes.Listing.Add(WalletId.Of(user, names[i]), Samples.Start.AddSeconds(i));
        }

        var first = await host.GetAsync("/v1/wallets?limit=2", token);
        var second = await host.GetAsync($"/v1/wallets?limit=2&cursor={first.Member("nextCursor")}", token);

        Assert.Equal(
            ["c", "b", "a"],
            first.Json.GetProperty("items").EnumerateArray().Concat(second.Json.GetProperty("items").EnumerateArray())
                .Select(item => item.GetProperty("name").GetString()));
        Assert.Equal("null", second.Member("nextCursor"));
    }

    private static void Send(ApiHost host, WalletId to, AssetId asset, UInt128 units) => host.Quotes.Ledger.Add(
        LedgerKinds.Transfer,
        "wallet:somebody:available",
        LedgerAccounts.WalletPendingIn(to),
        asset.Value,
        units);

    /// <param name="host">The API.</param>
    /// <param name="wallet">The wallet.</param>
    /// <param name="kind">The entry's kind.</param>
    /// <param name="other">The account on the other side.</param>
    /// <param name="units">What the wallet has more.</param>
    /// <param name="reference">The entry's reference.</param>
    private static void Book(
        ApiHost host, WalletId wallet, string kind, string other, int units, string reference) =>
        host.Quotes.Ledger.Add(
            new LedgerStream("wallet", wallet.Value, "wallet"),
            kind,
            [
                new LedgerPosting(other, Samples.Xlm.Value, units),
                new LedgerPosting(LedgerAccounts.WalletAvailable(wallet), Samples.Xlm.Value, -units),
            ],
            wallet.Value,
            reference);

    private static IEnumerable<string> Balances(Reply reply) => reply.Json.GetProperty("balances").EnumerateArray()
        .Select(i => $"{Text(i, "available", "units")} {Text(i, "held", "units")} {Text(i, "pendingIn", "units")}");

    private static string? Text(System.Text.Json.JsonElement item, string part, string member) =>
        item.GetProperty(part).GetProperty(member).GetString();
}
