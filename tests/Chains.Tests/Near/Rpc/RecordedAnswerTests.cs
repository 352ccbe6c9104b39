using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.History;
using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near.Rpc;

/// <summary>Every recorded answer of a method that this chain calls is read; others are counted and named.</summary>
public sealed class RecordedAnswerTests
{
    [Fact]
    public void Every_answer_of_the_protocols_documents_is_read()
    {
        var answers = NearFixtures.Read("rpc/neps_specs_api_examples.json").EnumerateArray()
            .Where(entry => entry.GetProperty("json").TryGetProperty("result", out _))
            .Select(entry => (Section: entry.Text("section"), Result: entry.GetProperty("json").GetProperty("result")))
            .ToList();
        var read = answers.Count(answer => ReadsSection(answer.Section, answer.Result));
        Assert.Equal((23, 16), (answers.Count, read));
    }

    [Fact]
    public void Every_answer_that_another_client_recorded_is_read()
    {
        var files = NearFixtures.Read("rpc/syntifi_near_java_api.json").EnumerateObject()
            .Where(file => !file.Name.StartsWith("error/", StringComparison.Ordinal))
            .ToList();
        var read = files.Count(file => ReadsFile(file.Name, file.Value));
        Assert.Equal((43, 35), (files.Count, read));
    }

    [Fact]
    public void A_token_transfer_of_mainnet_that_landed_is_told_from_one_that_failed_in_its_receipt()
    {
        var landed = Read("rpc/mainnet_tx_status_ft_transfer_success.json");
        Assert.Equal("2Fy4714idMCoja7QLdGAbQZHzV2XEnUdwZX6yGa46VMX", landed.Hash.ToString());
        Assert.Equal((OutcomeStatus.Succeeded, OutcomeStatus.Succeeded), (landed.Status, landed.Main!.Status));
        Assert.Equal(UInt128.Parse("879381585459600000000", null), Sum(landed));
        Assert.Equal("ft_transfer", Assert.Single(landed.Actions).MethodName);
        var asked = TokenCalls.ReadTransfer(landed.Actions[0].Args);
        Assert.Equal(new TokenTransfer("volovyk.near", 1, null), asked);

        // Recorded before nodes told how far a transaction is: without that nothing is concluded from it.
        Assert.Equal(ExecutionStage.Unfinished, landed.Stage);

        var failed = NearFixtures.Read("rpc/mainnet_tx_status_ft_transfer_failure_truncated.json")
            .GetProperty("result").List("receipts_outcome").First();
        Assert.Contains(
            "doesn't have enough balance",
            failed.GetProperty("outcome").GetProperty("status").GetProperty("Failure").ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_transaction_tells_why_and_what_it_cost()
    {
        var record = TransactionReader.Read(NearFixtures.Read("rpc/syntifi_near_java_api.json")
            .GetProperty("transaction/example/transaction-status-failure.json"))!;
        Assert.Equal((OutcomeStatus.Failed, OutcomeStatus.Failed), (record.Status, record.Main!.Status));
        Assert.Contains("CreateAccountNotAllowed", record.Failure, StringComparison.Ordinal);
        Assert.Equal(UInt128.Parse("63222193750000000000", null), Sum(record));
    }

    [Fact]
    public void Events_of_mainnet_are_read_and_other_logs_passed_over()
    {
        var logs = NearFixtures.Read("rpc/errors_and_events.json").GetProperty("nep297_event_logs_mainnet").List("logs")
            .Select(log => log.GetString()!).ToList();
        Assert.Equal(
            [
                new ReportedTransfer(
                    "strawberry1212.near",
                    "v2.ref-finance.near",
                    UInt128.Parse("4255740000000000000000", null),
                    null),
                new ReportedTransfer("v2.ref-finance.near", "strawberry1212.near", 33_470_457, null),
            ],
            TokenEvents.ReadTransfers(logs));
        Assert.Empty(TokenEvents.ReadTransfers(
        [
            "Transfer 1 from a to b",
            "EVENT_JSON:{",
            "EVENT_JSON:[]",
            """EVENT_JSON:{"standard":"nep171","event":"nft_transfer","data":[]}""",
            """EVENT_JSON:{"standard":"nep141","event":"ft_mint","data":[{"owner_id":"a","amount":"1"}]}""",
            """EVENT_JSON:{"standard":"nep141","event":"ft_transfer","data":[{"old_owner_id":"a","amount":"-1"}]}""",
            """EVENT_JSON:{"standard":"nep141","event":"ft_transfer","data":[7]}""",
        ]));
    }

    /// <summary>Each leaf of an answer is replaced by things that it should not be.</summary>
    [Fact]
    public void An_answer_that_is_wrong_anywhere_is_unusable_and_nothing_worse()
    {
        var success = NearFixtures.Read("rpc/mainnet_tx_status_ft_transfer_success.json").GetProperty("result");
        var files = NearFixtures.Read("rpc/syntifi_near_java_api.json");
        var wrong = Spoil(success, result => _ = TransactionReader.Read(result))
            + Spoil(files.GetProperty("transaction/receipt.json"), result => _ = RecordReader.ReadReceipt(result))
            + Spoil(
                files.GetProperty("access-key/example/view-access-key-changes-all.json"),
                result => _ = RecordReader.ReadChanges(result))
            + Spoil(
                files.GetProperty("access-key/example/view-access-key-list.json"),
                result => _ = RecordReader.ReadAccessKeys(result))
            + Spoil(
                files.GetProperty("accounts-contracts/view-account.json"),
                result => _ = RecordReader.ReadAccount(result));
        Assert.InRange(wrong, 100, 10_000);
    }

    /// <returns>How many of the changed answers were found to be wrong.</returns>
    private static int Spoil(JsonElement answer, Action<JsonElement> read)
    {
        read(answer);
        var paths = new List<Action<JsonNode, JsonNode?>>();
        Collect(answer, root => root, paths);
        var wrong = 0;
        foreach (var replace in paths)
        {
            foreach (var junk in (string[])["null", "-1", "1.5", "{}", "[]", "\"\"", "[null]", "[{}]", "true"])
            {
                var copy = JsonNode.Parse(answer.GetRawText())!;
                replace(copy, JsonNode.Parse(junk));
                try
                {
                    read(JsonSerializer.SerializeToElement(copy));
                }
                catch (Exception exception) when (exception
                    is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
                    or OverflowException or JsonException)
                {
                    wrong++;
                }
            }
        }

        return wrong;
    }

    private static void Collect(
        JsonElement element, Func<JsonNode, JsonNode> find, List<Action<JsonNode, JsonNode?>> paths)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                paths.Add((root, value) => find(root)[member.Name] = value);
                Collect(member.Value, root => find(root)[member.Name]!, paths);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            for (var index = 0; index < element.GetArrayLength(); index++)
            {
                var at = index;
                paths.Add((root, value) => find(root)[at] = value);
                Collect(element[at], root => find(root)[at]!, paths);
            }
        }
    }

    private static UInt128 Sum(TransactionRecord record) =>
        record.TokensBurnt.Aggregate((sum, part) => sum + part);

    private static TransactionRecord Read(string name) =>
        TransactionReader.Read(NearFixtures.Read(name).GetProperty("result"))!;

    private static bool ReadsSection(string section, JsonElement result)
    {
        switch (section)
        {
            case "Send transaction (await)" or "Transaction Status" or "Transaction Status with Receipts":
                AssertTransaction(result);
                return true;
            case "Receipt by ID":
                AssertReceipt(result);
                return true;
            case "View access key":
                Assert.False(RecordReader.ReadAccessKey(result).IsFullAccess);
                return true;
            case "View access key list":
                Assert.NotEmpty(RecordReader.ReadAccessKeys(result));
                return true;
            case var changes when changes.Contains("changes", StringComparison.Ordinal):
                Assert.NotEmpty(RecordReader.ReadChanges(result));
                return true;
            case "Block details":
                AssertBlock(result);
                return true;
            case "View account":
                Assert.True(RecordReader.ReadAccount(result).Amount > 0);
                return true;
            case "Call a contract function":
                Assert.Equal(0, RecordReader.ReadCall(result).GetInt32());
                return true;
            case "Gas Price":
                Assert.Equal((UInt128)100_000_000, RecordReader.ReadAmount(result, "gas_price"));
                return true;
            case "Node Status":
                Assert.Equal("testnet", RecordReader.ReadStatus(result).ChainId);
                return true;
            default:
                // Methods that are never called: chunks, contract code and state, validators, the sandbox's own.
                return false;
        }
    }

    private static bool ReadsFile(string name, JsonElement result)
    {
        var method = name.Split('/')[^1];
        switch (method)
        {
            case var changes when changes.Contains("-changes", StringComparison.Ordinal):
                Assert.NotNull(RecordReader.ReadChanges(result));
                return true;
            case var list when list.StartsWith("view-access-key-list", StringComparison.Ordinal):
                Assert.NotEmpty(RecordReader.ReadAccessKeys(result));
                return true;
            case "view-access-key.json":
                Assert.True(RecordReader.ReadAccessKey(result).Nonce > 0);
                return true;
            case "view-account.json":
                Assert.True(RecordReader.ReadAccount(result).Amount > 0);
                return true;
            case "call-a-contract-function.json":
                Assert.NotEqual(JsonValueKind.Undefined, RecordReader.ReadCall(result).ValueKind);
                return true;
            case var block when block.StartsWith("block-details", StringComparison.Ordinal):
                AssertBlock(result);
                return true;
            case var gas when gas.StartsWith("gas-price", StringComparison.Ordinal):
                Assert.Equal((UInt128)100_000_000, RecordReader.ReadAmount(result, "gas_price"));
                return true;
            case var receipt when receipt.StartsWith("receipt", StringComparison.Ordinal):
                AssertReceipt(result);
                return true;
            case var status when status.StartsWith("transaction-status", StringComparison.Ordinal)
                || status == "send-transaction-await.json":
                AssertTransaction(result);
                return true;
            default:
                return false;
        }
    }

    private static void AssertTransaction(JsonElement result)
    {
        var record = TransactionReader.Read(result)!;
        Assert.NotEqual(default, record.Hash);
        Assert.NotEqual(OutcomeStatus.Pending, record.Status);
        Assert.NotEmpty(record.Actions);
        Assert.NotNull(record.Main);
        Assert.True(Sum(record) > 0);
        Assert.Equal(record.Status, record.Main.Status);
    }

    private static void AssertReceipt(JsonElement result)
    {
        var receipt = RecordReader.ReadReceipt(result);
        Assert.Equal(receipt.PredecessorId, receipt.SignerId);
        Assert.NotEmpty(receipt.Actions);
    }

    private static void AssertBlock(JsonElement result)
    {
        var block = RecordReader.ReadBlock(result);
        Assert.True(block.Height > 17_000_000);
        Assert.NotEqual(block.Hash, block.PrevHash);
        Assert.InRange(block.Time.Year, 2020, 2022);
        Assert.True(block.PrevHeight is null || block.PrevHeight == block.Height - 1);
    }
}
