using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk;

/// <summary>
/// The allow lists: which chains, assets and pairs are traded. A list without entries allows all. What was promised
/// before an entry left its list is carried on.
/// </summary>
internal sealed class TradeRules(IOptions<RiskOptions> options)
{
    private readonly FrozenSet<string> chains = options.Value.AllowedChains.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> assets = options.Value.AllowedAssets.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> pairs = options.Value.AllowedPairs.ToFrozenSet(StringComparer.Ordinal);

    internal Refusal? Refuse(Asset pay, Asset receive) =>
        RefuseSide(pay, "pay.asset")
            ?? RefuseSide(receive, "receive.asset")
            ?? (pairs.Count == 0 || pairs.Contains($"{pay.Alias}>{receive.Alias}")
                ? null
                : Refused("receive.asset", $"{receive.Alias} for {pay.Alias} is", "AllowedPairs"));

    /// <summary>Why an asset is not taken; null when it is.</summary>
    internal Refusal? Refuse(Asset asset) => RefuseSide(asset, "asset");

    private Refusal? RefuseSide(Asset asset, string field)
    {
        if (chains.Count > 0 && !chains.Contains(asset.Chain))
        {
            return Refused(field, $"{asset.Chain} is", "AllowedChains");
        }

        return assets.Count == 0 || assets.Contains(asset.Alias)
            ? null
            : Refused(field, $"{asset.Alias} is", "AllowedAssets");
    }

    private static Refusal Refused(string field, string what, string list) => new()
    {
        Code = ErrorCodes.PairNotAllowed,
        Field = field,
        Detail = $"{what} not on the platform's list of what is traded (Risk:{list}). Ask for something else.",
    };
}
