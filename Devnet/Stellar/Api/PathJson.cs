using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Ways through the exchange as Horizon writes them (<c>/paths</c>).</summary>
internal static class PathJson
{
    internal static HorizonReply Read(HorizonRequest request) => request.Segments switch
    {
        [_, "strict-send"] => ReadSend(request),
        [_, "strict-receive"] => ReadReceive(request),
        _ => HorizonProblems.NotFound(),
    };

    internal static JsonArray Hops(IReadOnlyList<StellarAsset> hops) => new([.. hops.Select(hop =>
    {
        var json = new JsonObject();
        HorizonJson.AddAsset(json, hop);
        return (JsonNode)json;
    })]);

    private static HorizonReply ReadSend(HorizonRequest request)
    {
        if (Asset(request, "source_") is not { } given || !TryAmount(request, "source_amount", out var amount))
        {
            return HorizonProblems.BadRequest("source_amount", "source asset or amount: invalid value");
        }

        return Answer(Assets(request, "destination_assets")
            .Where(got => DevnetExchange.Out(given, amount, got) is > 0)
            .Select(got => Record(given, amount, got, DevnetExchange.Out(given, amount, got)!.Value)));
    }

    private static HorizonReply ReadReceive(HorizonRequest request)
    {
        if (Asset(request, "destination_") is not { } got || !TryAmount(request, "destination_amount", out var amount))
        {
            return HorizonProblems.BadRequest("destination_amount", "destination asset or amount: invalid value");
        }

        return Answer(Assets(request, "source_assets")
            .Where(given => DevnetExchange.In(given, got, amount) is not null)
            .Select(given => Record(given, DevnetExchange.In(given, got, amount)!.Value, got, amount)));
    }

    private static HorizonReply Answer(IEnumerable<JsonObject> records) => new(200, new JsonObject
    {
        ["_embedded"] = new JsonObject { ["records"] = new JsonArray([.. records.Select(one => (JsonNode)one)]) },
    });

    private static JsonObject Record(StellarAsset given, long givenAmount, StellarAsset got, long gotAmount)
    {
        var json = new JsonObject();
        HorizonJson.AddAsset(json, given, "source_");
        json["source_amount"] = StellarAmount.Format(givenAmount);
        HorizonJson.AddAsset(json, got, "destination_");
        json["destination_amount"] = StellarAmount.Format(gotAmount);
        json["path"] = new JsonArray();
        return json;
    }

    private static bool TryAmount(HorizonRequest request, string name, out long amount) =>
        StellarAmount.TryParse(request.Query.GetValueOrDefault(name, string.Empty), out amount) && amount > 0;

    private static StellarAsset? Asset(HorizonRequest request, string prefix) =>
        request.Query.GetValueOrDefault(prefix + "asset_type") == "native" ? StellarAsset.Native
        : StellarAsset.TryIssued(
            request.Query.GetValueOrDefault(prefix + "asset_code", string.Empty),
            request.Query.GetValueOrDefault(prefix + "asset_issuer", string.Empty),
            out var asset) ? asset
        : null;

    /// <summary>A list of assets in one text; what is no asset has no way.</summary>
    private static IEnumerable<StellarAsset> Assets(HorizonRequest request, string name)
    {
        foreach (var text in request.Query.GetValueOrDefault(name, string.Empty).Split(','))
        {
            if (text == "native")
            {
                yield return StellarAsset.Native;
            }
            else if (text.Split(':') is [var code, var issuer] && StellarAsset.TryIssued(code, issuer, out var asset))
            {
                yield return asset;
            }
        }
    }
}
