using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>
/// Two real transactions of mainnet. The recorded answers are in the parsed encoding; their wire bytes were rebuilt and
/// both signatures verify. Here they are put together as the node gives them in encoding base64.
/// </summary>
public sealed class RecordedTransactionTests
{
    private const string Usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
    private const string UsdcAsset = SolanaClusters.Mainnet + "/token:" + Usdc;
    private const string SolAsset = SolanaClusters.Mainnet + "/slip44:501";
    private const string UsdcName = "usdc_createATA_transferChecked_memo";
    private const string SolName = "sol_transfer_memo";
    private const string FeePayer = "FG4Y3yX4AAchp1HvNZ7LfzFTewF2f6nDoMDCohTFrdpT";
    private const string UsdcSender = "8fusVwhgo4oS1fGpZKeRaXrJXQk9auKnAgcj9A97wR3t";
    private const string UsdcReceiver = "3i476kTBBTy7pBGx4CXwJpJ6phuwLQgcwLTdHhU3c7ui";

    [Fact]
    public async Task The_receiver_of_usdc_sees_one_payment_with_its_memo()
    {
        var page = await ReadAsync(UsdcName, UsdcReceiver);

        Assert.Equal(
            new Movement(
                IdOf(UsdcName),
                1000,
                MovementDirection.Incoming,
                UsdcSender,
                UsdcReceiver,
                new ChainAmount(UsdcAsset, 1000),
                "transfer",
                DateTimeOffset.FromUnixTimeSeconds(1679899845),
                184930610,
                Succeeded: true),
            Assert.Single(page.Movements));
        Assert.False(page.HasMore);
    }

    [Fact]
    public async Task The_sender_of_usdc_and_who_paid_the_fee_see_an_outgoing_entry_each()
    {
        var sender = Assert.Single((await ReadAsync(UsdcName, UsdcSender)).Movements);
        var feePayer = Assert.Single((await ReadAsync(UsdcName, FeePayer)).Movements);

        Assert.Equal(MovementDirection.Outgoing, sender.Direction);
        Assert.Equal((0, UsdcReceiver, new ChainAmount(UsdcAsset, 1000)), (sender.Index, sender.To, sender.Amount));
        Assert.Equal(MovementDirection.Outgoing, feePayer.Direction);
        Assert.Null(feePayer.Amount);
    }

    [Fact]
    public async Task The_receiver_and_sender_of_sol_see_it_too()
    {
        var from = "DT1mBDFsNBc1UXa25RdxNvnjL5Lro7su7gX1zpLyCmWe";
        var to = "2b7iQq3PbWwWTotRSDFNXT9DauU418aCHK4jcAzETUem";
        var incoming = Assert.Single((await ReadAsync(SolName, to)).Movements);
        var outgoing = Assert.Single((await ReadAsync(SolName, from)).Movements);

        Assert.Equal((from, to, "transfer"), (incoming.From, incoming.To, incoming.Memo));
        Assert.Equal(new ChainAmount(SolAsset, 1_000_000), incoming.Amount);
        Assert.Equal(0, incoming.Index);
        Assert.Equal(incoming.Amount, outgoing.Amount);
        Assert.Equal((MovementDirection.Outgoing, to), (outgoing.Direction, outgoing.To));
    }

    [Fact]
    public async Task A_payment_that_the_balances_do_not_show_is_not_believed()
    {
        var result = Compose(UsdcName);
        result["meta"]!["postTokenBalances"]![0]!["uiTokenAmount"]!["amount"] = "400";
        var lessArrived = Assert.Single((await ReadAsync(UsdcName, UsdcReceiver, result)).Movements);
        Assert.Equal(new ChainAmount(UsdcAsset, 400), lessArrived.Amount);

        result["meta"]!["postTokenBalances"]![0]!["uiTokenAmount"]!["amount"] = "0";
        Assert.Empty((await ReadAsync(UsdcName, UsdcReceiver, result)).Movements);
    }

    [Fact]
    public async Task A_failed_transaction_pays_nobody()
    {
        var result = Compose(SolName);
        result["meta"]!["err"] = JsonNode.Parse("""{"InstructionError":[0,{"Custom":1}]}""");

        Assert.Empty((await ReadAsync(SolName, "2b7iQq3PbWwWTotRSDFNXT9DauU418aCHK4jcAzETUem", result)).Movements);
        var entry = Assert.Single((await ReadAsync(SolName, FeePayer, result)).Movements);
        Assert.False(entry.Succeeded);
    }

    [Fact]
    public async Task Bytes_of_another_transaction_and_contradictory_answers_are_refused()
    {
        var swapped = Compose(SolName);
        swapped["transaction"] = Compose(UsdcName)["transaction"]!.DeepClone();
        var shortened = Compose(SolName);
        shortened["meta"]!["postBalances"]!.AsArray().RemoveAt(4);
        var timeless = Compose(SolName);
        timeless["blockTime"] = null;
        var outside = Compose(UsdcName);
        outside["meta"]!["innerInstructions"]![0]!["instructions"]![0]!["accounts"] = new JsonArray(99);

        foreach (var (name, result) in new[]
        {
            (SolName, swapped), (SolName, shortened), (SolName, timeless), (UsdcName, outside),
        })
        {
            await Assert.ThrowsAsync<ChainUnavailableException>(() => ReadAsync(name, FeePayer, result));
        }
    }

    [Fact]
    public void The_recorded_token_account_and_history_line_are_read()
    {
        var recorded = Vectors.Load("rpc/mainnet_getTokenAccountsByOwner.json")
            .GetProperty("result").GetProperty("value")[0];
        var data = recorded.GetProperty("account").GetProperty("data")[0].GetBytesFromBase64();

        Assert.True(TokenAccount.TryDecode(data, out var account));
        Assert.Equal(Usdc, account.Mint.ToString());
        Assert.Equal(UsdcReceiver, account.Owner.ToString());
        Assert.Equal(1000ul, account.Units);
        Assert.Equal(
            recorded.Text("pubkey"),
            SolanaAccounts.AssociatedToken(account.Owner, account.Mint, SolanaPrograms.Token).ToString());
        var line = Vectors.Load("rpc/mainnet_getSignaturesForAddress_memo.json").GetProperty("result")[0];
        Assert.Equal(IdOf(UsdcName), line.Text("signature"));
    }

    private static string IdOf(string name) =>
        Vectors.Load("rpc/mainnet_wire_bytes.json").GetProperty(name).GetProperty("signatures")[0].GetString()!;

    private static async Task<HistoryPage> ReadAsync(string name, string wallet, JsonObject? result = null)
    {
        result ??= Compose(name);
        var slot = result["slot"]!.GetValue<ulong>();
        var rpc = new ScriptedRpc()
            .On("getEpochInfo", $$"""{"absoluteSlot":{{slot + 100}},"blockHeight":1}""")
            .On("getSignaturesForAddress", _ => new JsonArray(
                new JsonObject { ["signature"] = IdOf(name), ["slot"] = slot, ["err"] = null }))
            .On("getTransaction", _ => result.DeepClone());
        var chain = SolanaExtensions.CreateChain(
            new SolanaOptions { Cluster = "mainnet", Tokens = [new SolanaToken { Mint = Usdc, Decimals = 6 }] }, rpc);

        // The wallet and its USDC account list the same transaction; it must be told once.
        var page = await chain.ReadHistoryAsync(wallet, null, 10);
        Assert.Equal(2, rpc.Methods.Count(method => method == "getSignaturesForAddress"));
        Assert.Equal(1, rpc.Methods.Count(method => method == "getTransaction"));
        return page;
    }

    /// <summary>
    /// The recorded answer with the wire bytes and compiled inner instructions in place of parsed ones.
    /// </summary>
    private static JsonObject Compose(string name)
    {
        var parsed = Vectors.Load($"rpc/mainnet_getTransaction_jsonParsed_{name}.json").GetProperty("result");
        var keys = parsed.GetProperty("transaction").GetProperty("message").GetProperty("accountKeys")
            .EnumerateArray().Select(key => key.Text("pubkey")).ToList();
        var result = JsonNode.Parse(parsed.GetRawText())!.AsObject();
        result["transaction"] = new JsonArray(
            Vectors.Load("rpc/mainnet_wire_bytes.json").GetProperty(name).Text("transactionBase64"), "base64");
        foreach (var group in result["meta"]!["innerInstructions"]!.AsArray())
        {
            var compiled = group!["instructions"]!.AsArray().Select(one => CompileInner(one!, keys)).ToArray();
            group["instructions"] = new JsonArray([.. compiled]);
        }

        return result;
    }

    private static JsonObject CompileInner(JsonNode instruction, List<string> keys)
    {
        var info = instruction["parsed"]!["info"]!;
        string Value(string name) => info[name]!.GetValue<string>();
        byte[] Bytes(string name) => SolanaKey.Parse(Value(name)).ToArray();
        (string[] Accounts, byte[] Data) compiled = instruction["parsed"]!["type"]!.GetValue<string>() switch
        {
            "getAccountDataSize" => ([Value("mint")], [TokenCode.GetAccountDataSize, 7, 0]),
            "createAccount" => (
                [Value("source"), Value("newAccount")],
                [
                    0, 0, 0, 0,
                    .. BitConverter.GetBytes(info["lamports"]!.GetValue<ulong>()),
                    .. BitConverter.GetBytes(info["space"]!.GetValue<ulong>()),
                    .. Bytes("owner"),
                ]),
            "initializeImmutableOwner" => ([Value("account")], [TokenCode.InitializeImmutableOwner]),
            "initializeAccount3" => (
                [Value("account"), Value("mint")], [TokenCode.InitializeAccount3, .. Bytes("owner")]),
            var other => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{other}")),
        };
        return new JsonObject
        {
            ["programIdIndex"] = keys.IndexOf(instruction["programId"]!.GetValue<string>()),
            ["accounts"] = new JsonArray([.. compiled.Accounts.Select(key => (JsonNode)keys.IndexOf(key))]),
            ["data"] = Base58.Encode(compiled.Data),
            ["stackHeight"] = 2,
        };
    }
}
