using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>Reads what nodes answer. What is missing or of a wrong kind throws, and the answer is unusable.</summary>
internal static class RecordReader
{
    private const long NanosecondsPerTick = 100;

    internal static NodeStatus ReadStatus(JsonElement result)
    {
        var sync = result.GetProperty("sync_info");
        return new NodeStatus(
            ReadText(result, "chain_id"),
            TextOrNull(result, "genesis_hash"),
            sync.TryGetProperty("earliest_block_height", out var earliest)
                && earliest.ValueKind == JsonValueKind.Number
                    ? earliest.GetUInt64()
                    : null);
    }

    internal static BlockHeader ReadBlock(JsonElement result)
    {
        var header = result.GetProperty("header");
        return new BlockHeader(
            header.GetProperty("height").GetUInt64(),
            ReadHash(header, "hash"),
            ReadHash(header, "prev_hash"),
            header.TryGetProperty("prev_height", out var previous) && previous.ValueKind == JsonValueKind.Number
                ? previous.GetUInt64()
                : null,
            DateTimeOffset.UnixEpoch.AddTicks(checked((long)(ReadAmount(header, "timestamp") / NanosecondsPerTick))));
    }

    internal static AccountState ReadAccount(JsonElement result) => new(
        ReadAmount(result, "amount"),
        ReadAmount(result, "locked"),
        result.GetProperty("storage_usage").GetUInt64(),
        HasContract(result));

    internal static AccessKeyState ReadAccessKey(JsonElement result) => new(
        result.GetProperty("nonce").GetUInt64(),
        IsFullAccess(result.GetProperty("permission")),
        result.TryGetProperty("block_height", out var height) ? height.GetUInt64() : 0);

    /// <summary>The keys by their text, in its order.</summary>
    internal static SortedDictionary<string, AccessKeyState> ReadAccessKeys(JsonElement result)
    {
        var keys = new SortedDictionary<string, AccessKeyState>(StringComparer.Ordinal);
        foreach (var entry in result.GetProperty("keys").EnumerateArray())
        {
            keys[ReadText(entry, "public_key")] = ReadAccessKey(entry.GetProperty("access_key"));
        }

        return keys;
    }

    /// <summary>
    /// The changes that a transaction or a carried-out receipt caused, each cause once, in their order. A receipt that
    /// failed is rolled back and leaves none.
    /// </summary>
    internal static IReadOnlyList<StateChange> ReadChanges(JsonElement result) =>
    [
        .. result.GetProperty("changes").EnumerateArray()
            .Select(change => change.GetProperty("cause"))
            .Select(cause => cause.GetProperty("type").GetString() switch
            {
                "transaction_processing" => new StateChange(ReadHash(cause, "tx_hash"), null),
                "receipt_processing" => new StateChange(null, ReadHash(cause, "receipt_hash")),
                _ => null,
            })
            .OfType<StateChange>()
            .Distinct(),
    ];

    /// <summary>What a view method returned, as JSON.</summary>
    internal static JsonElement ReadCall(JsonElement result)
    {
        var bytes = result.GetProperty("result").EnumerateArray().Select(one => one.GetByte()).ToArray();
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    internal static RpcReceipt ReadReceipt(JsonElement result)
    {
        var body = result.GetProperty("receipt");
        var hasActions = body.TryGetProperty("Action", out var action);
        return new RpcReceipt(
            ReadHash(result, "receipt_id"),
            ReadText(result, "predecessor_id"),
            ReadText(result, "receiver_id"),
            hasActions ? ReadText(action, "signer_id") : NearAccountId.System,
            hasActions ? ReadActions(action.GetProperty("actions")) : []);
    }

    /// <summary>Actions as nodes print them. Kinds that this code does not know are named and move nothing.</summary>
    internal static IReadOnlyList<RpcAction> ReadActions(JsonElement actions) =>
        [.. actions.EnumerateArray().Select(ReadAction)];

    internal static NearHash ReadHash(JsonElement element, string name) =>
        NearHash.Parse(ReadText(element, name));

    internal static string ReadText(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    /// <summary>An amount: text of digits, or from old nodes a number.</summary>
    internal static UInt128 ReadAmount(JsonElement element, string name)
    {
        var value = element.GetProperty(name);
        return UInt128.Parse(
            value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!,
            NumberStyles.None,
            CultureInfo.InvariantCulture);
    }

    private static bool IsFullAccess(JsonElement permission) =>
        permission.ValueKind == JsonValueKind.String && permission.GetString() == "FullAccess";

    private static bool HasContract(JsonElement account) =>
        account.GetProperty("code_hash").GetString() != default(NearHash).ToString()
        || TextOrNull(account, "global_contract_hash") is not null
        || TextOrNull(account, "global_contract_account_id") is not null;

    private static string? TextOrNull(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static RpcAction ReadAction(JsonElement action)
    {
        if (action.ValueKind == JsonValueKind.String)
        {
            return new RpcAction(action.GetString() ?? string.Empty, 0, null, []);
        }

        foreach (var member in action.EnumerateObject())
        {
            return member.Name switch
            {
                RpcAction.TransferKind =>
                    new RpcAction(member.Name, ReadAmount(member.Value, "deposit"), null, []),
                RpcAction.FunctionCallKind => new RpcAction(
                    member.Name,
                    ReadAmount(member.Value, "deposit"),
                    ReadText(member.Value, "method_name"),
                    member.Value.GetProperty("args").GetBytesFromBase64()),
                _ => new RpcAction(member.Name, 0, null, []),
            };
        }

        throw new FormatException("an action has no kind");
    }
}
