using System.Text.Json;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>
/// A request's parameters: by name, or in the old order. What is wrong becomes the RPC's parse error.
/// </summary>
internal readonly struct NearParameters(JsonElement values)
{
    /// <summary>A text by its name, or at its old place.</summary>
    internal string Text(string name, int index) => TextOrNull(name, index)
        ?? throw NearErrors.Parse($"missing field `{name}`");

    internal string? TextOrNull(string name, int index = -1) =>
        Find(name, index) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal NearHash Hash(string name, int index) => NearHash.TryParse(Text(name, index), out var hash)
        ? hash
        : throw NearErrors.Parse($"`{name}` is not base58 of 32 bytes");

    internal IReadOnlyList<JsonElement> List(string name) =>
        Find(name, -1) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()]
            : throw NearErrors.Parse($"missing field `{name}`");

    internal ulong? Number(string name) =>
        Find(name, -1) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var value)
            ? value
            : null;

    /// <summary>
    /// The block that a request names, which this node has: by <c>block_id</c> (height or hash), by <c>finality</c>, or
    /// by <c>sync_checkpoint</c>.
    /// </summary>
    /// <param name="ledger">The node.</param>
    /// <param name="index">Where old requests have the block; -1 where they have none.</param>
    internal ulong Block(NearLedger ledger, int index = -1)
    {
        var id = Find("block_id", index);
        var height = id switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetUInt64(out var value) => value,
            { ValueKind: JsonValueKind.String } text when NearHash.TryParse(text.GetString()!, out var hash) =>
                ledger.HeightOf(hash) ?? throw NearErrors.UnknownBlock(hash.ToString()),
            null or { ValueKind: JsonValueKind.Null } => ByFinality(ledger),
            _ => throw NearErrors.Parse("data did not match any variant of untagged enum BlockId"),
        };
        return height < NearGenesis.Height || height > ledger.Head
                ? throw NearErrors.UnknownBlock($"{height}")
            : height < ledger.Earliest
                ? throw NearErrors.GarbageCollected(height, ledger.HashOf(height).ToString())
            : height;
    }

    private ulong ByFinality(NearLedger ledger) => TextOrNull("finality") switch
    {
        "final" or "near-final" => ledger.FinalHead,
        "optimistic" => ledger.Head,
        null => TextOrNull("sync_checkpoint") switch
        {
            "genesis" => NearGenesis.Height,
            "earliest_available" => ledger.Earliest,
            _ => ledger.Head,
        },
        var other => throw NearErrors.Parse($"unknown variant `{other}` of finality"),
    };

    private JsonElement? Find(string name, int index) =>
        values.ValueKind == JsonValueKind.Object
            ? values.TryGetProperty(name, out var value) ? value : null
        : values.ValueKind == JsonValueKind.Array && index >= 0 && index < values.GetArrayLength()
            ? values[index]
        : null;
}
