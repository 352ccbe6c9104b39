using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

internal sealed partial class SolanaRpcServer
{
    private const int MinContextSlotNotReached = -32016;
    private const int StatusesMax = 256;
    private const ulong SignaturesMax = 1_000;

    /// <summary>Without history search, nodes look only into the slots whose blockhashes still count.</summary>
    private const ulong RecentSlots = SolanaLedger.BlockhashLife;

    private bool HandleTransactions(string method, RpcParameters parameters, out JsonNode? answer)
    {
        switch (method)
        {
            case "getSignatureStatuses":
                answer = GetSignatureStatuses(parameters);
                return true;
            case "getSignaturesForAddress":
                answer = GetSignaturesForAddress(parameters);
                return true;
            case "getTransaction":
                answer = GetTransaction(parameters);
                return true;
            default:
                answer = null;
                return false;
        }
    }

    private JsonObject GetSignatureStatuses(RpcParameters parameters)
    {
        var searchesHistory = parameters.OptionFlag(1, "searchTransactionHistory");
        var statuses = new JsonArray();
        foreach (var signature in parameters.Texts(0, StatusesMax))
        {
            var record = ledger.FindRecord(signature);
            statuses.Add(record is null || (!searchesHistory && record.Slot + RecentSlots < ledger.Slot)
                ? null
                : DescribeStatus(record));
        }

        return WithContext(Commitment.Processed, statuses);
    }

    private JsonObject DescribeStatus(LedgerRecord record) => new()
    {
        ["confirmationStatus"] = LevelOf(record.Slot),
        ["confirmations"] = IsAt(record, Commitment.Finalized) ? null : JsonValue.Create(ledger.Slot - record.Slot),
        ["err"] = record.Execution.Failure?.Error(),
        ["slot"] = record.Slot,
        ["status"] = TransactionJson.DescribeStatus(record.Execution.Failure),
    };

    private JsonArray GetSignaturesForAddress(RpcParameters parameters)
    {
        var limit = parameters.OptionNumber(1, "limit") ?? SignaturesMax;
        if (limit is 0 or > SignaturesMax)
        {
            throw RpcParameters.Invalid($"limit must be between 1 and {SignaturesMax}");
        }

        var commitment = RequireConfirmed(parameters.Commitment(1));
        if (parameters.OptionNumber(1, "minContextSlot") > ledger.SlotAt(commitment))
        {
            throw new JsonRpcErrorException(
                MinContextSlotNotReached,
                "Minimum context slot has not been reached",
                JsonSerializer.SerializeToElement(new JsonObject { ["contextSlot"] = ledger.SlotAt(commitment) }));
        }

        var (before, until) = (parameters.OptionText(1, "before"), parameters.OptionText(1, "until"));
        var lines = new JsonArray();
        var isBelow = before is null;
        foreach (var record in ledger.RecordsOf(parameters.Key(0)).Reverse())
        {
            if (record.Id == until || (ulong)lines.Count == limit)
            {
                break;
            }

            if (isBelow && IsAt(record, commitment))
            {
                lines.Add(DescribeLine(record));
            }

            isBelow = isBelow || record.Id == before;
        }

        return lines;
    }

    private JsonObject DescribeLine(LedgerRecord record) => new()
    {
        ["blockTime"] = TimeOf(record.Slot),
        ["confirmationStatus"] = LevelOf(record.Slot),
        ["err"] = record.Execution.Failure?.Error(),
        ["memo"] = DescribeMemos(record.Transaction.Message),
        ["signature"] = record.Id,
        ["slot"] = record.Slot,
    };

    private JsonObject? GetTransaction(RpcParameters parameters)
    {
        var commitment = RequireConfirmed(parameters.Commitment(1));
        if (ledger.FindRecord(parameters.Text(0)) is not { } record || !IsAt(record, commitment))
        {
            return null;
        }

        var answer = TransactionJson.Describe(
            record, parameters.Encoding(1), parameters.OptionNumber(1, "maxSupportedTransactionVersion"));
        answer["blockTime"] = TimeOf(record.Slot);
        answer["slot"] = record.Slot;
        return answer;
    }

    /// <summary>The nodes' form: each memo with its length in brackets.</summary>
    private static string? DescribeMemos(SolanaMessage message)
    {
        var memos = message.Instructions
            .Where(instruction => SolanaPrograms.IsMemo(message.Keys[instruction.ProgramIndex]))
            .Select(instruction => $"[{instruction.Data.Length}] {Encoding.UTF8.GetString(instruction.Data)}")
            .ToList();
        return memos.Count == 0 ? null : string.Join("; ", memos);
    }

    private bool IsAt(LedgerRecord record, Commitment commitment) => record.Slot <= ledger.SlotAt(commitment);

    private string LevelOf(ulong slot) => slot <= ledger.SlotAt(Commitment.Finalized) ? "finalized"
        : slot <= ledger.SlotAt(Commitment.Confirmed) ? "confirmed"
        : "processed";

    private static Commitment RequireConfirmed(Commitment commitment) => commitment != Commitment.Processed
        ? commitment
        : throw RpcParameters.Invalid("Method does not support commitment below `confirmed`");
}
