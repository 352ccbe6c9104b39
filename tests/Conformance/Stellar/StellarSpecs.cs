using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>A case's JSON to our types and back, in the shapes of the script.</summary>
internal static class StellarSpecs
{
    internal static StellarTransaction Build(JsonNode spec) => new(
        Muxed(spec["source"])!,
        uint.Parse((string)spec["fee"]!, CultureInfo.InvariantCulture),
        Number(spec["sequence"]),
        spec["timeBounds"] is { } bounds
            ? new TimeBounds((ulong)Number(bounds["min"]), (ulong)Number(bounds["max"]))
            : null,
        Memo(spec["memo"]!),
        [.. spec["operations"]!.AsArray().Select(operation => StellarOperationSpecs.Build(operation!))]);

    internal static JsonObject ToJson(Envelope envelope) => envelope switch
    {
        TransactionEnvelope single => ToJson(single.Transaction),
        FeeBumpEnvelope bump => new JsonObject
        {
            ["feeSource"] = bump.FeeSource.ToString(),
            ["fee"] = Text(bump.FeeMax),
            ["inner"] = ToJson(bump.Inner.Transaction),
        },
        _ => throw new ArgumentException(envelope.GetType().Name),
    };

    internal static MuxedAccount? Muxed(JsonNode? address) => address is null
        ? null
        : MuxedAccount.TryParse((string)address!, out var account)
            ? account
            : throw new ArgumentException($"{address} is no account.");

    internal static long Number(JsonNode? text) => long.Parse((string)text!, CultureInfo.InvariantCulture);

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject ToJson(StellarTransaction transaction) => new()
    {
        ["source"] = transaction.Source.ToString(),
        ["fee"] = Text(transaction.FeeMax),
        ["sequence"] = Text(transaction.Sequence),
        ["timeBounds"] = transaction.TimeBounds is { } bounds
            ? new JsonObject { ["min"] = Text((long)bounds.MinTime), ["max"] = Text((long)bounds.MaxTime) }
            : null,
        ["memo"] = ToJson(transaction.Memo),
        ["operations"] = new JsonArray([.. transaction.Operations.Select(StellarOperationSpecs.ToJson)]),
    };

    private static StellarMemo Memo(JsonNode memo) => ((string)memo["type"]!, (string?)memo["value"]) switch
    {
        ("none", _) => StellarMemo.None.Instance,
        ("text", { } value) => new StellarMemo.Text(Convert.FromBase64String(value)),
        ("id", { } value) => new StellarMemo.Number(ulong.Parse(value, CultureInfo.InvariantCulture)),
        ("hash", { } value) => new StellarMemo.Hash(Convert.FromHexString(value)),
        ("return", { } value) => new StellarMemo.Return(Convert.FromHexString(value)),
        _ => throw new ArgumentException($"There is no memo {memo.ToJsonString()}."),
    };

    private static JsonObject ToJson(StellarMemo memo)
    {
        var (type, value) = memo switch
        {
            StellarMemo.None => ("none", null),
            StellarMemo.Text text => ("text", Convert.ToBase64String(text.Bytes)),
            StellarMemo.Number number => ("id", number.Value.ToString(CultureInfo.InvariantCulture)),
            StellarMemo.Hash hash => ("hash", Convert.ToHexStringLower(hash.Bytes)),
            StellarMemo.Return hash => ("return", Convert.ToHexStringLower(hash.Bytes)),
            _ => throw new ArgumentException(memo.GetType().Name),
        };
        return new JsonObject { ["type"] = type, ["value"] = value };
    }
}
