using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>The errors of NEAR's JSON-RPC (docs.near.org/api/rpc/errors): the cause names what went wrong.</summary>
internal static class NearErrors
{
    private const int ServerError = -32000;
    private const int MethodNotFoundCode = -32601;
    private const int ParseErrorCode = -32700;

    internal static JsonRpcErrorException MethodNotFound(string method) => Make(
        MethodNotFoundCode,
        "Method not found",
        "METHOD_NOT_FOUND",
        new JsonObject { ["method_name"] = method },
        JsonValue.Create(method));

    internal static JsonRpcErrorException Parse(string problem)
    {
        var words = $"Failed parsing args: {problem}";
        return Make(
            ParseErrorCode,
            "Parse error",
            "PARSE_ERROR",
            new JsonObject { ["error_message"] = words },
            JsonValue.Create(words));
    }

    internal static JsonRpcErrorException UnknownBlock(string reference) => Handler(
        "UNKNOWN_BLOCK",
        [],
        JsonValue.Create($"DB Not Found Error: BLOCK: {reference}"));

    internal static JsonRpcErrorException GarbageCollected(ulong height, string hash) => Handler(
        "GARBAGE_COLLECTED_BLOCK",
        new JsonObject { ["block_height"] = height, ["block_hash"] = hash },
        JsonValue.Create($"The data for block #{height} is garbage collected on this node, use an archival node"));

    internal static JsonRpcErrorException UnknownTransaction(string hash) => Handler(
        "UNKNOWN_TRANSACTION",
        new JsonObject { ["requested_transaction_hash"] = hash },
        JsonValue.Create($"Transaction {hash} doesn't exist"));

    internal static JsonRpcErrorException UnknownReceipt(string id) => Handler(
        "UNKNOWN_RECEIPT", new JsonObject { ["receipt_id"] = id }, null);

    internal static JsonRpcErrorException InvalidTransaction(JsonNode reason) => Handler(
        "INVALID_TRANSACTION",
        [],
        new JsonObject { ["TxExecutionError"] = new JsonObject { ["InvalidTxError"] = reason } });

    internal static JsonRpcErrorException Timeout() => Handler("TIMEOUT_ERROR", [], JsonValue.Create("Timeout"));

    internal static JsonRpcErrorException Handler(string name, JsonObject info, JsonNode? data) =>
        Make(ServerError, "Server error", name, info, data);

    private static JsonRpcErrorException Make(
        int code, string message, string name, JsonObject info, JsonNode? data) =>
        new(code, message, data is null ? null : JsonSerializer.SerializeToElement(data, DevnetJson.Options))
        {
            ErrorCause = JsonSerializer.SerializeToElement(new JsonObject { ["name"] = name, ["info"] = info }),
        };
}
