namespace OrleansTrading.Grains;

/// <summary>What a period is counted in.</summary>
public enum FeePeriodUnit
{
    /// <summary>24 hours.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>
    /// To the same day of a later month, in UTC; in a month that lacks the day, to its last day. Always counted from
    /// the beginning of the first period, so that a 31st comes back.
    /// </summary>
    Month,
}

/// <summary>What is charged, by whom and to whom. Fixed when it is opened.</summary>
[GenerateSerializer, Immutable, Alias("ot.performance-fee-terms")]
public sealed record PerformanceFeeTerms
{
    /// <summary>The wallet that pays.</summary>
    [Id(0)]
    public required WalletId Subscriber { get; init; }

    /// <summary>The wallet that gets the provider's share; another one.</summary>
    [Id(1)]
    public required WalletId Provider { get; init; }

    /// <summary>In which asset equity is measured and the fee is paid; on the platform's list.</summary>
    [Id(2)]
    public required AssetId Asset { get; init; }

    /// <summary>The fee, in basis points of new profit: 0 to 10,000.</summary>
    [Id(3)]
    public required int RateBasisPoints { get; init; }

    /// <summary>The platform's share, in basis points of the fee: 0 to 10,000. The provider gets the rest.</summary>
    [Id(4)]
    public required int PlatformShareBasisPoints { get; init; }

    /// <summary>What a period is counted in.</summary>
    [Id(5)]
    public required FeePeriodUnit Unit { get; init; }

    /// <summary>How many of them: 1 to <see cref="PerformanceFeeConstants.LengthMax"/>.</summary>
    [Id(6)]
    public required int Length { get; init; }

    /// <summary>When the first period begins; the others follow it without gaps.</summary>
    [Id(7)]
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>
    /// What the subscription is worth then, in base units: the first mark. 0 to
    /// <see cref="PerformanceFeeConstants.UnitsMax"/>.
    /// </summary>
    [Id(8)]
    public required UInt128 OpeningEquity { get; init; }
}

/// <summary>What a period ended with. All units are base units of the terms' asset.</summary>
[GenerateSerializer, Immutable, Alias("ot.performance-fee-figures")]
public sealed record PerformanceFeeFigures
{
    /// <summary>
    /// What the subscription is worth at the end: balance and open profit less open loss, before the period's fee. May
    /// be below zero; at most <see cref="PerformanceFeeConstants.UnitsMax"/> in either direction.
    /// </summary>
    [Id(0)]
    public required Int128 Equity { get; init; }

    /// <summary>What was paid in during the period, at most <see cref="PerformanceFeeConstants.UnitsMax"/>.</summary>
    [Id(1)]
    public required UInt128 Deposits { get; init; }

    /// <summary>
    /// What was taken out during the period, at most <see cref="PerformanceFeeConstants.UnitsMax"/>. Performance fees
    /// are none: a mark is no lower because a fee was paid.
    /// </summary>
    [Id(2)]
    public required UInt128 Withdrawals { get; init; }
}

/// <summary>Closes a period.</summary>
[GenerateSerializer, Immutable, Alias("ot.close-fee-period")]
public sealed record CloseFeePeriod
{
    /// <summary>Which, from 1; each after the one before.</summary>
    [Id(0)]
    public required int Period { get; init; }

    /// <summary>What it ended with.</summary>
    [Id(1)]
    public required PerformanceFeeFigures Figures { get; init; }

    /// <summary>
    /// True when the subscription ends with it: it may be closed before its time, and no other one follows.
    /// </summary>
    [Id(2)]
    public bool IsLast { get; init; }
}
