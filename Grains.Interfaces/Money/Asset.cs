namespace OrleansTrading.Grains;

/// <summary>
/// An asset that the platform accepts: what it is called, how it is counted, and what limits hold for it.
/// </summary>
public sealed record Asset
{
    /// <summary>The CAIP-19 id.</summary>
    public required AssetId Id { get; init; }

    /// <summary>The short name: chain and symbol, <c>stellar/XLM</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>The chain's short name.</summary>
    public required string Chain { get; init; }

    /// <summary>Decimals between the user's unit and the base unit.</summary>
    public required int Decimals { get; init; }

    /// <summary>The price feed in US dollars, e.g. <c>XLM/USD</c>.</summary>
    public required string PriceFeed { get; init; }

    /// <summary>The least a quote may ask to be paid or received, in base units.</summary>
    public required UInt128 UnitsMin { get; init; }

    /// <summary>The most a quote may ask to be paid or received, in base units.</summary>
    public required UInt128 UnitsMax { get; init; }

    /// <summary>What is kept of a refund for the network's fee, in base units.</summary>
    public required UInt128 RefundFeeUnits { get; init; }

    /// <summary>An overpayment up to this many base units is kept; above it the excess is refunded.</summary>
    public required UInt128 DustUnits { get; init; }

    /// <summary>What a withdrawal costs besides its amount, in base units; may be zero.</summary>
    public UInt128 WithdrawalFeeUnits { get; init; }

    /// <summary>An amount of this asset as people write it, with the symbol.</summary>
    public string Describe(UInt128 units) => $"{AmountText.Format(units, Decimals)} {Alias}";
}
