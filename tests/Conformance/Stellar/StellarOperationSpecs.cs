using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar.Xdr;
using static OrleansTrading.Conformance.Tests.Stellar.StellarSpecs;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>The operations among them.</summary>
internal static class StellarOperationSpecs
{
    internal static StellarOperation Build(JsonNode o)
    {
        var source = Muxed(o["source"]);
        return (string)o["type"]! switch
        {
            "createAccount" => new CreateAccountOperation(
                (string)o["destination"]!, Number(o["startingBalance"]), source),
            "payment" => new PaymentOperation(
                Muxed(o["destination"])!, Asset(o["asset"]), Number(o["amount"]), source),
            "pathPaymentStrictReceive" => new PathPaymentStrictReceiveOperation(
                Asset(o["sendAsset"]),
                Number(o["sendMax"]),
                Muxed(o["destination"])!,
                Asset(o["destAsset"]),
                Number(o["destAmount"]),
                Path(o),
                source),
            "pathPaymentStrictSend" => new PathPaymentStrictSendOperation(
                Asset(o["sendAsset"]),
                Number(o["sendAmount"]),
                Muxed(o["destination"])!,
                Asset(o["destAsset"]),
                Number(o["destMin"]),
                Path(o),
                source),
            "changeTrust" => new ChangeTrustOperation(Asset(o["asset"]), Number(o["limit"]), source),
            "accountMerge" => new AccountMergeOperation(Muxed(o["destination"])!, source),
            "manageData" => new ManageDataOperation(
                (string)o["name"]!, o["value"] is { } value ? Convert.FromHexString((string)value!) : null, source),
            "createClaimableBalance" => new CreateClaimableBalanceOperation(
                Asset(o["asset"]),
                Number(o["amount"]),
                [
                    .. o["claimants"]!.AsArray().Select(claimant => new Claimant(
                        (string)claimant!["destination"]!, Predicate(claimant["predicate"]!))),
                ],
                source),
            "claimClaimableBalance" => new ClaimClaimableBalanceOperation((string)o["balanceId"]!, source),
            "bumpSequence" => new BumpSequenceOperation(Number(o["bumpTo"]), source),
            var type => throw new ArgumentException($"There is no operation {type}."),
        };
    }

    internal static JsonNode ToJson(StellarOperation operation)
    {
        JsonObject json = operation switch
        {
            CreateAccountOperation o => new()
            {
                ["type"] = "createAccount",
                ["destination"] = o.Destination,
                ["startingBalance"] = Text(o.StartingBalance),
            },
            PaymentOperation o => new()
            {
                ["type"] = "payment",
                ["destination"] = o.Destination.ToString(),
                ["asset"] = o.Asset.ToString(),
                ["amount"] = Text(o.Amount),
            },
            PathPaymentStrictReceiveOperation o => new(
                PathFields("pathPaymentStrictReceive", o.SendAsset, o.Destination, o.Asset, o.Path))
            {
                ["sendMax"] = Text(o.SendMax),
                ["destAmount"] = Text(o.Amount),
            },
            PathPaymentStrictSendOperation o => new(
                PathFields("pathPaymentStrictSend", o.SendAsset, o.Destination, o.Asset, o.Path))
            {
                ["sendAmount"] = Text(o.SendAmount),
                ["destMin"] = Text(o.AmountMin),
            },
            ChangeTrustOperation o => new()
            {
                ["type"] = "changeTrust", ["asset"] = o.Asset.ToString(), ["limit"] = Text(o.Limit),
            },
            AccountMergeOperation o => new()
            {
                ["type"] = "accountMerge", ["destination"] = o.Destination.ToString(),
            },
            ManageDataOperation o => new()
            {
                ["type"] = "manageData",
                ["name"] = o.Name,
                ["value"] = o.Value is null ? null : Convert.ToHexStringLower(o.Value),
            },
            CreateClaimableBalanceOperation o => new()
            {
                ["type"] = "createClaimableBalance",
                ["asset"] = o.Asset.ToString(),
                ["amount"] = Text(o.Amount),
                ["claimants"] = new JsonArray([.. o.Claimants.Select(ToJson)]),
            },
            ClaimClaimableBalanceOperation o => new()
            {
                ["type"] = "claimClaimableBalance", ["balanceId"] = o.BalanceId,
            },
            BumpSequenceOperation o => new() { ["type"] = "bumpSequence", ["bumpTo"] = Text(o.BumpTo) },
            _ => throw new ArgumentException(operation.GetType().Name),
        };
        json["source"] = operation.Source?.ToString();
        return json;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> PathFields(
        string type, StellarAsset sent, MuxedAccount destination, StellarAsset asset, IEnumerable<StellarAsset> path) =>
    [
        new("type", type),
        new("sendAsset", sent.ToString()),
        new("destination", destination.ToString()),
        new("destAsset", asset.ToString()),
        new("path", new JsonArray([.. path.Select(hop => (JsonNode)hop.ToString())])),
    ];

    private static ClaimPredicate Predicate(JsonNode p) => (string)p["kind"]! switch
    {
        "unconditional" => ClaimPredicate.Unconditional.Instance,
        "and" => new ClaimPredicate.And(Predicate(p["left"]!), Predicate(p["right"]!)),
        "or" => new ClaimPredicate.Or(Predicate(p["left"]!), Predicate(p["right"]!)),
        "not" => new ClaimPredicate.Not(Predicate(p["inner"]!)),
        "before" => new ClaimPredicate.BeforeTime(Number(p["seconds"])),
        "within" => new ClaimPredicate.Within(Number(p["seconds"])),
        var kind => throw new ArgumentException($"There is no predicate {kind}."),
    };

    private static JsonObject ToJson(Claimant claimant) => new()
    {
        ["destination"] = claimant.Destination, ["predicate"] = ToJson(claimant.Predicate),
    };

    private static JsonObject ToJson(ClaimPredicate predicate) => predicate switch
    {
        ClaimPredicate.Unconditional => new() { ["kind"] = "unconditional" },
        ClaimPredicate.And p => new() { ["kind"] = "and", ["left"] = ToJson(p.Left), ["right"] = ToJson(p.Right) },
        ClaimPredicate.Or p => new() { ["kind"] = "or", ["left"] = ToJson(p.Left), ["right"] = ToJson(p.Right) },
        ClaimPredicate.Not p => new() { ["kind"] = "not", ["inner"] = ToJson(p.Inner) },
        ClaimPredicate.BeforeTime p => new() { ["kind"] = "before", ["seconds"] = Text(p.UnixSeconds) },
        ClaimPredicate.Within p => new() { ["kind"] = "within", ["seconds"] = Text(p.Seconds) },
        _ => throw new ArgumentException(predicate.GetType().Name),
    };

    private static StellarAsset[] Path(JsonNode o) => [.. o["path"]!.AsArray().Select(Asset)];

    private static StellarAsset Asset(JsonNode? text) => ((string)text!).Split(':') switch
    {
        [var code, var issuer] => StellarAsset.Issued(code, issuer),
        _ => StellarAsset.Native,
    };
}
