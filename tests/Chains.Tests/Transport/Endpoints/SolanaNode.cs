using System.Text.Json.Nodes;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

/// <summary>A Solana node that tells what the test wants it to tell.</summary>
internal sealed class SolanaNode : IAsyncDisposable
{
    internal const string Genesis = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

    private readonly NodeServer _server;

    private SolanaNode(string name, NodeServer server)
    {
        Name = name;
        _server = server;
    }

    internal string Name { get; }

    internal string GenesisHash { get; set; } = Genesis;

    internal ulong Slot { get; set; } = 1_000_000;

    /// <summary>What makes its blocks differ from those of the others.</summary>
    internal string Branch { get; set; } = "main";

    /// <summary>Answers a method before anything else does; null: as usual.</summary>
    internal Func<NodeRequest, CancellationToken, Task<NodeAnswer?>>? Override { get; set; }

    internal Uri Url => _server.Url;

    /// <summary>The methods that were called.</summary>
    internal IReadOnlyList<string> Methods => [.. _server.Requests.Select(request => request.RpcMethod)];

    internal IReadOnlyList<NodeRequest> Requests => _server.Requests;

    internal static async Task<SolanaNode> StartAsync(string name, string path = "/")
    {
        SolanaNode? node = null;
        node = new SolanaNode(
            name, await NodeServer.StartAsync((request, token) => node!.AnswerAsync(request, token), path));
        return node;
    }

    internal static NodeAnswer Result(NodeRequest request, JsonNode? result) => new(200, new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = JsonNode.Parse(request.Body)!["id"]!.DeepClone(),
        ["result"] = result,
    }.ToJsonString());

    internal static NodeAnswer Error(int code, string message) => new(200, new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = null,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    }.ToJsonString());

    /// <summary>Every call is answered like this, checks included.</summary>
    internal void AnswerAll(NodeAnswer answer) => Override = (_, _) => Task.FromResult<NodeAnswer?>(answer);

    internal void AnswerAsUsual() => Override = null;

    internal int Count(string method) => Methods.Count(called => called == method);

    internal Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<NodeAnswer> AnswerAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        if (Override is { } answer && await answer(request, cancellationToken) is { } given)
        {
            return given;
        }

        return request.RpcMethod switch
        {
            "getGenesisHash" => Result(request, GenesisHash),
            "getEpochInfo" => Result(
                request, new JsonObject { ["absoluteSlot"] = Slot, ["blockHeight"] = Slot - 1000 }),
            "getBlock" => GetBlock(request, JsonNode.Parse(request.Body)!["params"]![0]!.GetValue<ulong>()),
            _ => Result(request, Name),
        };
    }

    private NodeAnswer GetBlock(NodeRequest request, ulong slot) => slot > Slot
        ? Error(-32004, "Block not available for slot")
        : slot % 4 == 0
            ? Error(-32007, "Slot was skipped")
            : Result(
                request, new JsonObject { ["blockhash"] = $"{Branch}{slot}", ["blockHeight"] = slot - 1000 });
}
