using System.Text.Json.Nodes;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Demo;

/// <summary>One of the assets that the API says it accepts.</summary>
internal sealed record DemoAsset(string Alias, string Id, string Chain, int Decimals)
{
    /// <summary>Its name on its chain: SOL, USDC.</summary>
    internal string Symbol => Alias[(Chain.Length + 1)..];

    /// <summary>What the demo pays when it is not told: worth some 25 dollars, within everybody's limits.</summary>
    internal string DefaultAmount => Symbol switch
    {
        "SOL" => "0.2",
        "XLM" => "200",
        "NEAR" => "5",
        _ => "25",
    };

    internal string Format(UInt128 units) => AmountText.Format(units, Decimals);

    internal static DemoAsset Read(JsonNode item) => new(
        item["alias"]!.GetValue<string>(),
        item["assetId"]!.GetValue<string>(),
        item["chain"]!.GetValue<string>(),
        item["decimals"]!.GetValue<int>());
}
