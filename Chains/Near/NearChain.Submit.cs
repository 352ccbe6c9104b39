using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Near;

/// <summary>Handing signed transactions over.</summary>
internal sealed partial class NearChain
{
    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitAsync(
        SignedTransfer transfer, CancellationToken cancellationToken = default)
    {
        var parameters = new JsonObject
        {
            ["signed_tx_base64"] = Convert.ToBase64String(transfer.Bytes),
            ["wait_until"] = _options.WaitForInclusion ? "INCLUDED" : "NONE",
        };
        try
        {
            var result = await _rpc.Port.CallAsync(
                "send_tx", parameters, RequestKind.Submission, cancellationToken);
            return FindForeignHash(result, transfer) is { } foreign
                ? new SubmitResult(SubmitReply.Unknown, $"the node answered about another transaction, {foreign}")
                : new SubmitResult(SubmitReply.Accepted, null);
        }
        catch (JsonRpcErrorException exception)
        {
            return ReadRefusal(exception);
        }
        catch (ChainUnavailableException exception)
        {
            return new SubmitResult(SubmitReply.Unknown, exception.Message);
        }
    }

    /// <summary>
    /// Only a judgement on the transaction itself is a refusal. A node that waited too long, is behind or broken may
    /// have passed it on.
    /// </summary>
    private static SubmitResult ReadRefusal(JsonRpcErrorException exception) =>
        RpcFailures.Of(exception) == RpcFailure.InvalidTransaction
            ? new SubmitResult(SubmitReply.Refused, InvalidTransactions.Describe(exception))
            : new SubmitResult(SubmitReply.Unknown, RpcFailures.Describe(exception));

    private static string? FindForeignHash(JsonElement result, SignedTransfer transfer) =>
        result.ValueKind == JsonValueKind.Object
        && result.TryGetProperty("transaction", out var transaction)
        && transaction.TryGetProperty("hash", out var hash)
        && hash.GetString() is { } text
        && text != transfer.TransactionId
            ? NearRpc.Shorten(text)
            : null;
}
