using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Breakers;
using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Risk.Prices;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Quotes;

/// <summary>
/// What speaks against a quote besides its user's own limits: allow lists, breakers, limits of all users together, and
/// the price's move.
/// </summary>
internal sealed class QuoteGuards(
    AssetCatalog catalog,
    GlobalLimits limits,
    TradeRules rules,
    ChainBreakers breakers,
    IPriceSource prices,
    PriceRules priceRules,
    RiskMetrics metrics,
    TimeProvider time,
    IOptions<RiskOptions> options)
{
    internal GlobalLimits Limits => limits;

    internal PriceMovePolicy PriceMovePolicy => options.Value.PriceMove;

    /// <summary>
    /// The limits that a quote counts against. What is no longer in <c>Platform:Assets</c> has none; it is not
    /// delivered either.
    /// </summary>
    internal IReadOnlyList<LimitCounter> CountersOf(AssetId pay, AssetId receive) =>
        limits.Any && catalog.Find(pay.Value) is { } paid && catalog.Find(receive.Value) is { } received
            ? limits.Of(paid, received)
            : [];

    /// <summary>What a quote counts against its user's own limits.</summary>
    internal RiskClaim ClaimOf(QuoteState state) => new()
    {
        UsdCents = state.UsdCents,
        Limits = catalog.Find(state.Pay.Amount.Asset.Value) is { } paid
            && catalog.Find(state.Receive.Amount.Asset.Value) is { } received
                ? [LimitKeys.Quotes, .. LimitNames.Of(paid, received)]
                : [LimitKeys.Quotes],
    };

    /// <summary>Why nothing of this kind is quoted now, whatever the amount; null when it is.</summary>
    internal async Task<Refusal?> RefuseKindAsync(IGrainFactory grains, QuoteId quote, QuoteTerms terms) =>
        rules.Refuse(terms.PayAsset, terms.ReceiveAsset)
            ?? await breakers.RefuseAsync(grains, terms.ReceiveChain.Name, quote)
            ?? (terms.PayChain.Name == terms.ReceiveChain.Name
                ? null
                : await breakers.RefuseAsync(grains, terms.PayChain.Name, quote));

    /// <summary>Why a quote of this value is not made, as far as this process knows; null when it is.</summary>
    internal Refusal? RefuseValue(QuoteTerms terms, ulong usdCents) =>
        limits.Check(limits.Of(terms.PayAsset, terms.ReceiveAsset), usdCents);

    /// <summary>Tells the breaker of an asset's chain how a delivery on it has ended.</summary>
    internal Task ReportAsync(IGrainFactory grains, AssetId asset, QuoteId quote, string? problem) =>
        catalog.Find(asset.Value) is { } known
            ? breakers.ReportAsync(grains, known.Chain, problem is null ? null : $"{quote}: {problem}")
            : Task.CompletedTask;

    /// <summary>
    /// How far the pair's price has moved since a quote was made, in words; null when not too far, or when no price
    /// that may be used can be had: the promise holds then.
    /// </summary>
    internal async Task<string?> FindPriceMoveAsync(QuoteState state)
    {
        var (pay, receive) = (state.Rate.Pay, state.Rate.Receive);
        var answers = await prices.GetAsync([pay.Feed, receive.Feed]);
        if (priceRules.RefusePair(answers[0], answers[1], time.GetUtcNow()) is not null)
        {
            return null;
        }

        var moved = PriceMove.BasisPoints(pay, receive, answers[0].Price!, answers[1].Price!);
        if (moved <= options.Value.PriceMoveBasisPointsMax)
        {
            return null;
        }

        metrics.PriceMoved();
        return $"The rate of {pay.Feed} to {receive.Feed} has moved by {moved} basis points since the quote;"
            + $" {options.Value.PriceMoveBasisPointsMax} are allowed.";
    }
}
