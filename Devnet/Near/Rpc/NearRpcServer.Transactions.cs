using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>How far a transaction is, in the order of <c>wait_until</c>.</summary>
internal enum NearStage
{
    None,
    Included,
    ExecutedOptimistic,
    IncludedFinal,
    Executed,
    Final,
}

/// <summary>Transactions: taking them, and what became of them.</summary>
internal sealed partial class NearRpcServer
{
    private static readonly string[] s_stages =
        ["NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL", "EXECUTED", "FINAL"];

    internal static NearStage ParseStage(string? text, NearStage usual)
    {
        var index = text is null ? (int)usual : Array.IndexOf(s_stages, text);
        return index >= 0 ? (NearStage)index : throw NearErrors.Parse($"unknown variant `{text}` of wait_until");
    }

    /// <summary>Takes a transaction. The caller holds the lock.</summary>
    /// <param name="values">The request's parameters.</param>
    /// <param name="met">The faults it meets.</param>
    /// <param name="reason">Why it was not taken; null when it was.</param>
    /// <returns>The transaction's hash.</returns>
    internal NearHash Submit(JsonElement values, RequestFaults met, out JsonNode? reason)
    {
        LookWith(met);
        var text = new NearParameters(values).Text("signed_tx_base64", 0);
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            throw NearErrors.Parse("the transaction is not base64");
        }

        if (!NearSignedTransaction.TryDecode(bytes.AsSpan(0, length), out var signed, out var problem))
        {
            throw NearErrors.Parse($"Failed to decode transaction: {problem}");
        }

        reason = ledger.Submit(signed, met);
        return signed.Transaction.Hash();
    }

    /// <summary>What is known of a transaction; null when nothing is. The caller holds the lock.</summary>
    internal JsonObject? FindStatus(NearHash hash, RequestFaults met, bool withReceipts, out NearStage stage)
    {
        LookWith(met);
        stage = NearStage.None;
        if (ledger.FindRecord(hash) is { } record)
        {
            stage = StageOf(record);
            return Describe(record, stage, withReceipts);
        }

        if (ledger.FindGhost(hash) is not null)
        {
            stage = NearStage.Included;
        }
        else if (!ledger.IsPending(hash))
        {
            return null;
        }

        return new JsonObject { ["final_execution_status"] = s_stages[(int)stage] };
    }

    private NearStage StageOf(NearTransactionRecord record)
    {
        var outcomes = record.Outcomes.Where(outcome => outcome.Height <= ledger.Head).ToList();
        var open = record.Receipts.Where(receipt => !outcomes.Exists(outcome => outcome.Id == receipt.Id)).ToList();
        var isExecuted = open.TrueForAll(receipt => receipt.IsRefund);
        return record.Height > ledger.FinalHead
            ? isExecuted ? NearStage.ExecutedOptimistic : NearStage.Included
            : open.Count == 0 && outcomes.TrueForAll(outcome => outcome.Height <= ledger.FinalHead)
                ? NearStage.Final
            : isExecuted ? NearStage.Executed
            : NearStage.IncludedFinal;
    }

    private JsonObject Describe(NearTransactionRecord record, NearStage stage, bool withReceipts)
    {
        var outcomes = record.Outcomes.Where(outcome => outcome.Height <= ledger.Head).ToList();
        var main = outcomes.Find(outcome => outcome.Id == record.Receipts[0].Id);

        // As nodes have it, the whole failed if a receipt that is no refund did.
        var told = outcomes.Find(outcome => outcome.Failure is not null) ?? main;
        var described = new JsonObject
        {
            ["final_execution_status"] = s_stages[(int)stage],
            ["status"] = told is null ? "Started" : NearJson.Status(told),
            ["transaction"] = NearJson.Transaction(record.Signed),
            ["transaction_outcome"] = NearJson.Outcome(
                record.Conversion,
                ledger.HashOf(record.Height),
                new JsonObject { ["SuccessReceiptId"] = record.Receipts[0].Id.ToString() }),
            ["receipts_outcome"] = new JsonArray([.. outcomes.Select(
                outcome => NearJson.Outcome(outcome, ledger.HashOf(outcome.Height), NearJson.Status(outcome)))]),
        };
        if (withReceipts)
        {
            described["receipts"] = new JsonArray([.. record.Receipts.Select(NearJson.Receipt)]);
        }

        return described;
    }

    private JsonObject GetReceipt(NearParameters parameters)
    {
        var id = parameters.Hash("receipt_id", 0);
        return ledger.FindReceipt(id) is { } receipt && receipt.Transaction.Height <= ledger.Head
            && receipt.Transaction.Height >= ledger.Earliest
                ? NearJson.Receipt(receipt)
                : throw NearErrors.UnknownReceipt(id.ToString());
    }
}
