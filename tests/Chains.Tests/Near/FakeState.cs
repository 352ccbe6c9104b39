using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

/// <summary>What a block of <see cref="FakeNear"/> changed, and why.</summary>
internal sealed record FakeChange(string Type, string Account, NearHash? Transaction, NearHash? Receipt)
{
    internal JsonObject ToCause() => Transaction is { } hash
        ? new JsonObject { ["type"] = "transaction_processing", ["tx_hash"] = hash.ToString() }
        : new JsonObject { ["type"] = "receipt_processing", ["receipt_hash"] = Receipt!.Value.ToString() };
}

/// <summary>A block of <see cref="FakeNear"/>.</summary>
internal sealed class FakeBlock(ulong height, NearHash hash, NearHash prevHash, ulong prevHeight)
{
    internal ulong Height { get; } = height;

    internal NearHash Hash { get; } = hash;

    internal NearHash PrevHash { get; } = prevHash;

    internal ulong PrevHeight { get; } = prevHeight;

    internal DateTimeOffset Time { get; } = DateTimeOffset.UnixEpoch.AddSeconds(height);

    internal FakeState State { get; set; } = new();

    internal List<FakeChange> Changes { get; } = [];

    internal void AccountChanged(string account, NearHash? transaction = null, NearHash? receipt = null) =>
        Changes.Add(new FakeChange("account_changes", account, transaction, receipt));

    internal void KeyChanged(string account, NearHash? transaction = null, NearHash? receipt = null) =>
        Changes.Add(new FakeChange("all_access_key_changes", account, transaction, receipt));

    internal void DataChanged(string contract, NearHash receipt) =>
        Changes.Add(new FakeChange("data_changes", contract, null, receipt));
}

/// <summary>Accounts, keys and tokens at the end of a block.</summary>
internal sealed class FakeState
{
    internal Dictionary<string, UInt128> Amounts { get; private init; } = [];

    internal Dictionary<string, (UInt128 Locked, ulong StorageBytes)> Storage { get; private init; } = [];

    internal Dictionary<(string Account, string Key), (ulong Nonce, bool IsFull)> Keys { get; private init; } = [];

    internal Dictionary<(string Contract, string Account), UInt128> Tokens { get; private init; } = [];

    internal HashSet<string> Contracts { get; private init; } = [];

    internal string RegistrationPrice { get; set; } = "1250000000000000000000";

    internal FakeState Copy() => new()
    {
        Amounts = new(Amounts),
        Storage = new(Storage),
        Keys = new(Keys),
        Tokens = new(Tokens),
        Contracts = [.. Contracts],
        RegistrationPrice = RegistrationPrice,
    };

    internal JsonObject ViewAccount(string account)
    {
        if (!Amounts.TryGetValue(account, out var amount))
        {
            throw FakeNear.Error("UNKNOWN_ACCOUNT");
        }

        var (locked, bytes) = Storage.GetValueOrDefault(account, (UInt128.Zero, 182UL));
        return new JsonObject
        {
            ["amount"] = amount.ToString(null, null),
            ["locked"] = locked.ToString(null, null),
            ["code_hash"] = "11111111111111111111111111111111",
            ["storage_usage"] = bytes,
        };
    }

    /// <summary>nearcore answers a missing key with a result that has an error in it.</summary>
    internal JsonObject ViewKey(string account, string key) => !Amounts.ContainsKey(account)
        ? throw FakeNear.Error("UNKNOWN_ACCOUNT")
        : Keys.TryGetValue((account, key), out var access)
            ? ToJson(access)
            : new JsonObject
            {
                ["error"] = $"access key {key} does not exist while viewing", ["logs"] = new JsonArray(),
            };

    internal JsonObject ViewKeys(string account) => !Amounts.ContainsKey(account)
        ? throw FakeNear.Error("UNKNOWN_ACCOUNT")
        : new JsonObject
        {
            ["keys"] = new JsonArray(
            [
                .. Keys.Where(entry => entry.Key.Account == account).Select(entry => new JsonObject
                {
                    ["public_key"] = entry.Key.Key, ["access_key"] = ToJson(entry.Value),
                }),
            ]),
        };

    internal JsonObject Call(string contract, string method, byte[] args)
    {
        if (!Contracts.Contains(contract))
        {
            throw FakeNear.Error("UNKNOWN_ACCOUNT");
        }

        var account = (string?)JsonNode.Parse(args)!["account_id"];
        var isKnown = Tokens.TryGetValue((contract, account ?? string.Empty), out var units);
        return method switch
        {
            "ft_balance_of" => Returns($"\"{units}\""),
            "storage_balance_of" => Returns(isKnown ? """{"total":"1","available":"0"}""" : "null"),
            "storage_balance_bounds" => Returns($$"""{"min":"{{RegistrationPrice}}","max":null}"""),
            _ => new JsonObject { ["error"] = "MethodNotFound", ["logs"] = new JsonArray() },
        };
    }

    private static JsonObject Returns(string json) => new()
    {
        ["result"] = new JsonArray([.. Encoding.UTF8.GetBytes(json).Select(one => (JsonNode)one)]),
        ["logs"] = new JsonArray(),
    };

    private static JsonObject ToJson((ulong Nonce, bool IsFull) access) => new()
    {
        ["nonce"] = access.Nonce,
        ["permission"] = access.IsFull
            ? "FullAccess"
            : new JsonObject { ["FunctionCall"] = new JsonObject { ["receiver_id"] = "game.near" } },
    };
}
