using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Near;

/// <summary>
/// A node whose chain is laid block by block by the test: accounts, keys and tokens as they were at the end of each,
/// and the causes of what changed. It answers as nearcore does, also where nearcore is odd.
/// </summary>
internal sealed class FakeNear : IJsonRpc
{
    private readonly SortedDictionary<ulong, FakeBlock> _blocks = [];
    private readonly Dictionary<string, JsonObject> _receipts = [];
    private readonly Dictionary<string, JsonObject> _transactions = [];
    private int _lastReceipt;

    internal FakeNear(ulong height = 1_000)
    {
        Now = new FakeState();
        Earliest = height;
        NextHeight = height;
        AddBlock();
    }

    internal string ChainId { get; set; } = "localnet";

    internal ulong ValidityBlocks { get; set; } = 100;

    internal ulong Earliest { get; set; }

    /// <summary>What it says of it, where that is something else.</summary>
    internal ulong? ToldEarliest { get; set; }

    internal string GenesisHash { get; set; } = HashOf("genesis").ToString();

    internal string GasPrice { get; set; } = "100000000";

    internal Func<JsonNode?, JsonNode?>? OnSend { get; set; }

    /// <summary>Old nodes do not tell it.</summary>
    internal bool TellsPrevHeight { get; set; } = true;

    /// <summary>Transactions that this node claims not to know.</summary>
    internal HashSet<string> Forgotten { get; } = [];

    /// <summary>Heights that this node claims to have no block at.</summary>
    internal HashSet<ulong> Missing { get; } = [];

    /// <summary>
    /// Heights that are skipped for who asks by height, as for a node that is behind the others at this address.
    /// </summary>
    internal HashSet<ulong> NotYet { get; } = [];

    /// <summary>The last block that is told to be final; null: the newest.</summary>
    internal ulong? FinalHeight { get; set; }

    internal List<string> Methods { get; } = [];

    /// <summary>What the next block will end with.</summary>
    internal FakeState Now { get; private set; }

    internal ulong NextHeight { get; set; }

    internal FakeBlock Tip => _blocks.Values.Last();

    internal FakeBlock Block(ulong height) => _blocks[height];

    internal FakeBlock AddBlock(Action<FakeBlock>? fill = null)
    {
        var previous = _blocks.Count == 0 ? null : Tip;
        var block = new FakeBlock(
            NextHeight, HashOf($"block {NextHeight}"), previous?.Hash ?? default, previous?.Height ?? 0);
        fill?.Invoke(block);
        block.State = Now;
        Now = Now.Copy();
        _blocks[NextHeight] = block;
        NextHeight++;
        return block;
    }

    internal void AddBlocks(int count)
    {
        for (var left = count; left > 0; left--)
        {
            AddBlock();
        }
    }

    internal static NearHash HashOf(string text) => NearHash.Of(Encoding.UTF8.GetBytes(text));

    internal NearHash NextReceiptId() => HashOf($"receipt {++_lastReceipt}");

    internal void PutReceipt(
        NearHash id, string predecessor, string receiver, string signer, params JsonNode?[] actions) =>
        _receipts[id.ToString()] = new JsonObject
        {
            ["receipt_id"] = id.ToString(),
            ["predecessor_id"] = predecessor,
            ["receiver_id"] = receiver,
            ["receipt"] = new JsonObject
            {
                ["Action"] = new JsonObject { ["signer_id"] = signer, ["actions"] = new JsonArray(actions) },
            },
        };

    internal void PutTransaction(NearHash hash, JsonObject status) => _transactions[hash.ToString()] = status;

    public Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
    {
        Assert.Equal(method == "send_tx", kind == RequestKind.Submission);
        var request = parameters is JsonObject named && named["request_type"] is { } type ? $" {type}" : string.Empty;
        Methods.Add(method + request);
        var answer = method switch
        {
            "status" => AnswerStatus(),
            "EXPERIMENTAL_genesis_config" => new JsonObject { ["transaction_validity_period"] = ValidityBlocks },
            "gas_price" => new JsonObject { ["gas_price"] = GasPrice },
            "block" => AnswerBlock(Find(parameters!)),
            "query" => AnswerQuery((JsonObject)parameters!),
            "EXPERIMENTAL_changes" => AnswerChanges((JsonObject)parameters!),
            "EXPERIMENTAL_receipt" => Take(_receipts, parameters!["receipt_id"], "UNKNOWN_RECEIPT"),
            "EXPERIMENTAL_tx_status" => Forgotten.Contains((string)parameters!["tx_hash"]!)
                ? throw Error("UNKNOWN_TRANSACTION")
                : Take(_transactions, parameters["tx_hash"], "UNKNOWN_TRANSACTION"),
            "send_tx" => OnSend!(parameters),
            _ => throw new InvalidOperationException($"Nobody should call {method}."),
        };
        return Task.FromResult(JsonSerializer.SerializeToElement(answer));
    }

    internal static JsonRpcErrorException Error(string cause, string? data = null) => new(
        -32000,
        "Server error",
        data is null ? null : JsonSerializer.Deserialize<JsonElement>(data))
    {
        ErrorCause = JsonSerializer.SerializeToElement(
            new JsonObject { ["name"] = cause, ["info"] = new JsonObject() }),
    };

    private static JsonNode Take(Dictionary<string, JsonObject> known, JsonNode? key, string cause) =>
        known.GetValueOrDefault((string)key!)?.DeepClone() ?? throw Error(cause);

    private FakeBlock Find(JsonNode parameters)
    {
        if (parameters["block_id"] is not JsonValue id)
        {
            Assert.Equal("final", (string)parameters["finality"]!);
            return FinalHeight is { } final ? _blocks[final] : Tip;
        }

        var block = id.TryGetValue<ulong>(out var height)
            ? NotYet.Contains(height) ? null : _blocks.GetValueOrDefault(height)
            : _blocks.Values.FirstOrDefault(one => one.Hash.ToString() == (string)id!);
        return block is null || block.Height < Earliest || Missing.Contains(block.Height)
            ? throw Error("UNKNOWN_BLOCK")
            : block;
    }

    private JsonObject AnswerStatus() => new()
    {
        ["chain_id"] = ChainId,
        ["genesis_hash"] = GenesisHash,
        ["sync_info"] = new JsonObject { ["earliest_block_height"] = ToldEarliest ?? Earliest },
    };

    private JsonObject AnswerBlock(FakeBlock block) => new()
    {
        ["header"] = new JsonObject
        {
            ["height"] = block.Height,
            ["hash"] = block.Hash.ToString(),
            ["prev_hash"] = block.PrevHash.ToString(),
            ["prev_height"] = TellsPrevHeight ? block.PrevHeight : null,
            ["timestamp"] = block.Time.ToUnixTimeMilliseconds() * 1_000_000,
        },
    };

    private JsonObject AnswerQuery(JsonObject query)
    {
        var block = Find(query);
        var account = (string)query["account_id"]!;
        var answer = (string)query["request_type"]! switch
        {
            "view_account" => block.State.ViewAccount(account),
            "view_access_key" => block.State.ViewKey(account, (string)query["public_key"]!),
            "view_access_key_list" => block.State.ViewKeys(account),
            "call_function" => block.State.Call(
                account, (string)query["method_name"]!, Convert.FromBase64String((string)query["args_base64"]!)),
            var other => throw new InvalidOperationException($"Nobody should query {other}."),
        };
        answer["block_height"] = block.Height;
        answer["block_hash"] = block.Hash.ToString();
        return answer;
    }

    private JsonObject AnswerChanges(JsonObject query)
    {
        var block = Find(query);
        var type = (string)query["changes_type"]!;
        var accounts = ((JsonArray)query["account_ids"]!).Select(one => (string)one!).ToList();
        return new JsonObject
        {
            ["block_hash"] = block.Hash.ToString(),
            ["changes"] = new JsonArray(
            [
                .. block.Changes.Where(change => change.Type == type && accounts.Contains(change.Account))
                    .Select(change => new JsonObject
                    {
                        ["cause"] = change.ToCause(), ["type"] = "any", ["change"] = new JsonObject(),
                    }),
            ]),
        };
    }
}
