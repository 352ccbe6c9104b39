using System.Text.Json.Nodes;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>Accounts, keys and view calls at a block.</summary>
internal sealed partial class NearRpcServer
{
    private JsonObject Query(NearParameters parameters)
    {
        var height = parameters.Block(ledger);
        var answer = parameters.Text("request_type", -1) switch
        {
            "view_account" => NearJson.Account(RequireAccount(parameters, height)),
            "view_access_key" => ViewAccessKey(parameters, height),
            "view_access_key_list" => new JsonObject
            {
                ["keys"] = new JsonArray([.. RequireAccount(parameters, height).Keys.Select(key => new JsonObject
                {
                    ["public_key"] = key.Key,
                    ["access_key"] = NearJson.AccessKey(key.Value),
                })]),
            },
            "call_function" => CallFunction(parameters, height),
            var other => throw NearErrors.Parse($"unknown variant `{other}` of request_type"),
        };
        answer["block_height"] = height;
        answer["block_hash"] = ledger.HashOf(height).ToString();
        return answer;
    }

    private NearAccount RequireAccount(NearParameters parameters, ulong height)
    {
        var id = parameters.Text("account_id", -1);
        return ledger.StateAt(height).Find(id) ?? throw NearErrors.Handler(
            "UNKNOWN_ACCOUNT",
            At(height, new JsonObject { ["requested_account_id"] = id }),
            JsonValue.Create($"account {id} does not exist while viewing"));
    }

    private JsonObject ViewAccessKey(NearParameters parameters, ulong height)
    {
        var name = parameters.Text("public_key", -1);
        return RequireAccount(parameters, height).Keys.GetValueOrDefault(name) is { } key
            ? NearJson.AccessKey(key)
            : throw NearErrors.Handler(
                "UNKNOWN_ACCESS_KEY",
                At(height, new JsonObject { ["public_key"] = name }),
                JsonValue.Create($"access key {name} does not exist while viewing"));
    }

    private JsonObject CallFunction(NearParameters parameters, ulong height)
    {
        var account = RequireAccount(parameters, height);
        if (!account.HasContract)
        {
            throw NearErrors.Handler(
                "NO_CONTRACT_CODE",
                At(height, new JsonObject { ["contract_account_id"] = parameters.Text("account_id", -1) }),
                null);
        }

        var text = parameters.Text("args_base64", -1);
        var args = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, args, out var length))
        {
            throw NearErrors.Parse("`args_base64` is not base64");
        }

        var value = FungibleToken.View(
            ledger.StateAt(height), parameters.Text("method_name", -1), args[..length], out var failure);
        return value is not null
            ? new JsonObject
            {
                ["result"] = new JsonArray([.. value.Select(one => (JsonNode)one)]),
                ["logs"] = new JsonArray(),
            }
            : throw NearErrors.Handler(
                "CONTRACT_EXECUTION_ERROR",
                At(height, new JsonObject { ["vm_error"] = failure!.VmError }),
                JsonValue.Create(failure.VmError));
    }

    private JsonObject At(ulong height, JsonObject info)
    {
        info["block_height"] = height;
        info["block_hash"] = ledger.HashOf(height).ToString();
        return info;
    }
}
