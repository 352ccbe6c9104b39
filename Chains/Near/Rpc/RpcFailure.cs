using System.Text.Json;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>The causes of a node's error answer that mean something to us; all others mean no answer.</summary>
internal enum RpcFailure
{
    Other,

    /// <summary>No such account at that block.</summary>
    UnknownAccount,

    /// <summary>No such access key at that block.</summary>
    UnknownAccessKey,

    /// <summary>No such block: skipped, not there yet, or unknown to this node.</summary>
    UnknownBlock,

    /// <summary>The node has deleted that block's data.</summary>
    GarbageCollected,

    /// <summary>The node does not know the transaction.</summary>
    UnknownTransaction,

    /// <summary>The node does not know the receipt.</summary>
    UnknownReceipt,

    /// <summary>The contract panicked, has no such method, or is no contract.</summary>
    ContractFailed,

    /// <summary>The transaction can never be taken as it is.</summary>
    InvalidTransaction,

    /// <summary>The node waited too long for what was asked.</summary>
    Timeout,
}

/// <summary>Reads the cause of an error answer (error.cause.name, docs.near.org/api/rpc/errors).</summary>
internal static class RpcFailures
{
    internal static RpcFailure Of(JsonRpcErrorException exception) => NameOf(exception) switch
    {
        "UNKNOWN_ACCOUNT" or "INVALID_ACCOUNT" => RpcFailure.UnknownAccount,
        "UNKNOWN_ACCESS_KEY" => RpcFailure.UnknownAccessKey,
        "UNKNOWN_BLOCK" => RpcFailure.UnknownBlock,
        "GARBAGE_COLLECTED_BLOCK" => RpcFailure.GarbageCollected,
        "UNKNOWN_TRANSACTION" => RpcFailure.UnknownTransaction,
        "UNKNOWN_RECEIPT" => RpcFailure.UnknownReceipt,
        "CONTRACT_EXECUTION_ERROR" or "NO_CONTRACT_CODE" => RpcFailure.ContractFailed,
        "INVALID_TRANSACTION" => RpcFailure.InvalidTransaction,
        "TIMEOUT_ERROR" => RpcFailure.Timeout,
        _ => RpcFailure.Other,
    };

    /// <summary>The cause's name; the error's own message when it has none.</summary>
    internal static string NameOf(JsonRpcErrorException exception) =>
        exception.ErrorCause is { ValueKind: JsonValueKind.Object } cause
        && cause.TryGetProperty("name", out var name)
        && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : exception.Message;

    /// <summary>The cause with its details, shortened for a log.</summary>
    internal static string Describe(JsonRpcErrorException exception)
    {
        var details = exception.ErrorData is { } data ? data.GetRawText()
            : exception.ErrorCause is { ValueKind: JsonValueKind.Object } cause
                && cause.TryGetProperty("info", out var info) ? info.GetRawText()
            : string.Empty;
        return NearRpc.Shorten(details.Length == 0 ? NameOf(exception) : $"{NameOf(exception)}: {details}");
    }
}
