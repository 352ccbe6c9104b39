using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <summary>How many transfers in flight are remembered; what is forgotten is only simulated once more.</summary>
    private const int AcceptedMax = 4_096;

    /// <summary>Transfers that a node has simulated and taken, by their ids.</summary>
    private readonly ConcurrentDictionary<string, bool> _accepted = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <remarks>
    /// With pre-flight until a node has taken it: a transfer that must fail is then refused instead of charged. After
    /// that without: a node that is behind, or has run it already, would only refuse to pass it on. The node is told
    /// not to repeat by itself (maxRetries 0): only the treasury knows whether the transfer is still wanted, and it
    /// sends the bytes again until they are final or dead.
    /// </remarks>
    public async Task<SubmitResult> SubmitAsync(
        SignedTransfer transfer, CancellationToken cancellationToken = default)
    {
        var options = new JsonObject
        {
            ["encoding"] = "base64",
            ["skipPreflight"] = _accepted.ContainsKey(transfer.TransactionId),
            ["preflightCommitment"] = "processed",
            ["maxRetries"] = 0,
        };
        try
        {
            var result = await _rpc.Port.CallAsync(
                "sendTransaction",
                new JsonArray(Convert.ToBase64String(transfer.Bytes), options),
                RequestKind.Submission,
                cancellationToken);
            if (result.ValueKind != JsonValueKind.String || result.GetString() != transfer.TransactionId)
            {
                return new SubmitResult(SubmitReply.Unknown, "the node answered with another signature");
            }

            NoteAccepted(transfer.TransactionId);
            return new SubmitResult(SubmitReply.Accepted, null);
        }
        catch (JsonRpcErrorException exception)
        {
            return new SubmitResult(SubmitReply.Refused, DescribeRefusal(exception, transfer.Bytes));
        }
        catch (ChainUnavailableException exception)
        {
            return new SubmitResult(SubmitReply.Unknown, exception.Message);
        }
    }

    private void NoteAccepted(string transactionId)
    {
        if (_accepted.Count >= AcceptedMax)
        {
            _accepted.Clear();
        }

        _accepted[transactionId] = true;
    }

    /// <summary>The node's words, then the reason in ours, then the error itself.</summary>
    private static string DescribeRefusal(JsonRpcErrorException exception, byte[] transaction)
    {
        var words = $"{exception.Code}: {exception.Message}";
        if (exception.ErrorData is not { ValueKind: JsonValueKind.Object } data
            || !data.TryGetProperty("err", out var error)
            || error.ValueKind == JsonValueKind.Null)
        {
            return SolanaRpc.Shorten(words);
        }

        var reason = TransactionErrors.Describe(error, transaction) is { } known ? $" ({known})" : string.Empty;
        return SolanaRpc.Shorten($"{words}{reason} {error.GetRawText()}");
    }
}
