using System.Text.Json;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>The local network's API, asked as Horizon is.</summary>
public sealed class HorizonShapeTests
{
    [Fact]
    public async Task The_root_names_the_network_and_its_ledgers()
    {
        using var bench = new StellarBench();
        bench.Clock.Advance(TimeSpan.FromSeconds(7));
        var root = await GetAsync(bench, string.Empty);

        Assert.Equal("OrleansTrading Devnet ; 2026", root.GetProperty("network_passphrase").GetString());
        Assert.Equal(8, root.GetProperty("history_latest_ledger").GetInt32());
        Assert.Equal(1, root.GetProperty("history_elder_ledger").GetInt32());
        Assert.Equal("2026-01-01T00:00:07Z", root.GetProperty("history_latest_ledger_closed_at").GetString());
    }

    [Fact]
    public async Task Ledgers_are_paged_both_ways()
    {
        using var bench = new StellarBench();
        bench.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal("1,2,3", await LedgersAsync(bench, "order=asc&limit=3"));
        Assert.Equal("4,5", await LedgersAsync(bench, $"order=asc&limit=3&cursor={3L << 32}"));
        Assert.Equal("5,4", await LedgersAsync(bench, "order=desc&limit=2"));
        Assert.Equal("3,2,1", await LedgersAsync(bench, $"order=desc&cursor={4L << 32}"));
        Assert.Equal("", await LedgersAsync(bench, "cursor=now"));
        Assert.Equal(404, (await bench.Network.Horizon.GetAsync("ledgers/6")).Status);
        var ledger = await GetAsync(bench, "ledgers/5");
        var before = await GetAsync(bench, "ledgers/4");
        Assert.Equal(before.GetProperty("hash").GetString(), ledger.GetProperty("prev_hash").GetString());
        Assert.Equal(5_000_000, ledger.GetProperty("base_reserve_in_stroops").GetInt32());
    }

    [Fact]
    public async Task Payments_are_joined_with_their_transactions_and_paged_by_their_tokens()
    {
        using var bench = new StellarBench();
        var (alice, bob) = (bench.Open(1), bench.Open(2));
        await bench.PayAsync(alice, bob.Address, StellarBench.Xlm, 5, "memo");
        await bench.PayAsync(alice, bob.Address, StellarBench.Xlm, 99_999 * StellarBench.One);
        bench.Include(alice, new ManageDataOperation("x", [1]));

        var payments = Records(await GetAsync(
            bench, $"accounts/{bob.Address}/payments?order=asc&limit=200&join=transactions"));
        Assert.Equal(["create_account", "payment"], payments.Select(Type));
        Assert.Equal("0.0000005", payments[1].GetProperty("amount").GetString());
        Assert.Equal("memo", payments[1].GetProperty("transaction").GetProperty("memo").GetString());

        var token = payments[0].GetProperty("paging_token").GetString();
        var withFailed = Records(await GetAsync(
            bench, $"accounts/{bob.Address}/payments?include_failed=true&cursor={token}"));
        Assert.Equal([true, false], withFailed.Select(
            record => record.GetProperty("transaction_successful").GetBoolean()));
        Assert.Equal(
            ["manage_data", "payment", "create_account"],
            Records(await GetAsync(bench, $"accounts/{alice.Address}/operations?order=desc")).Select(Type));
        Assert.Equal(
            ["payment"], Records(await GetAsync(bench, "payments?order=desc&limit=1")).Select(Type));
    }

    [Fact]
    public async Task An_account_s_data_is_in_the_account_and_by_itself_with_its_link()
    {
        using var bench = new StellarBench();
        var alice = bench.Open(1);
        bench.Include(alice, new ManageDataOperation("config.memo_required", "1"u8.ToArray()));

        var account = await GetAsync(bench, "accounts/" + alice.Address);

        Assert.Equal("MQ==", account.GetProperty("data").GetProperty("config.memo_required").GetString());
        Assert.EndsWith(
            "/data/{key}",
            account.GetProperty("_links").GetProperty("data").GetProperty("href").GetString(),
            StringComparison.Ordinal);
        var entry = await GetAsync(bench, $"accounts/{alice.Address}/data/config.memo_required");
        Assert.Equal("MQ==", entry.GetProperty("value").GetString());
        Assert.Equal(404, (await bench.Network.Horizon.GetAsync($"accounts/{alice.Address}/data/x")).Status);
    }

    [Fact]
    public async Task A_page_s_next_link_leads_to_the_rest()
    {
        using var bench = new StellarBench();
        var alice = bench.Open(1);
        for (byte value = 0; value < 5; value++)
        {
            bench.Include(alice, new ManageDataOperation("x", [value]));
        }

        var seen = new List<string>();
        var path = $"accounts/{alice.Address}/transactions?limit=2";
        for (var page = await GetAsync(bench, path); Records(page).Length > 0; page = await GetAsync(bench, path))
        {
            seen.AddRange(Records(page).Select(record => record.GetProperty("hash").GetString()!));
            var next = page.GetProperty("_links").GetProperty("next").GetProperty("href").GetString()!;
            path = new Uri(next).PathAndQuery.TrimStart('/');
        }

        Assert.Equal(6, seen.Count);
        Assert.Equal(seen.Distinct(), seen);
    }

    [Theory]
    [InlineData("accounts/GABC", 400)]
    [InlineData("accounts/GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7", 404)]
    [InlineData("transactions/00", 404)]
    [InlineData("nothing/here", 404)]
    [InlineData("ledgers?limit=201", 400)]
    [InlineData("ledgers?limit=0", 400)]
    [InlineData("ledgers?order=up", 400)]
    [InlineData("ledgers?cursor=-1", 400)]
    [InlineData("friendbot?addr=x", 400)]
    public async Task Bad_requests_are_answered_with_problems(string path, int status)
    {
        using var bench = new StellarBench();
        var reply = await bench.Network.Horizon.GetAsync(path);
        Assert.Equal(status, reply.Status);
        var problem = reply.ReadJson();
        Assert.StartsWith(
            "https://stellar.org/horizon-errors/", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_synchronous_submission_answers_when_its_ledger_has_closed()
    {
        using var bench = new StellarBench();
        var (alice, bob) = (bench.Open(1), bench.Open(2));
        var pay = new PaymentOperation(MuxedAccount.Of(bob.Address), StellarAsset.Native, 5);
        var good = Form(bench.Compose(alice, pay));

        var waiting = bench.Network.Horizon.PostFormAsync("transactions", good);
        Assert.False(waiting.IsCompleted);
        bench.CloseLedger();
        var reply = await waiting;
        var again = await bench.Network.Horizon.PostFormAsync("transactions", good);

        Assert.Equal(200, reply.Status);
        Assert.True(reply.ReadJson().GetProperty("successful").GetBoolean());
        Assert.Equal(
            reply.ReadJson().GetProperty("hash").GetString(), again.ReadJson().GetProperty("hash").GetString());
        Assert.Equal(200, again.Status);

        var failing = bench.Network.Horizon.PostFormAsync(
            "transactions", Form(bench.Compose(alice, pay with { Amount = 99_999 * StellarBench.One })));
        bench.CloseLedger();
        var failed = await failing;
        Assert.Equal(400, failed.Status);
        Assert.Equal(
            "tx_failed: op_underfunded", SubmitReplies.Read(failed).Detail);
        var malformed = await bench.Network.Horizon.PostFormAsync(
            "transactions", new Dictionary<string, string> { ["tx"] = "AAAA" });
        Assert.EndsWith("/transaction_malformed", malformed.ReadJson().GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_synchronous_submission_times_out_when_ledgers_are_slow()
    {
        var clock = new ManualTime();
        using var network = StellarDevnet.Open(
            new DevnetOptions { LedgerTime = TimeSpan.FromMinutes(1) }, clock);

        var waiting = network.Horizon.GetAsync("friendbot?addr=" + new Party(1).Address);
        clock.Advance(TimeSpan.FromSeconds(31));
        var reply = await waiting;

        Assert.Equal(504, reply.Status);
        var hash = reply.ReadJson().GetProperty("extras").GetProperty("hash").GetString()!;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await network.Horizon.GetAsync("transactions/" + hash)).Status);
    }

    [Fact]
    public async Task The_faucets_open_accounts_once_and_issue_to_those_who_trust()
    {
        using var bench = new StellarBench();
        var alice = new Party(1);
        var funding = bench.Network.Horizon.GetAsync("friendbot?addr=" + alice.Address);
        bench.CloseLedger();
        Assert.Equal(200, (await funding).Status);
        var twice = bench.Network.Horizon.GetAsync("friendbot?addr=" + alice.Address);
        bench.CloseLedger();
        Assert.Equal("tx_failed: op_already_exists", SubmitReplies.Read(await twice).Detail);

        var mint = new Dictionary<string, string> { ["account"] = alice.Address, ["amount"] = "12.5" };
        var early = bench.Network.Horizon.PostFormAsync("devnet/mint", mint);
        bench.CloseLedger();
        Assert.Equal("tx_failed: op_no_trust", SubmitReplies.Read(await early).Detail);
        bench.Include(alice, new ChangeTrustOperation(StellarDevnet.Usdc, long.MaxValue));
        var minting = bench.Network.Horizon.PostFormAsync("devnet/mint", mint);
        bench.CloseLedger();
        Assert.Equal(200, (await minting).Status);
        Assert.Equal((UInt128)125_000_000, await bench.BalanceAsync(alice.Address, StellarBench.Usdc));
        mint["amount"] = "0";
        Assert.Equal(400, (await bench.Network.Horizon.PostFormAsync("devnet/mint", mint)).Status);
    }

    private static Dictionary<string, string> Form(TransactionEnvelope envelope) =>
        new() { ["tx"] = Convert.ToBase64String(EnvelopeCodec.Encode(envelope)) };

    private static async Task<JsonElement> GetAsync(StellarBench bench, string path)
    {
        var reply = await bench.Network.Horizon.GetAsync(path);
        Assert.Equal(200, reply.Status);
        return reply.ReadJson();
    }

    private static async Task<string> LedgersAsync(StellarBench bench, string query) =>
        string.Join(',', Records(await GetAsync(bench, "ledgers?" + query))
            .Select(ledger => ledger.GetProperty("sequence").GetInt32()));

    private static JsonElement[] Records(JsonElement page) =>
        page.GetProperty("_embedded").GetProperty("records").EnumerateArray().ToArray();

    private static string Type(JsonElement record) => record.GetProperty("type").GetString()!;
}
