using System.Text.Json;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>A request's parameters. Whatever is wrong with them becomes the RPC's own error -32602.</summary>
internal readonly struct RpcParameters(JsonElement values)
{
    internal const int InvalidParameters = -32602;

    private const int AddressesMax = 100;

    internal static JsonRpcErrorException Invalid(string problem) =>
        new(InvalidParameters, $"Invalid params: {problem}.");

    internal bool Has(int index) => At(index).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    internal string Text(int index) => At(index) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : throw Invalid($"parameter {index} must be a string");

    internal SolanaKey Key(int index) => ParseKey(Text(index));

    internal ulong Number(int index) => At(index) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetUInt64(out var value)
            ? value
            : throw Invalid($"parameter {index} must be an unsigned integer");

    internal IReadOnlyList<string> Texts(int index, int countMax) =>
        At(index) is { ValueKind: JsonValueKind.Array } list
        && list.GetArrayLength() <= countMax
        && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : throw Invalid($"parameter {index} must be a list of at most {countMax} strings");

    internal IReadOnlyList<SolanaKey> Keys(int index) => [.. Texts(index, AddressesMax).Select(ParseKey)];

    /// <summary>A member of the options object at an index; undefined when either is missing.</summary>
    internal JsonElement Option(int index, string name) =>
        At(index) is { ValueKind: JsonValueKind.Object } options && options.TryGetProperty(name, out var value)
            ? value
            : default;

    internal string? OptionText(int index, string name)
    {
        var value = Option(index, name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => throw Invalid($"{name} must be a string"),
        };
    }

    internal bool OptionFlag(int index, string name) => Option(index, name).ValueKind == JsonValueKind.True;

    internal ulong? OptionNumber(int index, string name)
    {
        var value = Option(index, name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Number when value.TryGetUInt64(out var number) => number,
            _ => throw Invalid($"{name} must be an unsigned integer"),
        };
    }

    /// <summary>The encoding: the parameter itself may be its name, or an object that holds it.</summary>
    internal string? Encoding(int index) =>
        At(index) is { ValueKind: JsonValueKind.String } text ? text.GetString() : OptionText(index, "encoding");

    internal Commitment Commitment(int index) => OptionText(index, "commitment") switch
    {
        null or "finalized" or "max" or "root" => Ledger.Commitment.Finalized,
        "confirmed" or "single" or "singleGossip" => Ledger.Commitment.Confirmed,
        "processed" or "recent" => Ledger.Commitment.Processed,
        var other => throw Invalid($"unknown commitment '{other}'"),
    };

    internal static SolanaKey ParseKey(string text) => SolanaKey.TryParse(text, out var key)
        ? key
        : throw Invalid("WrongSize or invalid base58 in an address");

    private JsonElement At(int index) => values.ValueKind == JsonValueKind.Array && index < values.GetArrayLength()
        ? values[index]
        : default;
}
