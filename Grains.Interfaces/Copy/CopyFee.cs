namespace OrleansTrading.Grains;

/// <summary>What a provider asks of who copies. docs/performance-fees.md has the formula.</summary>
[GenerateSerializer, Immutable, Alias("ot.copy-fee-terms")]
public sealed record CopyFeeTerms
{
    /// <summary>The fee, in basis points of new profit: 1 to 10,000.</summary>
    [Id(0)]
    public required int RateBasisPoints { get; init; }

    /// <summary>What a period is counted in.</summary>
    [Id(1)]
    public required FeePeriodUnit Unit { get; init; }

    /// <summary>How many of them: 1 to <see cref="PerformanceFeeConstants.LengthMax"/>.</summary>
    [Id(2)]
    public required int Length { get; init; }

    /// <summary>In which asset of the wallets it is paid.</summary>
    [Id(3)]
    public required AssetId Asset { get; init; }
}

/// <summary>Terms, and the wallet of who agrees to them.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Wallet">Of a provider the one that receives, of a subscriber the one that pays.</param>
[GenerateSerializer, Immutable, Alias("ot.copy-fee")]
public sealed record CopyFee(CopyFeeTerms Terms, WalletId Wallet);

/// <summary>How far a subscription's fees are.</summary>
[GenerateSerializer, Immutable, Alias("ot.subscription-fee-view")]
public sealed record SubscriptionFeeView
{
    /// <summary>What was agreed to. It holds for good, whatever the provider asks of others later.</summary>
    [Id(0)]
    public required PerformanceFeeTerms Terms { get; init; }

    /// <summary>The currency of the account when it was agreed to.</summary>
    [Id(1)]
    public required string Currency { get; init; }

    /// <summary>Base units of the asset that a hundredth of the currency counts as.</summary>
    [Id(2)]
    public required long UnitsPerCent { get; init; }

    /// <summary>Periods that are closed.</summary>
    [Id(3)]
    public required int Periods { get; init; }

    /// <summary>True when none follows.</summary>
    [Id(4)]
    public required bool IsOver { get; init; }

    /// <summary>When the period under way is closed; null: none is under way.</summary>
    [Id(5)]
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>
    /// The figures with which a period is being closed: stored before, and the same until it is; null: none is.
    /// </summary>
    [Id(6)]
    public CloseFeePeriod? Closing { get; init; }
}
