using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

internal sealed partial class SolanaRpcServer
{
    private const string Version = "3.0.0";
    private const int BlockCleanedUp = -32001;
    private const int BlockNotAvailable = -32004;
    private const ulong FeeSamplesMax = 30;
    private const ulong DataBytesMax = 10 * 1024 * 1024;

    private bool HandleChain(string method, RpcParameters parameters, out JsonNode? answer)
    {
        answer = method switch
        {
            "getHealth" => "ok",
            "getVersion" => new JsonObject { ["feature-set"] = 0, ["solana-core"] = Version },
            "getGenesisHash" => GetGenesisHash(),
            "getSlot" or "getBlockHeight" => ledger.SlotAt(parameters.Commitment(0)),
            "getBlockTime" => TimeOf(RequireSlot(parameters.Number(0))),
            "getBlock" => GetBlock(parameters),
            "getEpochInfo" => GetEpochInfo(ledger.SlotAt(parameters.Commitment(0))),
            "getLatestBlockhash" => GetLatestBlockhash(parameters.Commitment(0)),
            "isBlockhashValid" => WithContext(
                parameters.Commitment(1), ledger.IsBlockhashValid(parameters.Key(0))),
            "getFirstAvailableBlock" or "minimumLedgerSlot" => ledger.FirstKept,
            "getMinimumBalanceForRentExemption" => GetRentMinimum(parameters.Number(0)),
            "getRecentPrioritizationFees" => GetRecentFees(
                parameters.Has(0) ? parameters.Keys(0) : []),
            "getFeeForMessage" => GetFeeForMessage(parameters),
            _ => null,
        };
        return answer is not null;
    }

    /// <summary>A node of another network has another genesis; which one does not matter.</summary>
    private string GetGenesisHash() =>
        (_met.Has(FaultKind.WrongNetwork) ? ledger.BlockhashOf(0) : ledger.GenesisHash).ToString();

    private JsonObject GetEpochInfo(ulong slot) => new()
    {
        ["absoluteSlot"] = slot,
        ["blockHeight"] = slot,
        ["epoch"] = slot / SolanaLedger.SlotsPerEpoch,
        ["slotIndex"] = slot % SolanaLedger.SlotsPerEpoch,
        ["slotsInEpoch"] = SolanaLedger.SlotsPerEpoch,
        ["transactionCount"] = ledger.TransactionCount,
    };

    private JsonObject GetLatestBlockhash(Commitment commitment)
    {
        var slot = ledger.SlotAt(commitment);
        return WithContext(commitment, new JsonObject
        {
            ["blockhash"] = ledger.BlockhashOf(slot).ToString(),
            ["lastValidBlockHeight"] = slot + SolanaLedger.BlockhashLife,
        });
    }

    private static JsonNode GetRentMinimum(ulong bytes) => bytes <= DataBytesMax
        ? Rent.MinimumOf((int)bytes)
        : throw RpcParameters.Invalid($"an account has at most {DataBytesMax} bytes");

    /// <summary>
    /// For each recent slot the least that a transaction paid for a unit which wrote one of the accounts (any, if none
    /// is given); 0 where there is none, or what a fault makes of it.
    /// </summary>
    private JsonArray GetRecentFees(IReadOnlyList<SolanaKey> written)
    {
        var price = SolanaFaults.UnitPriceMin(_met);
        var fees = new JsonArray();
        for (var age = Math.Min(FeeSamplesMax, ledger.Slot); age > 0; age--)
        {
            var slot = ledger.Slot - age;
            var paid = ledger.RecordsIn(slot)
                .Select(record => record.Transaction.Message)
                .Where(message => written.Count == 0 || written.Any(key => Writes(message, key)))
                .Select(message => ComputeBudget.Of(message).UnitPrice)
                .DefaultIfEmpty()
                .Min();
            fees.Add(new JsonObject { ["prioritizationFee"] = Math.Max(paid, price), ["slot"] = slot });
        }

        return fees;
    }

    private static bool Writes(SolanaMessage message, SolanaKey key)
    {
        for (var index = 0; index < message.Keys.Count; index++)
        {
            if (message.Keys[index] == key)
            {
                return message.IsWritable(index);
            }
        }

        return false;
    }

    private JsonObject GetFeeForMessage(RpcParameters parameters)
    {
        if (!TryDecodeBase64(parameters.Text(0), out var bytes)
            || !SolanaMessage.TryDecode(bytes, out var message, out var problem))
        {
            throw RpcParameters.Invalid("the message cannot be decoded");
        }

        var commitment = parameters.Commitment(1);
        return WithContext(commitment, ledger.IsBlockhashValid(message.Blockhash)
            ? JsonValue.Create((ulong)ComputeBudget.Of(message).FeeOf(message))
            : null);
    }

    private JsonObject GetBlock(RpcParameters parameters)
    {
        var slot = RequireSlot(parameters.Number(0));
        var records = ledger.RecordsIn(slot);
        var block = new JsonObject
        {
            ["blockHeight"] = slot,
            ["blockTime"] = TimeOf(slot),
            ["blockhash"] = ledger.BlockhashOf(slot).ToString(),
            ["parentSlot"] = slot == 0 ? 0 : slot - 1,
            ["previousBlockhash"] = ledger.BlockhashOf(slot == 0 ? 0 : slot - 1).ToString(),
        };
        switch (parameters.OptionText(1, "transactionDetails"))
        {
            case "none":
                break;
            case "signatures":
                block["signatures"] = new JsonArray([.. records.Select(record => (JsonNode)record.Id)]);
                break;
            case null or "full":
                var encoding = parameters.Encoding(1);
                var versionMax = parameters.OptionNumber(1, "maxSupportedTransactionVersion");
                block["transactions"] = new JsonArray(
                    [.. records.Select(record => TransactionJson.Describe(record, encoding, versionMax))]);
                break;
            default:
                throw RpcParameters.Invalid("transactionDetails must be full, signatures or none");
        }

        return block;
    }

    private long TimeOf(ulong slot) => ledger.TimeOf(slot).ToUnixTimeSeconds();

    private ulong RequireSlot(ulong slot) =>
        slot > ledger.SlotAt(Commitment.Confirmed)
            ? throw new JsonRpcErrorException(BlockNotAvailable, $"Block not available for slot {slot}")
        : slot < ledger.FirstKept
            ? throw new JsonRpcErrorException(
                BlockCleanedUp,
                $"Block {slot} cleaned up, does not exist on node. First available block: {ledger.FirstKept}")
        : slot;

    private static bool TryDecodeBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var isValid = Convert.TryFromBase64String(text, bytes, out var written);
        bytes = bytes[..written];
        return isValid;
    }
}
