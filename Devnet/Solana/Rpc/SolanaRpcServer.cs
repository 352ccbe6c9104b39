using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>
/// Answers Solana's JSON-RPC (solana.com/docs/rpc/http) from the ledger, in the shapes of the public nodes. Errors are
/// <see cref="JsonRpcErrorException"/>s with the public codes.
/// </summary>
internal sealed partial class SolanaRpcServer(SolanaLedger ledger)
{
    private const int MethodNotFound = -32601;

    private RequestFaults _met = RequestFaults.None;

    /// <summary>Handles one call. The caller holds the ledger's lock.</summary>
    internal JsonNode? Handle(string method, JsonElement values, RequestFaults met)
    {
        _met = met;
        ledger.Advance();
        ledger.LookBack(met.SizeOf(FaultKind.Stale), met.SizeOf(FaultKind.Pruned));
        var parameters = new RpcParameters(values);
        return HandleChain(method, parameters, out var answer)
            || HandleAccounts(method, parameters, out answer)
            || HandleTransactions(method, parameters, out answer)
            || HandleSubmissions(method, parameters, out answer)
                ? answer
                : throw new JsonRpcErrorException(MethodNotFound, "Method not found");
    }

    private JsonObject WithContext(Commitment commitment, JsonNode? value) => new()
    {
        ["context"] = new JsonObject { ["apiVersion"] = Version, ["slot"] = ledger.SlotAt(commitment) },
        ["value"] = value,
    };
}
