namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// A provider's fee and a wallet: of the provider the one that receives, of a subscriber the one that pays.
/// </summary>
internal sealed record CopyFeeRequest
{
    /// <summary>The fee in basis points of new profit, 1 to 10,000.</summary>
    public required int RateBasisPoints { get; init; }

    /// <summary>How many units a period has: 1 to 12.</summary>
    public required int Length { get; init; }

    /// <summary><c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The asset in which it is paid, by alias or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>A wallet of yours, by id.</summary>
    public required string Wallet { get; init; }
}

/// <summary>What a provider takes of new profit.</summary>
internal sealed record CopyFeeBody
{
    /// <summary>The fee in basis points of new profit.</summary>
    public required int RateBasisPoints { get; init; }

    /// <summary>How many units a period has.</summary>
    public required int Length { get; init; }

    /// <summary><c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The asset in which it is paid.</summary>
    public required string Asset { get; init; }
}

/// <summary>The fee that a subscription was agreed with. <c>GET /v1/performance-fees/{id}</c> has what was charged.
/// </summary>
internal sealed record SubscriptionFeeBody
{
    /// <summary>What was agreed to, for good.</summary>
    public required CopyFeeBody Terms { get; init; }

    /// <summary>The wallet that pays.</summary>
    public required string Wallet { get; init; }

    /// <summary>The account's currency, in which results are told.</summary>
    public required string Currency { get; init; }

    /// <summary>Base units of the asset that a hundredth of the currency counts as.</summary>
    public required string UnitsPerCent { get; init; }

    /// <summary>Periods that are closed.</summary>
    public required int PeriodsClosed { get; init; }

    /// <summary>When the period under way is closed; null: the last one is closed.</summary>
    public required DateTimeOffset? ClosesAt { get; init; }

    /// <summary><c>open</c>, <c>closing</c> (a period is being closed now) or <c>ended</c>.</summary>
    public required string Status { get; init; }
}
