using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Catalog;

/// <summary>The accepted assets.</summary>
internal sealed record AssetListBody
{
    /// <summary>The assets.</summary>
    public required IReadOnlyList<AssetBody> Items { get; init; }
}

/// <summary>An asset that the platform accepts.</summary>
internal sealed record AssetBody
{
    /// <summary>The short name: chain and symbol.</summary>
    public required string Alias { get; init; }

    /// <summary>The CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>The chain's short name.</summary>
    public required string Chain { get; init; }

    /// <summary>Decimals between the user's unit and the base unit.</summary>
    public required int Decimals { get; init; }

    /// <summary>The least a quote may ask, in the user's unit.</summary>
    public required string Minimum { get; init; }

    /// <summary>The least a quote may ask, in base units.</summary>
    public required string MinimumUnits { get; init; }

    /// <summary>The most a quote may ask, in the user's unit.</summary>
    public required string Maximum { get; init; }

    /// <summary>The most a quote may ask, in base units.</summary>
    public required string MaximumUnits { get; init; }

    /// <summary>What is kept of a refund for the network's fee, in the user's unit.</summary>
    public required string RefundFee { get; init; }

    /// <summary>What is kept of a refund, in base units.</summary>
    public required string RefundFeeUnits { get; init; }

    /// <summary>An overpayment up to this is kept; above it the excess goes back. In the user's unit.</summary>
    public required string Dust { get; init; }

    /// <summary>The same in base units.</summary>
    public required string DustUnits { get; init; }

    internal static AssetBody Of(Asset asset) => new()
    {
        Alias = asset.Alias,
        AssetId = asset.Id.Value,
        Chain = asset.Chain,
        Decimals = asset.Decimals,
        Minimum = AmountText.Format(asset.UnitsMin, asset.Decimals),
        MinimumUnits = QuoteMapper.Units(asset.UnitsMin),
        Maximum = AmountText.Format(asset.UnitsMax, asset.Decimals),
        MaximumUnits = QuoteMapper.Units(asset.UnitsMax),
        RefundFee = AmountText.Format(asset.RefundFeeUnits, asset.Decimals),
        RefundFeeUnits = QuoteMapper.Units(asset.RefundFeeUnits),
        Dust = AmountText.Format(asset.DustUnits, asset.Decimals),
        DustUnits = QuoteMapper.Units(asset.DustUnits),
    };
}

/// <summary>The chains.</summary>
internal sealed record ChainListBody
{
    /// <summary>The chains, by name.</summary>
    public required IReadOnlyList<ChainBody> Items { get; init; }
}

/// <summary>A chain and how it is doing.</summary>
internal sealed record ChainBody
{
    /// <summary>The short name.</summary>
    public required string Name { get; init; }

    /// <summary>The CAIP-2 id.</summary>
    public required string ChainId { get; init; }

    /// <summary>The platform's own account: customers pay to it and are paid from it.</summary>
    public required string Treasury { get; init; }

    /// <summary>
    /// <c>up</c>; <c>degraded</c>: payments are seen late; <c>down</c>: no server of the chain can be relied on, so
    /// there are no quotes on it; <c>halted</c>: the platform pays nothing out for the moment;
    /// <c>unknown</c>: the platform cannot tell.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>True when the platform pays nothing out on this chain for the moment.</summary>
    public required bool Halted { get; init; }

    /// <summary>Up to when payments have been read, at least; null when they have not been since the start.</summary>
    public required DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>What is wrong, as a sentence; null when nothing is.</summary>
    public required string? Problem { get; init; }

    /// <summary>Since when the chain is down; null when it is not.</summary>
    public required DateTimeOffset? DownSince { get; init; }

    /// <summary>When the chain may be back at the earliest; null when it is not down, or nobody knows.</summary>
    public required DateTimeOffset? RetryAt { get; init; }

    /// <summary>The servers through which the platform reaches the chain, best first; empty when not known.</summary>
    public required IReadOnlyList<EndpointBody> Endpoints { get; init; }
}

/// <summary>A server through which the platform reaches a chain.</summary>
internal sealed record EndpointBody
{
    /// <summary>What the platform calls it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>usable</c>; <c>unchecked</c>: not asked yet; <c>resting</c>: it asked for fewer requests; <c>failing</c>:
    /// most calls to it fail; and three kinds of servers that are not believed: <c>behind</c>, <c>contradicting</c>,
    /// <c>wrongNetwork</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Why it is not used, as a sentence; null when it is.</summary>
    public required string? Problem { get; init; }
}
