using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Servers;
using Xunit.Abstractions;
using static OrleansTrading.Conformance.Tests.Networks.DevnetProcess;

namespace OrleansTrading.Conformance.Tests.Networks;

/// <summary>@stellar/stellar-sdk on the network that the product runs as a process, beside our client.</summary>
public sealed class StellarNetworkTests(DevnetProcess devnet, ITestOutputHelper output)
    : IClassFixture<DevnetProcess>, IAsyncLifetime
{
    private const ulong Xlm = 10_000_000;
    private const ulong Funding = 10_000 * Xlm;
    private const string HashMemo = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly NodeScript _sdk = NodeScript.Start("stellar-client.mjs");

    private static string XlmAsset { get; } = $"{StellarConstants.DevnetId}/slip44:148";

    private static string UsdcAsset { get; } =
        $"{StellarConstants.DevnetId}/asset:{StellarDevnet.UsdcCode}-{StellarDevnet.UsdcIssuer}";

    public Task InitializeAsync() => _sdk.CallAsync("connect", new JsonObject
    {
        ["url"] = devnet.HorizonUrl.ToString(),
        ["passphrase"] = StellarConstants.DevnetPassphrase,
    });

    public async Task DisposeAsync() => await _sdk.DisposeAsync();

    [Theory]
    [InlineData("text", "order 7 é", "order 7 é")]
    [InlineData("id", "18446744073709551615", "id:18446744073709551615")]
    [InlineData("hash", HashMemo, $"hash:{HashMemo}")]
    [InlineData("return", HashMemo, $"return:{HashMemo}")]
    public async Task Lumens_that_the_sdk_pays_are_seen_by_our_watcher(string type, string memo, string told)
    {
        var (payer, payee) = (await FundAsync($"{type} payer"), await FundAsync($"{type} payee"));

        var hash = await PayAsync($"{type} payer", Payment(payee, "native", "12.3456789"), type, memo);

        await RequireSeenAsync(hash, payer, payee, new ChainAmount(XlmAsset, 123_456_789), told);
        Assert.Equal(Funding + 123_456_789, (await devnet.Stellar.GetBalancesAsync(payee)).Held[0].Units);
        Agreement.Count(output, "stellar", 1, $"payments of the SDK on the local network seen (XLM, memo {type})");
    }

    [Fact]
    public async Task An_account_that_the_sdk_opens_is_seen_by_our_watcher()
    {
        var payer = await FundAsync("opening payer");
        var payee = AddressOf(devnet.Stellar, "opened");

        var hash = await PayAsync(
            "opening payer",
            new JsonObject { ["type"] = "createAccount", ["destination"] = payee, ["amount"] = "5" },
            "text",
            "welcome");

        await RequireSeenAsync(hash, payer, payee, new ChainAmount(XlmAsset, 5 * Xlm), "welcome");
        Agreement.Count(output, "stellar", 1, "payments of the SDK on the local network seen (account opened)");
    }

    [Fact]
    public async Task An_issued_asset_that_the_sdk_pays_is_seen_by_our_watcher()
    {
        var (payer, payee) = (await FundAsync("asset payer"), await FundAsync("asset payee"));
        await TrustAsync("asset payer");
        await TrustAsync("asset payee");
        await MintAsync(payer, 500);

        var hash = await PayAsync("asset payer", Payment(payee, StellarUsdc, "0.0000123"), "text", "sub:9");

        await RequireSeenAsync(hash, payer, payee, new ChainAmount(UsdcAsset, 123), "sub:9");
        Agreement.Count(output, "stellar", 1, "payments of the SDK on the local network seen (USDC)");
    }

    [Fact]
    public async Task A_payment_to_one_of_our_numbered_customers_is_seen_with_the_number()
    {
        var (payer, payee) = (await FundAsync("muxed payer"), await FundAsync("muxed payee"));
        var customer = new MuxedAccount(payee, 12_345).ToString();

        var hash = await PayAsync("muxed payer", Payment(customer, "native", "7"), null, null);

        await RequireSeenAsync(hash, payer, payee, new ChainAmount(XlmAsset, 7 * Xlm), "id:12345");
        Agreement.Count(output, "stellar", 1, "payments of the SDK on the local network seen (M… address)");
    }

    [Fact]
    public async Task A_payment_whose_fee_the_sdk_lets_somebody_else_pay_is_seen()
    {
        var (payer, payee) = (await FundAsync("bumped payer"), await FundAsync("bumped payee"));
        await FundAsync("payer of the fee");

        var reply = (await _sdk.CallAsync("submit", new JsonObject
        {
            ["seed"] = SeedHexOf("bumped payer"),
            ["feeSeed"] = SeedHexOf("payer of the fee"),
            ["operation"] = Payment(payee, "native", "3"),
            ["memo"] = new JsonObject { ["type"] = "text", ["value"] = "bumped" },
        }))!;

        Assert.True((bool)reply["successful"]!);
        var movements = await WatchUntilAsync(
            devnet.Stellar, payee, movement => movement is { Memo: "bumped", Direction: MovementDirection.Incoming });
        var movement = Assert.Single(movements);
        Assert.Equal((payer, new ChainAmount(XlmAsset, 3 * Xlm)), (movement.From, movement.Amount));
        Agreement.Count(output, "stellar", 1, "payments of the SDK on the local network seen (fee bump)");
    }

    [Fact]
    public async Task What_our_client_leaves_to_be_claimed_is_found_and_claimed_with_the_sdk()
    {
        var (payer, payee) = (await FundAsync("leaving payer"), await FundAsync("claiming payee"));
        await TrustAsync("leaving payer");
        await MintAsync(payer, 500);
        var order = new TransferOrder(payer, payee, new(UsdcAsset, 400), "claim me") { MayBeClaimed = true };

        await SubmitAsync("leaving payer", order);
        var found = (await _sdk.CallAsync("claimable", payee))!.AsArray();
        var balance = Assert.Single(found)!;
        await TrustAsync("claiming payee");
        await PayAsync(
            "claiming payee",
            new JsonObject { ["type"] = "claimClaimableBalance", ["balanceId"] = (string?)balance["id"] },
            null,
            null);

        Assert.Equal((StellarUsdc, "0.0000400"), ((string?)balance["asset"], (string?)balance["amount"]));
        Assert.Equal(
            400UL, (await devnet.Stellar.GetBalancesAsync(payee)).Held.Single(held => held.Asset == UsdcAsset).Units);
        Agreement.Count(output, "stellar", 1, "claimable balances of ours claimed with the SDK");
    }

    [Fact]
    public async Task The_sdk_hears_of_our_payment_on_the_stream()
    {
        var (payer, payee) = (await FundAsync("heard payer"), await FundAsync("hearing payee"));
        var cursor = (string)(await _sdk.CallAsync("lastPayment", payee))!;
        var heard = _sdk.CallAsync("listen", new JsonObject { ["account"] = payee, ["cursor"] = cursor });

        var paid = await SubmitAsync("heard payer", new(payer, payee, new(XlmAsset, 5 * Xlm), null));

        Agreement.Equal(
            "what the SDK hears",
            new JsonObject { ["hash"] = paid.TransactionId, ["amount"] = "5.0000000", ["from"] = payer },
            await heard);
    }

    [Fact]
    public async Task What_our_client_pays_is_read_by_the_sdk()
    {
        var (payer, payee) = (await FundAsync("our payer"), await FundAsync("our payee"));
        var opened = AddressOf(devnet.Stellar, "opened by us");
        await TrustAsync("our payer");
        await TrustAsync("our payee");
        await MintAsync(payer, 500);

        var lumens = await SubmitAsync("our payer", new(payer, payee, new(XlmAsset, 3 * Xlm), "ours é"));
        var opening = await SubmitAsync("our payer", new(payer, opened, new(XlmAsset, 2 * Xlm), null));
        var asset = await SubmitAsync("our payer", new(payer, payee, new(UsdcAsset, 77), "ours too"));

        await RequireReadAsync(lumens, payer, payee, "payment", "3.0000000", "native", "ours é");
        await RequireReadAsync(opening, payer, opened, "create_account", "2.0000000", "native", null);
        await RequireReadAsync(asset, payer, payee, "payment", "0.0000077", StellarUsdc, "ours too");
        Agreement.Count(output, "stellar", 3, "payments of ours on the local network read by the SDK");
    }

    [Fact]
    public async Task What_a_wallet_asks_and_a_refusal_are_answered_as_the_sdk_understands_them()
    {
        var (wallet, payee) = (await FundAsync("wallet"), await FundAsync("wallet's friend"));
        await TrustAsync("wallet");
        await MintAsync(wallet, 42);

        var seen = (await _sdk.CallAsync("look", wallet))!;
        var refusal = await _sdk.CallAsync(
            "submitStale", new JsonObject { ["seed"] = SeedHexOf("wallet"), ["destination"] = payee });

        Assert.Equal(
            (await devnet.Stellar.GetSequenceAsync(wallet, null)).ToString(null, null), (string?)seen["sequence"]);
        Agreement.Equal(
            "balances that the SDK reads",
            new JsonArray(
                new JsonObject { ["asset"] = StellarUsdc, ["balance"] = "0.0000042" },
                new JsonObject { ["asset"] = "native", ["balance"] = "9999.9999900" }),
            seen["balances"]);
        Assert.Equal("100", (string?)seen["fee"]);
        Assert.Equal(1, (int)seen["ledgers"]!);
        Assert.Equal(StellarConstants.DevnetPassphrase, (string?)seen["passphrase"]);
        Assert.Equal("tx_bad_seq", (string?)refusal);
    }

    private static JsonObject Payment(string to, string asset, string amount) => new()
    {
        ["type"] = "payment", ["destination"] = to, ["asset"] = asset, ["amount"] = amount,
    };

    private async Task<string> FundAsync(string name)
    {
        var address = AddressOf(devnet.Stellar, name);
        await _sdk.CallAsync("fund", address);
        return address;
    }

    private Task<string> TrustAsync(string name) =>
        PayAsync(name, new JsonObject { ["type"] = "changeTrust", ["asset"] = StellarUsdc }, null, null);

    private async Task MintAsync(string account, long units)
    {
        var reply = await devnet.Horizon.PostFormAsync(
            "devnet/mint", new Dictionary<string, string>
            {
                ["account"] = account,
                ["amount"] = StellarAmount.Format(units),
            });
        Assert.Equal(200, reply.Status);
    }

    private async Task<string> PayAsync(string payer, JsonObject operation, string? memoType, string? memo)
    {
        var reply = (await _sdk.CallAsync("submit", new JsonObject
        {
            ["seed"] = SeedHexOf(payer),
            ["operation"] = operation,
            ["memo"] = memoType is null ? null : new JsonObject { ["type"] = memoType, ["value"] = memo },
        }))!;
        Assert.True((bool)reply["successful"]!);
        return (string)reply["hash"]!;
    }

    private async Task<SignedTransfer> SubmitAsync(string payer, TransferOrder order)
    {
        var sequence = await devnet.Stellar.GetSequenceAsync(order.From, null) + 1;
        var signed = await devnet.Stellar.SignAsync(order, sequence, devnet.KeysOf(payer));
        Assert.Equal(SubmitReply.Accepted, (await devnet.Stellar.SubmitAsync(signed)).Reply);
        await WatchAsync(devnet.Stellar, order.From, signed.TransactionId);
        return signed;
    }

    private async Task RequireReadAsync(
        SignedTransfer transfer, string from, string to, string type, string amount, string asset, string? memo)
    {
        var read = (await _sdk.CallAsync(
            "read", new JsonObject { ["hash"] = transfer.TransactionId, ["account"] = to }))!;
        var status = await devnet.Stellar.LookUpAsync(from, transfer);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Agreement.Equal(
            "what the SDK reads",
            new JsonObject
            {
                ["successful"] = true,
                ["source"] = from,
                ["fee"] = status.FeeUnits.ToString(null, null),
                ["memoType"] = memo is null ? "none" : "text",
                ["memo"] = memo,
                ["hash"] = transfer.TransactionId,
                ["type"] = type,
                ["from"] = from,
                ["to"] = to,
                ["amount"] = amount,
                ["asset"] = asset,
            },
            read);
    }

    private async Task RequireSeenAsync(string hash, string payer, string payee, ChainAmount amount, string memo)
    {
        var movement = Assert.Single(await WatchAsync(devnet.Stellar, payee, hash));
        Assert.Equal(
            (MovementDirection.Incoming, payer, payee, amount, memo, true),
            (movement.Direction, movement.From, movement.To, movement.Amount, movement.Memo, movement.Succeeded));
    }
}
