using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Servers;
using Xunit.Abstractions;
using static OrleansTrading.Conformance.Tests.Networks.DevnetProcess;

namespace OrleansTrading.Conformance.Tests.Networks;

/// <summary>@solana/web3.js on the network that the product runs as a process, beside our client.</summary>
public sealed class SolanaNetworkTests(DevnetProcess devnet, ITestOutputHelper output)
    : IClassFixture<DevnetProcess>, IAsyncLifetime
{
    private const ulong Sol = 1_000_000_000;
    private const string SolAsset = "solana:localnet/slip44:501";

    private readonly NodeScript _sdk = NodeScript.Start("solana-client.mjs");

    public Task InitializeAsync() => _sdk.CallAsync("connect", devnet.SolanaUrl.ToString());

    public async Task DisposeAsync() => await _sdk.DisposeAsync();

    [Theory]
    [InlineData("legacy", "order 7 é")]
    [InlineData("v0", "order 8")]
    [InlineData("v0", null)]
    public async Task Sol_that_web3_js_pays_is_seen_by_our_watcher(string version, string? memo)
    {
        var (payer, payee) = (Address($"{version} {memo} payer"), Address($"{version} {memo} payee"));
        await AirdropAsync(payer);

        var signature = await PayAsync($"{version} {memo} payer", payee, Sol / 3, memo, version: version);

        await RequireSeenAsync(signature, payer, payee, new ChainAmount(SolAsset, Sol / 3), memo);
        Assert.Equal(Sol / 3, (await devnet.Solana.GetBalancesAsync(payee)).Held[0].Units);
        Agreement.Count(output, "solana", 1, $"payments of web3.js on the local network seen ({version}, SOL)");
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("v0")]
    public async Task Tokens_that_web3_js_pays_into_a_new_account_are_seen_by_our_watcher(string version)
    {
        var (payer, payee) = (Address($"token {version} payer"), Address($"token {version} payee"));
        await AirdropAsync(payer);
        await MintAsync(payer, 5_000_000);

        var signature = await PayAsync(
            $"token {version} payer", payee, 1_234_567, "sub:9", SolanaDevnet.UsdcMint, version);

        await RequireSeenAsync(signature, payer, payee, new ChainAmount(SolanaUsdc, 1_234_567), "sub:9");
        Agreement.Count(output, "solana", 1, $"payments of web3.js on the local network seen ({version}, USDC)");
    }

    [Fact]
    public async Task What_our_client_pays_is_read_by_web3_js()
    {
        var (payer, payee) = (Address("our payer"), Address("our payee"));
        await AirdropAsync(payer);
        await MintAsync(payer, 5_000_000);

        var sol = await SubmitAsync("our payer", new TransferOrder(payer, payee, new(SolAsset, Sol / 4), "ours é"));
        var token = await SubmitAsync("our payer", new TransferOrder(payer, payee, new(SolanaUsdc, 77), "ours too"));
        var readSol = await ReadAsync(sol, payee);
        var readToken = await ReadAsync(token, payee);

        await RequireSeenAsync(sol.TransactionId, payer, payee, new ChainAmount(SolAsset, Sol / 4), "ours é");
        var status = await devnet.Solana.LookUpAsync(payer, sol);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Agreement.Equal(
            "what web3.js reads",
            new JsonObject
            {
                ["error"] = null,
                ["fee"] = (ulong)status.FeeUnits,
                ["received"] = Sol / 4,
                ["tokens"] = new JsonArray(),
                ["memo"] = "ours é",
                ["listed"] = true,
            },
            readSol);
        Assert.Equal("ours too", (string?)readToken["memo"]);
        Agreement.Equal(
            "tokens that web3.js reads",
            new JsonArray(new JsonObject { ["mint"] = SolanaDevnet.UsdcMint, ["units"] = "77" }),
            readToken["tokens"]);
        Agreement.Count(output, "solana", 2, "payments of ours on the local network read by web3.js");
    }

    [Fact]
    public async Task What_a_wallet_asks_is_answered_in_the_shapes_that_web3_js_checks()
    {
        var owner = Address("wallet");
        await AirdropAsync(owner);
        await MintAsync(owner, 42);

        var seen = (await _sdk.CallAsync("look", new JsonObject
        {
            ["account"] = owner,
            ["mint"] = SolanaDevnet.UsdcMint,
        }))!;

        Assert.Equal(5 * Sol, seen["balance"]!.GetValue<ulong>());
        Assert.Equal("11111111111111111111111111111111", (string?)seen["owner"]);
        Assert.Single(seen["tokenAccounts"]!.AsArray());
        Assert.Equal(("42", "42"), ((string?)seen["tokenUnits"], (string?)seen["tokenBalance"]));
        Assert.Equal(SolanaDevnet.UsdcDecimals, (int)seen["decimals"]!);
        Assert.Equal((2_039_280, 5_000), ((int)seen["rent"]!, (int)seen["fee"]!));
        Assert.True((bool)seen["isAhead"]!);
    }

    private string Address(string name) => AddressOf(devnet.Solana, name);

    private Task<JsonNode?> AirdropAsync(string to) => _sdk.CallAsync("airdrop", new JsonObject
    {
        ["to"] = to,
        ["lamports"] = 5 * Sol,
    });

    private async Task MintAsync(string owner, ulong units)
    {
        var order = new JsonObject { ["owner"] = owner, ["mint"] = SolanaDevnet.UsdcMint, ["amount"] = units };
        var minted = await devnet.SolanaNode.CallAsync("devnet_mintTo", new JsonArray(order), RequestKind.Submission);
        await ReadAsync(minted.GetString()!, owner);
    }

    private async Task<string> PayAsync(
        string payer, string to, ulong units, string? memo, string? mint = null, string version = "legacy") =>
        (string)(await _sdk.CallAsync("pay", new JsonObject
        {
            ["seed"] = SeedHexOf(payer),
            ["to"] = to,
            ["units"] = $"{units}",
            ["memo"] = memo,
            ["mint"] = mint,
            ["decimals"] = SolanaDevnet.UsdcDecimals,
            ["version"] = version,
        }))!;

    private async Task<SignedTransfer> SubmitAsync(string payer, TransferOrder order)
    {
        var signed = await devnet.Solana.SignAsync(order, 0, devnet.KeysOf(payer));
        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), await devnet.Solana.SubmitAsync(signed));
        return signed;
    }

    private Task<JsonNode> ReadAsync(SignedTransfer transfer, string account) =>
        ReadAsync(transfer.TransactionId, account);

    private async Task<JsonNode> ReadAsync(string signature, string account) =>
        (await _sdk.CallAsync("read", new JsonObject { ["signature"] = signature, ["account"] = account }))!;

    private async Task RequireSeenAsync(
        string signature, string payer, string payee, ChainAmount amount, string? memo)
    {
        var movement = Assert.Single(await WatchAsync(devnet.Solana, payee, signature));
        Assert.Equal(
            (MovementDirection.Incoming, payer, payee, amount, memo, true),
            (movement.Direction, movement.From, movement.To, movement.Amount, movement.Memo, movement.Succeeded));
    }
}
