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
    private const ulong SlotsPerEpoch = 432_000;
    private const ulong FeeSamplesMax = 150;
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
            "getRecentPrioritizationFees" => GetRecentFees(),
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
        ["epoch"] = slot / SlotsPerEpoch,
        ["slotIndex"] = slot % SlotsPerEpoch,
        ["slotsInEpoch"] = SlotsPerEpoch,
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

    /// <summary>Without a fault there is no competition for blocks, so nobody has to pay for priority.</summary>
    private JsonArray GetRecentFees()
    {
        var price = SolanaFaults.UnitPriceMin(_met);
        var fees = new JsonArray();
        for (var age = FeeSamplesMax; age > 0; age--)
        {
            fees.Add(new JsonObject { ["prioritizationFee"] = price, ["slot"] = ledger.Slot - age });
        }

        return fees;
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
