using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>
/// Answers NEAR's JSON-RPC (docs.near.org/api/rpc) from the ledger, in the shapes of the public nodes. What waits for a
/// block is <see cref="NearWaits"/>' business.
/// </summary>
internal sealed partial class NearRpcServer(NearLedger ledger)
{
    private RequestFaults _met = RequestFaults.None;

    /// <summary>Handles one call at once. The caller holds the ledger's lock.</summary>
    internal JsonNode Handle(string method, JsonElement values, RequestFaults met)
    {
        LookWith(met);
        var parameters = new NearParameters(values);
        return method switch
        {
            "status" => GetStatus(),
            "block" or "EXPERIMENTAL_block" => GetBlock(parameters.Block(ledger, 0)),
            "chunk" or "EXPERIMENTAL_chunk" => GetChunk(parameters),
            "gas_price" => GetGasPrice(parameters),
            "EXPERIMENTAL_genesis_config" or "genesis_config" => GetGenesisConfig(),
            "EXPERIMENTAL_protocol_config" => GetProtocolConfig(),
            "query" => Query(parameters),
            "EXPERIMENTAL_changes" or "changes" => GetChanges(parameters),
            "EXPERIMENTAL_changes_in_block" or "block_effects" => GetTouched(parameters),
            "EXPERIMENTAL_receipt" => GetReceipt(parameters),
            "network_info" => new JsonObject
            {
                ["active_peers"] = new JsonArray(),
                ["num_active_peers"] = 0,
                ["peer_max_count"] = 0,
                ["sent_bytes_per_sec"] = 0,
                ["received_bytes_per_sec"] = 0,
                ["known_producers"] = new JsonArray(),
            },
            FundMethod => Fund(parameters),
            MintMethod => Mint(parameters),
            _ => throw NearErrors.MethodNotFound(method),
        };
    }

    /// <summary>Catches up with the clock, and sees what the answering node sees.</summary>
    private void LookWith(RequestFaults met)
    {
        _met = met;
        ledger.Advance();
        ledger.LookBack(met.SizeOf(FaultKind.Stale), met.SizeOf(FaultKind.Pruned));
    }
}
