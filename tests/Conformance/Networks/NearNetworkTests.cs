using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Servers;
using Xunit.Abstractions;
using static OrleansTrading.Conformance.Tests.Networks.DevnetProcess;

namespace OrleansTrading.Conformance.Tests.Networks;

/// <summary>near-api-js on the network that the product runs as a process, beside our client.</summary>
public sealed class NearNetworkTests(DevnetProcess devnet, ITestOutputHelper output)
    : IClassFixture<DevnetProcess>, IAsyncLifetime
{
    private const string NearAsset = "near:localnet/slip44:397";
    private const string Funding = "100000000000000000000000000";
    private const ulong Dollar = 1_000_000;

    private static readonly UInt128 Near = UInt128.Parse("1000000000000000000000000", null);

    private readonly NodeScript _sdk = NodeScript.Start("near-client.mjs");

    private static string UsdcAsset { get; } = $"near:localnet/nep141:{NearDevnet.UsdcContract}";

    public Task InitializeAsync() => _sdk.CallAsync("connect", devnet.NearUrl.ToString());

    public async Task DisposeAsync() => await _sdk.DisposeAsync();

    [Fact]
    public async Task Near_that_the_sdk_pays_is_seen_by_our_watcher()
    {
        var (payer, payee) = (await FundAsync("payer"), AddressOf(devnet.Near, "payee"));

        var hash = (string)(await _sdk.CallAsync("pay", Order("payer", payee, Near + 7)))!;

        await RequireSeenAsync(hash, payer, payee, new ChainAmount(NearAsset, Near + 7), null);
        Assert.Equal(Near + 7, (await devnet.Near.GetBalancesAsync(payee)).Held[0].Units);
        Agreement.Count(output, "near", 1, "payments of the SDK on the local network seen (NEAR)");
    }

    [Fact]
    public async Task Tokens_that_the_sdk_pays_with_a_memo_are_seen_by_our_watcher()
    {
        var (payer, payee) = (await FundAsync("token payer"), await FundAsync("token payee"));
        await MintAsync(payer, 5 * Dollar);
        await MintAsync(payee, 1);
        var order = Order("token payer", payee, 3 * Dollar);
        order["contract"] = NearDevnet.UsdcContract;
        order["memo"] = "sub:9 é";

        var hash = (string)(await _sdk.CallAsync("payTokenWithMemo", order))!;

        await RequireSeenAsync(hash, payer, payee, new ChainAmount(UsdcAsset, 3 * Dollar), "sub:9 é");
        Agreement.Count(output, "near", 1, "payments of the SDK on the local network seen (USDC)");
    }

    [Fact]
    public async Task Tokens_that_the_sdk_pays_to_somebody_it_registers_first_are_seen_by_our_watcher()
    {
        var (payer, payee) = (await FundAsync("registering payer"), await FundAsync("registered payee"));
        await MintAsync(payer, 5 * Dollar);
        var order = Order("registering payer", payee, 2 * Dollar);
        order["contract"] = NearDevnet.UsdcContract;

        await _sdk.CallAsync("payToken", order);

        var amount = new ChainAmount(UsdcAsset, 2 * Dollar);
        var movement = Assert.Single(
            await WatchUntilAsync(devnet.Near, payee, movement => movement.Amount == amount));
        Assert.Equal(
            (MovementDirection.Incoming, payer, payee, true),
            (movement.Direction, movement.From, movement.To, movement.Succeeded));
        Agreement.Count(output, "near", 1, "payments of the SDK on the local network seen (USDC, registered)");
    }

    [Fact]
    public async Task What_our_client_pays_is_read_by_the_sdk()
    {
        var (payer, payee) = (await FundAsync("our payer"), await FundAsync("our payee"));
        await MintAsync(payer, 5 * Dollar);

        var near = await SubmitAsync("our payer", new(payer, payee, new(NearAsset, Near / 3), null));
        var token = await SubmitAsync("our payer", new(payer, payee, new(UsdcAsset, 77), "ours é"));
        var readNear = await ReadAsync(near, payer);
        var readToken = await ReadAsync(token, payer);

        Agreement.Equal(
            "what the SDK reads",
            new JsonObject
            {
                ["finality"] = "FINAL",
                ["succeeded"] = true,
                ["signer"] = payer,
                ["receiver"] = payee,
                ["actions"] = new JsonArray(
                    new JsonObject { ["transfer"] = (Near / 3).ToString(null, null) }),
            },
            readNear);
        Assert.Equal(NearDevnet.UsdcContract, (string?)readToken["receiver"]);
        var transfer = readToken["actions"]!.AsArray().Single(action => (string?)action!["method"] == "ft_transfer");
        Agreement.Equal(
            "the call that the SDK reads",
            new JsonObject { ["receiver_id"] = payee, ["amount"] = "77", ["memo"] = "ours é" },
            transfer!["args"]);
        Agreement.Count(output, "near", 2, "payments of ours on the local network read by the SDK");
    }

    [Fact]
    public async Task What_a_wallet_asks_is_answered_as_the_sdk_understands_it()
    {
        var wallet = await FundAsync("wallet");
        await MintAsync(wallet, 42);

        var seen = (await _sdk.CallAsync("look", new JsonObject
        {
            ["accountId"] = wallet,
            ["publicKey"] = NearExtensions.KeyTextOf(Ed25519.PublicKeyFromSeed(SeedOf("wallet"))),
            ["contract"] = NearDevnet.UsdcContract,
        }))!;

        Assert.Equal((Funding, "FullAccess"), ((string?)seen["amount"], (string?)seen["permission"]));
        Assert.Equal(("42", "localnet"), ((string?)seen["units"], (string?)seen["network"]));
        Assert.True((long)seen["height"]! > 0);
        Assert.Equal("100000000", (string?)seen["gasPrice"]);
    }

    private static JsonObject Order(string payer, string to, UInt128 amount) => new()
    {
        ["seed"] = SeedHexOf(payer),
        ["accountId"] = Convert.ToHexStringLower(Ed25519.PublicKeyFromSeed(SeedOf(payer))),
        ["to"] = to,
        ["amount"] = amount.ToString(null, null),
    };

    private async Task<string> FundAsync(string name)
    {
        var account = AddressOf(devnet.Near, name);
        await FaucetAsync("devnet_fund", account, Funding);
        return account;
    }

    private Task<JsonNode?> MintAsync(string account, ulong units) =>
        FaucetAsync("devnet_mint", account, units.ToString(null, null));

    private Task<JsonNode?> FaucetAsync(string method, string account, string amount) =>
        _sdk.CallAsync("faucet", new JsonObject
        {
            ["method"] = method,
            ["order"] = new JsonObject { ["account_id"] = account, ["amount"] = amount },
        });

    private async Task<SignedTransfer> SubmitAsync(string payer, TransferOrder order)
    {
        var sequence = await devnet.Near.GetSequenceAsync(order.From, null) + 1;
        var signed = await devnet.Near.SignAsync(order, sequence, devnet.KeysOf(payer));
        Assert.Equal(SubmitReply.Accepted, (await devnet.Near.SubmitAsync(signed)).Reply);
        await WatchAsync(devnet.Near, order.From, signed.TransactionId);
        Assert.Equal(TransferFate.Landed, (await devnet.Near.LookUpAsync(order.From, signed)).Fate);
        return signed;
    }

    private async Task<JsonNode> ReadAsync(SignedTransfer transfer, string signer) =>
        (await _sdk.CallAsync("read", new JsonObject
        {
            ["hash"] = transfer.TransactionId, ["accountId"] = signer,
        }))!;

    private async Task RequireSeenAsync(
        string hash, string payer, string payee, ChainAmount amount, string? memo)
    {
        var movement = Assert.Single(await WatchAsync(devnet.Near, payee, hash));
        Assert.Equal(
            (MovementDirection.Incoming, payer, payee, amount, memo, true),
            (movement.Direction, movement.From, movement.To, movement.Amount, movement.Memo, movement.Succeeded));
    }
}
