using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>The failures of transactions and actions in nearcore's words, as JSON.</summary>
internal static class NearFailures
{
    internal static string Text(UInt128 amount) => amount.ToString(CultureInfo.InvariantCulture);

    internal static JsonNode Named(string name) => JsonValue.Create(name);

    internal static JsonNode Named(string name, params (string Name, JsonNode Value)[] details)
    {
        var info = new JsonObject();
        foreach (var (member, value) in details)
        {
            info[member] = value;
        }

        return new JsonObject { [name] = info };
    }

    internal static JsonNode AccessKey(JsonNode reason) => new JsonObject { ["InvalidAccessKeyError"] = reason };

    internal static JsonNode Actions(JsonNode reason) => new JsonObject { ["ActionsValidation"] = reason };

    /// <summary>A whole failure of an action: <c>{"ActionError": {"index": 0, "kind": …}}</c>.</summary>
    internal static string Action(int index, JsonNode kind) => new JsonObject
    {
        ["ActionError"] = new JsonObject { ["index"] = index, ["kind"] = kind },
    }.ToJsonString(DevnetJson.Options);

    internal static JsonNode Call(string kind, JsonNode details) => new JsonObject
    {
        ["FunctionCallError"] = new JsonObject { [kind] = details },
    };

    internal static JsonNode Panic(string words) =>
        Call("ExecutionError", JsonValue.Create($"Smart contract panicked: {words}"));
}
