using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>The chain as a whole: status, blocks, fees, configuration.</summary>
internal sealed partial class NearRpcServer
{
    private const string Producer = "local";
    private const ulong ChunkGasLimit = 1_000_000_000_000_000;
    private const ulong EpochBlocks = 43_200;

    private static readonly string s_noHash = default(NearHash).ToString();
    private static readonly string s_signature =
        new NearSignature(NearCurve.Ed25519, new byte[64]).ToString();

    private string ChainId => _met.Has(FaultKind.WrongNetwork) ? "anothernet" : NearLedger.ChainId;

    private JsonObject GetStatus() => new()
    {
        ["chain_id"] = ChainId,
        ["genesis_hash"] = ledger.GenesisHash.ToString(),
        ["latest_protocol_version"] = NearLedger.ProtocolVersion,
        ["protocol_version"] = NearLedger.ProtocolVersion,
        ["node_key"] = null,
        ["node_public_key"] = NearGenesis.FaucetKey.ToString(),
        ["rpc_addr"] = "127.0.0.1",
        ["sync_info"] = new JsonObject
        {
            ["earliest_block_hash"] = ledger.HashOf(ledger.Earliest).ToString(),
            ["earliest_block_height"] = ledger.Earliest,
            ["earliest_block_time"] = Time(ledger.Earliest),
            ["epoch_id"] = s_noHash,
            ["epoch_start_height"] = NearGenesis.Height,
            ["latest_block_hash"] = ledger.HashOf(ledger.Head).ToString(),
            ["latest_block_height"] = ledger.Head,
            ["latest_block_time"] = Time(ledger.Head),
            ["latest_state_root"] = s_noHash,
            ["syncing"] = false,
        },
        ["uptime_sec"] = (long)(ledger.TimeOf(ledger.Head) - ledger.TimeOf(NearGenesis.Height)).TotalSeconds,
        ["validator_account_id"] = null,
        ["validator_public_key"] = null,
        ["validators"] = new JsonArray(new JsonObject { ["account_id"] = Producer }),
        ["version"] = new JsonObject { ["build"] = "devnet", ["rustc_version"] = "none", ["version"] = "devnet" },
    };

    private JsonObject GetBlock(ulong height) => new()
    {
        ["author"] = Producer,
        ["header"] = DescribeHeader(height),
        ["chunks"] = new JsonArray(DescribeChunk(height)),
    };

    private JsonObject DescribeHeader(ulong height)
    {
        var hash = ledger.HashOf(height).ToString();
        var previous = height == NearGenesis.Height ? height : height - 1;
        var nanoseconds = NearJson.Nanoseconds(ledger.TimeOf(height));
        return new JsonObject
        {
            ["height"] = height,
            ["prev_height"] = height == NearGenesis.Height ? null : JsonValue.Create(previous),
            ["epoch_id"] = s_noHash,
            ["next_epoch_id"] = s_noHash,
            ["hash"] = hash,
            ["prev_hash"] = height == NearGenesis.Height ? s_noHash : ledger.HashOf(previous).ToString(),
            ["prev_state_root"] = s_noHash,
            ["block_body_hash"] = hash,
            ["chunk_receipts_root"] = s_noHash,
            ["chunk_headers_root"] = s_noHash,
            ["chunk_tx_root"] = s_noHash,
            ["outcome_root"] = s_noHash,
            ["chunks_included"] = 1,
            ["challenges_root"] = s_noHash,
            ["timestamp"] = JsonNode.Parse(nanoseconds),
            ["timestamp_nanosec"] = nanoseconds,
            ["random_value"] = hash,
            ["validator_proposals"] = new JsonArray(),
            ["chunk_mask"] = new JsonArray(true),
            ["gas_price"] = NearJson.Text(NearGas.Price),
            ["block_ordinal"] = height - NearGenesis.Height + 1,
            ["rent_paid"] = "0",
            ["validator_reward"] = "0",
            ["total_supply"] = NearJson.Text(NearGenesis.TotalSupply - ledger.StateAt(height).Burnt),
            ["challenges_result"] = new JsonArray(),
            ["last_final_block"] = FinalBefore(height, 1),
            ["last_ds_final_block"] = FinalBefore(height, 0),
            ["next_bp_hash"] = s_noHash,
            ["block_merkle_root"] = s_noHash,
            ["epoch_sync_data_hash"] = null,
            ["approvals"] = new JsonArray(),
            ["signature"] = s_signature,
            ["latest_protocol_version"] = NearLedger.ProtocolVersion,
        };
    }

    private string FinalBefore(ulong height, ulong less)
    {
        var distance = ledger.Head - ledger.FinalHead - Math.Min(less, ledger.Head - ledger.FinalHead) + less;
        return ledger.HashOf(Math.Max(height - Math.Min(height, distance), NearGenesis.Height)).ToString();
    }

    private JsonObject DescribeChunk(ulong height)
    {
        var hash = ledger.HashOf(height).ToString();
        var gas = ledger.FindBlock(height) is { } block
            ? block.Transactions.Aggregate(0UL, (sum, one) => sum + one.Conversion.GasBurnt)
            : 0;
        return new JsonObject
        {
            ["chunk_hash"] = hash,
            ["prev_block_hash"] = height == NearGenesis.Height ? s_noHash : ledger.HashOf(height - 1).ToString(),
            ["outcome_root"] = s_noHash,
            ["prev_state_root"] = s_noHash,
            ["encoded_merkle_root"] = s_noHash,
            ["encoded_length"] = 8,
            ["height_created"] = height,
            ["height_included"] = height,
            ["shard_id"] = 0,
            ["gas_used"] = gas,
            ["gas_limit"] = ChunkGasLimit,
            ["rent_paid"] = "0",
            ["validator_reward"] = "0",
            ["balance_burnt"] = "0",
            ["outgoing_receipts_root"] = s_noHash,
            ["tx_root"] = s_noHash,
            ["validator_proposals"] = new JsonArray(),
            ["signature"] = s_signature,
        };
    }

    /// <summary>There is one chunk in a block, and its hash is the block's.</summary>
    private JsonObject GetChunk(NearParameters parameters)
    {
        var height = parameters.TextOrNull("chunk_id", 0) is { } id
            ? NearHash.TryParse(id, out var hash) && ledger.HeightOf(hash) is { } found
                ? found
                : throw NearErrors.Handler("UNKNOWN_CHUNK", new JsonObject { ["chunk_hash"] = id }, null)
            : parameters.Block(ledger);
        if (parameters.Number("shard_id") is > 0 and var shard)
        {
            throw NearErrors.Handler("INVALID_SHARD_ID", new JsonObject { ["shard_id"] = shard }, null);
        }

        var block = ledger.FindBlock(height);
        return new JsonObject
        {
            ["author"] = Producer,
            ["header"] = DescribeChunk(height),
            ["transactions"] = new JsonArray(
                [.. (block?.Transactions ?? []).Select(record => NearJson.Transaction(record.Signed))]),
            ["receipts"] = new JsonArray([.. (block?.Receipts ?? []).Select(NearJson.Receipt)]),
        };
    }

    private JsonObject GetGasPrice(NearParameters parameters)
    {
        parameters.Block(ledger, 0);
        return new JsonObject
        {
            ["gas_price"] = NearJson.Text(NearGas.Price * (UInt128)Math.Max(_met.SizeOf(FaultKind.FeeSpike), 1)),
        };
    }

    private JsonObject GetGenesisConfig() => new()
    {
        ["chain_id"] = ChainId,
        ["protocol_version"] = NearLedger.ProtocolVersion,
        ["genesis_time"] = Time(NearGenesis.Height),
        ["genesis_height"] = NearGenesis.Height,
        ["num_block_producer_seats"] = 1,
        ["epoch_length"] = EpochBlocks,
        ["gas_limit"] = ChunkGasLimit,
        ["min_gas_price"] = NearJson.Text(NearGas.Price),
        ["max_gas_price"] = NearJson.Text(NearGas.Price),
        ["transaction_validity_period"] = ledger.ValidityBlocks,
        ["total_supply"] = NearJson.Text(NearGenesis.TotalSupply),
        ["validators"] = new JsonArray(),
    };

    private JsonObject GetProtocolConfig()
    {
        var config = GetGenesisConfig();
        config["runtime_config"] = new JsonObject
        {
            ["storage_amount_per_byte"] = "10000000000000000000",
            ["wasm_config"] = new JsonObject
            {
                ["limit_config"] = new JsonObject { ["max_total_prepaid_gas"] = NearGas.AttachedMax },
            },
        };
        return config;
    }

    private string Time(ulong height) => ledger.TimeOf(height).UtcDateTime.ToString(
        "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
