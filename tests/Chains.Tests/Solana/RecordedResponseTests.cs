using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>
/// Answers of real nodes, recorded by other projects: every one to a question that we ask is either read exactly or
/// refused as unusable. Nothing else may happen.
/// </summary>
public sealed class RecordedResponseTests
{
    private static readonly JsonElement Pairs = Vectors.Load("rpc/blocto_request_response_pairs.json");
    private static readonly JsonElement Solnet = Vectors.Load("rpc/solnet.json");
    private static readonly SolanaKey Any = SolanaPrograms.Token;

    [Fact]
    public async Task Every_recorded_answer_to_our_questions_is_read_or_refused()
    {
        var read = 0;
        var refused = new List<string>();
        foreach (var pair in Pairs.EnumerateArray())
        {
            var method = pair.GetProperty("request").Text("method");
            if (Ask(method) is not { } question)
            {
                continue;
            }

            try
            {
                await question(Rpc(method, pair.GetProperty("response")));
                read++;
            }
            catch (ChainUnavailableException)
            {
                refused.Add(method);
            }
        }

        // Accounts in encodings that we do not ask for, a transaction in one, and an error.
        Assert.Equal(37, read);
        Assert.Equal(
            [("getBlock", 1), ("getMultipleAccounts", 6), ("getTransaction", 1)],
            refused.GroupBy(method => method).Select(group => (group.Key, group.Count())).Order());
    }

    [Fact]
    public async Task Scalars_are_read_exactly()
    {
        var none = CancellationToken.None;
        Assert.Equal(
            new RpcTip(86715160, 84901536), await Rpc("getEpochInfo", Blocto("getEpochInfo", 0)).GetTipAsync(none));
        Assert.Equal(200ul, await Rpc("getEpochInfo", Blocto("getEpochInfo", 0)).GetEpochAsync(none));
        Assert.Equal(
            new RpcTip(166598, 166500),
            await Rpc("getEpochInfo", Named("Http/Epoch/GetEpochInfoResponse.json")).GetTipAsync(none));
        Assert.Equal(
            SolanaClusters.GenesisHashOf(SolanaClusters.Testnet),
            await Rpc("getGenesisHash", Named("Http/GetGenesisHashResponse.json")).GetGenesisHashAsync(none));
        Assert.Equal(
            SolanaClusters.GenesisHashOf(SolanaClusters.Devnet),
            await Rpc("getGenesisHash", Blocto("getGenesisHash", 0)).GetGenesisHashAsync(none));
        Assert.Equal(
            0ul,
            await Rpc("getFirstAvailableBlock", Blocto("getFirstAvailableBlock", 0)).GetFirstAvailableBlockAsync(none));
        Assert.Equal(
            1_586_880ul,
            await Rpc("getMinimumBalanceForRentExemption", Blocto("getMinimumBalanceForRentExemption", 0))
                .GetRentMinimumAsync(100, none));
        Assert.Equal(
            new RpcBlockhash(SolanaKey.Parse("9K9GnvWXn9zYitQdHUSYzvjLjebnviwEFaWgWqHDU3ve"), 92248597),
            await Rpc("getLatestBlockhash", Blocto("getLatestBlockhash", 0)).GetLatestBlockhashAsync(none));
        Assert.Equal(
            new RpcBlockhash(SolanaKey.Parse("DDFfxGAsEVcqNbCLRgvDtzcc2ZxNnqJfQJfMTRhEEPwW"), 115143990),
            await Rpc("getLatestBlockhash", Named("Http/Blocks/GetLatestBlockhashResponse.json"))
                .GetLatestBlockhashAsync(none));
        Assert.Equal(
            [0ul, 1000, 500, 0, 1234],
            await Rpc("getRecentPrioritizationFees", Blocto("getRecentPrioritizationFees", 0))
                .GetRecentPricesAsync([Any], none));
    }

    [Fact]
    public async Task Statuses_signatures_and_simulations_are_read_exactly()
    {
        var none = CancellationToken.None;
        (int Number, RpcSignatureStatus Status)[] statuses =
        [
            (0, new RpcSignatureStatus(86136583, IsKnown: true, IsFinal: true)),
            (3, new RpcSignatureStatus(86143308, IsKnown: true, IsFinal: true)),
            (4, new RpcSignatureStatus(86138946, IsKnown: false, IsFinal: false)),
        ];
        foreach (var (number, status) in statuses)
        {
            Assert.Equal(
                status,
                await Rpc("getSignatureStatuses", Blocto("getSignatureStatuses", number))
                    .GetSignatureStatusAsync("s", none));
        }

        Assert.Equal(
            new RpcSignatureStatus(82, IsKnown: true, IsFinal: false),
            await Rpc("getSignatureStatuses", Named("Http/Signatures/GetSignatureStatusesResponse.json"))
                .GetSignatureStatusAsync("s", none));
        var lines = await Rpc("getSignaturesForAddress", Blocto("getSignaturesForAddress", 1))
            .GetSignaturesAsync(Any, null, null, 0, none);
        Assert.Equal(64265ul, Assert.Single(lines).Slot);
        Assert.StartsWith("66z7UgyzEozB", lines[0].Signature, StringComparison.Ordinal);
        var simulated = await Task.WhenAll(Enumerable.Range(0, 3).Select(number =>
            Rpc("simulateTransaction", Blocto("simulateTransaction", number)).SimulateAsync([], none)));
        Assert.All(simulated, one => Assert.Null(one.UnitsConsumed));
        Assert.Equal(
            [null, """{"InstructionError":[0,{"Custom":1}]}""", "\"BlockhashNotFound\""],
            simulated.Select(one => one.Error is null ? null : JsonNode.Parse(one.Error)!.ToJsonString()));
        Assert.Equal(
            new RpcSimulation(185, null),
            await Rpc("simulateTransaction", Blocto("simulateTransaction", 5)).SimulateAsync([], none));
    }

    [Fact]
    public async Task A_real_transaction_with_lookup_tables_is_read_whole()
    {
        const string Id = "4fSTSDTTuYa1XXAFxFenuY3SoZWUwCzpMq7kUiya1zW6uqqh6C76GFqTQ3wvegEbZhbPJyr33iDAbieQVWCtVXmf";
        var response = Pairs.EnumerateArray()
            .Single(pair => pair.GetProperty("request").Text("method") == "getTransaction"
                && pair.GetProperty("request").GetProperty("params")[0].GetString() == Id)
            .GetProperty("response");

        var record = (await Rpc("getTransaction", response).GetTransactionAsync(
            Id, result => TransactionRecord.Read(result, Id), CancellationToken.None))!;

        var loaded = response.GetProperty("result").GetProperty("meta").GetProperty("loadedAddresses");
        Assert.Equal(0, record.Transaction.Message.Version);
        Assert.NotEmpty(record.Transaction.Message.Lookups);
        Assert.Equal(
            loaded.Texts("writable").Concat(loaded.Texts("readonly")),
            record.Keys.Skip(record.Transaction.Message.Keys.Count).Select(key => key.ToString()));
        Assert.True(record.Transaction.VerifySignatures());
        Assert.Equal(record.Transaction.MessageBytes, record.Transaction.Message.Encode());
        Assert.Null(record.Error);
    }

    [Fact]
    public void Real_accounts_of_the_new_token_program_are_read()
    {
        var answers = Vectors.Load("rpc/p2p_solana_swift.json").EnumerateArray()
            .Where(one => one.GetProperty("response").TryGetProperty("result", out var result)
                && result.ValueKind == JsonValueKind.Object
                && result.GetProperty("value").ValueKind == JsonValueKind.Array)
            .SelectMany(one => one.GetProperty("response").GetProperty("result").GetProperty("value").EnumerateArray())
            .Where(one => one.ValueKind == JsonValueKind.Object
                && one.TryGetProperty("account", out var account)
                && account.Text("owner") == SolanaPrograms.Token2022.ToString())
            .ToList();
        Assert.NotEmpty(answers);
        foreach (var one in answers)
        {
            var account = one.GetProperty("account");
            var data = account.GetProperty("data")[0].GetBytesFromBase64();
            Assert.True(TokenAccount.TryDecode(data, out var token));
            Assert.Equal(TokenAccountState.Initialized, token.State);
            Assert.False(token.RequiresMemo);
            Assert.True(TokenExtensions.TryRead(data, out var extensions));
            Assert.All(extensions.Keys, extension => Assert.True(Enum.IsDefined(extension)));
            Assert.Equal(
                one.Text("pubkey"),
                SolanaAccounts.AssociatedToken(token.Owner, token.Mint, SolanaPrograms.Token2022).ToString());
        }
    }

    [Fact]
    public async Task Submissions_are_accepted_refused_or_unknown_as_the_node_answered()
    {
        SubmitReply[] expected =
        [
            SubmitReply.Refused, SubmitReply.Refused, SubmitReply.Refused, SubmitReply.Accepted, SubmitReply.Accepted,
            SubmitReply.Accepted, SubmitReply.Accepted,
        ];
        for (var number = 0; number < expected.Length; number++)
        {
            var response = Blocto("sendTransaction", number);
            var id = response.TryGetProperty("result", out var signature) ? signature.GetString()! : "id";
            var chain = SolanaExtensions.CreateChain(new SolanaOptions(), new Recorded("sendTransaction", response));
            var result = await chain.SubmitAsync(new SignedTransfer(id, [1], 0, 100, null, 5_000));
            Assert.Equal(expected[number], result.Reply);
            if (result.Reply == SubmitReply.Accepted)
            {
                var other = await chain.SubmitAsync(new SignedTransfer("other", [1], 0, 100, null, 5_000));
                Assert.Equal(SubmitReply.Unknown, other.Reply);
            }
        }
    }

    private static Func<SolanaRpc, Task>? Ask(string method)
    {
        var none = CancellationToken.None;
        return method switch
        {
            "getEpochInfo" => rpc => rpc.GetTipAsync(none),
            "getGenesisHash" => rpc => rpc.GetGenesisHashAsync(none),
            "getFirstAvailableBlock" => rpc => rpc.GetFirstAvailableBlockAsync(none),
            "getBlock" => rpc => rpc.GetBlockHeightOfAsync(1, none),
            "getLatestBlockhash" => rpc => rpc.GetLatestBlockhashAsync(none),
            "getMinimumBalanceForRentExemption" => rpc => rpc.GetRentMinimumAsync(1, none),
            "getMultipleAccounts" => rpc => rpc.GetAccountsAtAsync([Any], none),
            "getRecentPrioritizationFees" => rpc => rpc.GetRecentPricesAsync([Any], none),
            "getSignatureStatuses" => rpc => rpc.GetSignatureStatusAsync("s", none),
            "getSignaturesForAddress" => rpc => rpc.GetSignaturesAsync(Any, null, null, 0, none),
            "simulateTransaction" => rpc => rpc.SimulateAsync([], none),
            "getTransaction" => rpc => rpc.GetTransactionAsync(
                "s",
                result => TransactionRecord.Read(
                    result,
                    SolanaTransaction.TryDecode(
                        result.GetProperty("transaction")[0].GetBytesFromBase64(), out var decoded, out _)
                            ? decoded.Id
                            : string.Empty),
                none),
            _ => null,
        };
    }

    private static SolanaRpc Rpc(string method, JsonElement response) => new("solana", new Recorded(method, response));

    private static JsonElement Named(string name) => Solnet.GetProperty(name);

    private static JsonElement Blocto(string method, int number) => Pairs.EnumerateArray()
        .Where(pair => pair.GetProperty("request").Text("method") == method)
        .ElementAt(number)
        .GetProperty("response");

    private sealed class Recorded(string expected, JsonElement response) : IJsonRpc
    {
        public Task<JsonElement> CallAsync(
            string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
        {
            Assert.Equal(expected, method);
            return response.TryGetProperty("error", out var error)
                ? throw new JsonRpcErrorException(
                    error.GetProperty("code").GetInt32(),
                    error.Text("message"),
                    error.TryGetProperty("data", out var data) ? data : null)
                : Task.FromResult(response.GetProperty("result"));
        }
    }
}
