using System.Net;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.Ledger;

public sealed class LedgerEndpointsTests
{
    private const string Root = "/v1/operator/ledger";

    [Fact]
    public async Task An_account_is_shown_with_its_balances_now_and_at_a_time()
    {
        await using var host = await ApiHost.StartAsync();
        host.Quotes.Ledger.Add("OPENING", "treasury:a/b", "capital", "asset/1", UInt128.MaxValue >> 1);
        host.Quotes.Ledger.Add("DELIVERY", "quote:q", "treasury:a/b", "asset/1", 7);

        var now = await host.GetAsync($"{Root}/accounts/treasury:a%2Fb", ApiHost.OperatorKey);
        var then = await host.GetAsync(
            $"{Root}/accounts/treasury:a%2Fb?at=2026-03-01T12:00:00Z", ApiHost.OperatorKey);
        var none = await host.GetAsync($"{Root}/accounts/nobody", ApiHost.OperatorKey);

        Assert.Equal(
            """
            {"account":"treasury:a/b","balances":[{"assetId":"asset/1",
            "units":"170141183460469231731687303715884105720"}]}
            """.ReplaceLineEndings(string.Empty),
            now.Text);
        Assert.Contains("\"170141183460469231731687303715884105727\"", then.Text, StringComparison.Ordinal);
        Assert.Equal("""{"account":"nobody","balances":[]}""", none.Text);
    }

    [Fact]
    public async Task Accounts_are_listed_by_prefix_and_all_pages_hold_each_once()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            host.Quotes.Ledger.Add("EXCHANGE", $"payment:{i}", $"quote:{i}", "asset", 1);
        }

        var names = new List<string>();
        var cursor = string.Empty;
        for (var pages = 0; pages < 4 && cursor is not null; pages++)
        {
            var page = await host.GetAsync($"{Root}/accounts?prefix=quote:&limit=2{cursor}", ApiHost.OperatorKey);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            names.AddRange(page.Json.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("account").GetString()!));
            cursor = page.Json.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(["quote:0", "quote:1", "quote:2", "quote:3", "quote:4"], names);
    }

    [Fact]
    public async Task Entries_are_found_by_account_subject_and_operation()
    {
        await using var host = await ApiHost.StartAsync();
        host.Quotes.Ledger.Add("PAYMENT_IN", "treasury:t", "payment:p", "asset", 5, "p");
        host.Quotes.Ledger.Add("REFUND", "payment:p", "treasury:t", "asset", 4, "refund:p");
        host.Quotes.Ledger.Add("OPENING", "treasury:u", "capital", "asset", 9, "u");

        Assert.Equal(["REFUND", "PAYMENT_IN"], await KindsAsync(host, "account=payment:p"));
        Assert.Equal(["REFUND"], await KindsAsync(host, "subject=refund:p"));
        Assert.Equal(["OPENING"], await KindsAsync(host, "id=00000000000000000000000000000003"));
        Assert.Equal(["OPENING", "REFUND", "PAYMENT_IN"], await KindsAsync(host, "limit=3"));
        var first = await host.GetAsync($"{Root}/entries?limit=2", ApiHost.OperatorKey);
        Assert.Equal(["PAYMENT_IN"], await KindsAsync(host, $"limit=2&cursor={first.Member("nextCursor")}"));
        var entry = first.Json.GetProperty("items")[1];
        Assert.Equal("-4", entry.GetProperty("postings")[1].GetProperty("units").GetString());
        Assert.Equal("tx", entry.GetProperty("reference").GetString());
        Assert.Equal(64, entry.GetProperty("hash").GetString()!.Length);
    }

    [Theory]
    [InlineData("entries?account=a&subject=b", "subject")]
    [InlineData("entries?account=", "account")]
    [InlineData("entries?id=7", "id")]
    [InlineData("entries?id=0000000000000000000000000000000g", "id")]
    [InlineData("accounts?prefix=", "prefix")]
    [InlineData("accounts/a?at=yesterday", "at")]
    public async Task What_cannot_be_asked_is_refused_by_its_name(string path, string field)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync($"{Root}/{path}", ApiHost.OperatorKey);

        reply.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", field);
    }

    [Theory]
    [InlineData("entries")]
    [InlineData("accounts")]
    public async Task A_cursor_of_another_list_is_refused(string list)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync($"{Root}/{list}?cursor=AgAAAAAAAAAD", ApiHost.OperatorKey);

        reply.AssertProblem(HttpStatusCode.BadRequest, "cursor_malformed", "cursor");
    }

    [Fact]
    public async Task What_the_audit_found_is_told()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync($"{Root}/audit", ApiHost.OperatorKey);

        Assert.Equal(
            """
            {"caughtUpAt":"2026-03-01T12:00:00+00:00","entries":"42","fullPassAt":null,
            "problem":"quote/q_1#quote 2: its hash is another."}
            """.ReplaceLineEndings(string.Empty),
            reply.Text);
    }

    private static async Task<List<string>> KindsAsync(ApiHost host, string query)
    {
        var reply = await host.GetAsync($"{Root}/entries?{query}", ApiHost.OperatorKey);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return [.. reply.Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!)];
    }
}
