using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>What changed in a block, and why.</summary>
internal sealed partial class NearRpcServer
{
    private JsonObject GetChanges(NearParameters parameters)
    {
        var height = parameters.Block(ledger);
        var type = parameters.Text("changes_type", -1);
        var prefix = type == "data_changes" ? parameters.Text("key_prefix_base64", -1) : string.Empty;
        Predicate<NearChange> fits = type switch
        {
            "account_changes" => Of("account_", Accounts(parameters)),
            "all_access_key_changes" => Of("access_key_", Accounts(parameters)),
            "data_changes" => Of("data_", Accounts(parameters)),
            "single_access_key_changes" => IsOneOf(parameters.List("keys")),
            "contract_code_changes" => _ => false,
            _ => throw NearErrors.Parse($"unknown variant `{type}` of changes_type"),
        };
        var changes = (ledger.FindBlock(height)?.Changes ?? [])
            .Where(change => fits(change))
            .Where(change => change.Kind != "data_update"
                || Convert.ToBase64String(HolderKey(change.Key)).StartsWith(prefix, StringComparison.Ordinal));
        return new JsonObject
        {
            ["block_hash"] = ledger.HashOf(height).ToString(),
            ["changes"] = new JsonArray([.. changes.Select(Describe)]),
        };
    }

    private JsonObject GetTouched(NearParameters parameters)
    {
        var height = parameters.Block(ledger);
        var touched = (ledger.FindBlock(height)?.Changes ?? [])
            .Select(change => (Type: change.Kind[..change.Kind.LastIndexOf('_')] + "_touched", change.AccountId))
            .Distinct()
            .OrderBy(one => one.AccountId, StringComparer.Ordinal)
            .ThenBy(one => one.Type, StringComparer.Ordinal);
        return new JsonObject
        {
            ["block_hash"] = ledger.HashOf(height).ToString(),
            ["changes"] = new JsonArray([.. touched.Select(one => new JsonObject
            {
                ["type"] = one.Type,
                ["account_id"] = one.AccountId,
            })]),
        };
    }

    private static HashSet<string> Accounts(NearParameters parameters) =>
        [.. parameters.List("account_ids").Select(id => id.GetString() ?? string.Empty)];

    private static Predicate<NearChange> Of(string prefix, HashSet<string> accounts) =>
        change => change.Kind.StartsWith(prefix, StringComparison.Ordinal) && accounts.Contains(change.AccountId);

    private static Predicate<NearChange> IsOneOf(IReadOnlyList<JsonElement> keys)
    {
        var wanted = keys.Select(key => (TextOf(key, "account_id"), TextOf(key, "public_key"))).ToHashSet();
        return change => change.Kind.StartsWith("access_key_", StringComparison.Ordinal)
            && wanted.Contains((change.AccountId, change.Key));
    }

    private static string TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw NearErrors.Parse($"missing field `{name}`");

    private static JsonObject Describe(NearChange change)
    {
        var cause = change.IsByTransaction
            ? new JsonObject { ["type"] = "transaction_processing", ["tx_hash"] = change.Cause.ToString() }
            : new JsonObject { ["type"] = "receipt_processing", ["receipt_hash"] = change.Cause.ToString() };
        var details = new JsonObject { ["account_id"] = change.AccountId };
        var account = change.State.Find(change.AccountId);
        switch (change.Kind)
        {
            case "account_update":
                foreach (var (name, value) in NearJson.Account(account!))
                {
                    details[name] = value?.DeepClone();
                }

                break;
            case "access_key_update":
                details["public_key"] = change.Key;
                details["access_key"] = NearJson.AccessKey(account!.Keys[change.Key]);
                break;
            case "access_key_deletion":
                details["public_key"] = change.Key;
                break;
            case "data_update":
                var units = new byte[16];
                BinaryPrimitives.WriteUInt128LittleEndian(units, change.State.Holders[change.Key]);
                details["key_base64"] = Convert.ToBase64String(HolderKey(change.Key));
                details["value_base64"] = Convert.ToBase64String(units);
                break;
            default:
                break;
        }

        return new JsonObject { ["cause"] = cause, ["type"] = change.Kind, ["change"] = details };
    }

    /// <summary>The token keeps a holder's balance under a letter and the holder's name.</summary>
    private static byte[] HolderKey(string holder) => Encoding.UTF8.GetBytes("t" + holder);
}
