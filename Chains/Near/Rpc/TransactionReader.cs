using System.Text.Json;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>Reads the status of a transaction (<c>tx</c>, <c>EXPERIMENTAL_tx_status</c>).</summary>
internal static class TransactionReader
{
    /// <summary>Null when the node knows the transaction, but not yet anything of its execution.</summary>
    internal static TransactionRecord? Read(JsonElement result)
    {
        if (!result.TryGetProperty("transaction", out var transaction)
            || !result.TryGetProperty("transaction_outcome", out var conversion))
        {
            // A node that waits for nothing answers with the stage alone.
            return result.GetProperty("final_execution_status").GetString() is not null
                ? null
                : throw new FormatException("the answer has neither a transaction nor a stage");
        }

        var (status, failure) = ReadStatus(result.GetProperty("status"));
        return new TransactionRecord(
            ReadStage(result),
            status,
            failure,
            RecordReader.ReadHash(transaction, "hash"),
            RecordReader.ReadText(transaction, "signer_id"),
            RecordReader.ReadText(transaction, "receiver_id"),
            transaction.GetProperty("nonce").GetUInt64(),
            RecordReader.ReadActions(transaction.GetProperty("actions")),
            ReadOutcome(conversion),
            [.. result.GetProperty("receipts_outcome").EnumerateArray().Select(ReadOutcome)]);
    }

    private static ExecutionStage ReadStage(JsonElement result) =>
        result.TryGetProperty("final_execution_status", out var stage)
        && stage.ValueKind == JsonValueKind.String
        && stage.GetString() == "FINAL"
            ? ExecutionStage.Final
            : ExecutionStage.Unfinished;

    private static ExecutionOutcome ReadOutcome(JsonElement element)
    {
        var outcome = element.GetProperty("outcome");
        var (status, failure) = ReadStatus(outcome.GetProperty("status"));
        return new ExecutionOutcome(
            RecordReader.ReadHash(element, "id"),
            RecordReader.ReadHash(element, "block_hash"),
            outcome.TryGetProperty("executor_id", out _) ? RecordReader.ReadText(outcome, "executor_id") : string.Empty,
            status,
            failure,
            outcome.TryGetProperty("tokens_burnt", out _) ? RecordReader.ReadAmount(outcome, "tokens_burnt") : 0,
            [.. Texts(outcome, "receipt_ids").Select(NearHash.Parse)],
            [.. Texts(outcome, "logs")]);
    }

    private static IEnumerable<string> Texts(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray()
            .Select(one => one.GetString() ?? throw new FormatException($"{name} holds a null"));

    /// <summary>A status is a word while it is open, else an object with one member.</summary>
    private static (OutcomeStatus Status, string? Failure) ReadStatus(JsonElement status)
    {
        if (status.ValueKind == JsonValueKind.String)
        {
            return (OutcomeStatus.Pending, null);
        }

        if (status.TryGetProperty("Failure", out var failure))
        {
            return (OutcomeStatus.Failed, NearRpc.Shorten(failure.GetRawText()));
        }

        return status.TryGetProperty("SuccessValue", out _) || status.TryGetProperty("SuccessReceiptId", out _)
            ? (OutcomeStatus.Succeeded, null)
            : throw new FormatException("a status is neither a failure nor a success");
    }
}
