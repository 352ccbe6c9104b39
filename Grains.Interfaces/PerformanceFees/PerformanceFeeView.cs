namespace OrleansTrading.Grains;

/// <summary>What figures lead to, in base units of the terms' asset.</summary>
[GenerateSerializer, Immutable, Alias("ot.performance-fee-charge")]
public sealed record PerformanceFeeCharge
{
    /// <summary>The mark of the period before, and what was paid in, less what was taken out.</summary>
    [Id(0)]
    public required Int128 Mark { get; init; }

    /// <summary>How far the equity is above the mark: profit without a fee so far; zero when it is not.</summary>
    [Id(1)]
    public required UInt128 Profit { get; init; }

    /// <summary>The fee, rounded down.</summary>
    [Id(2)]
    public required UInt128 Fee { get; init; }

    /// <summary>The provider's part of the fee.</summary>
    [Id(3)]
    public required UInt128 ProviderUnits { get; init; }

    /// <summary>The platform's part of the fee, rounded down.</summary>
    [Id(4)]
    public required UInt128 PlatformUnits { get; init; }

    /// <summary>The mark that the next period begins with: the higher one of equity and mark.</summary>
    [Id(5)]
    public required Int128 MarkAfter { get; init; }
}

/// <summary>A period that is closed. What it was closed with never changes.</summary>
[GenerateSerializer, Immutable, Alias("ot.fee-period-view")]
public sealed record FeePeriodView
{
    /// <summary>Which, from 1.</summary>
    [Id(0)]
    public required int Period { get; init; }

    /// <summary>When it began.</summary>
    [Id(1)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; of a last one that was closed before its time, when that was.</summary>
    [Id(2)]
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>When it was closed.</summary>
    [Id(3)]
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>What it ended with.</summary>
    [Id(4)]
    public required PerformanceFeeFigures Figures { get; init; }

    /// <summary>What was charged.</summary>
    [Id(5)]
    public required PerformanceFeeCharge Charge { get; init; }

    /// <summary>
    /// When the provider's part was paid; null: it is owed, or there is none. It is the transfer with the id
    /// <see cref="ProviderOperation"/> in the subscriber's wallet.
    /// </summary>
    [Id(6)]
    public required DateTimeOffset? ProviderPaidAt { get; init; }

    /// <summary>
    /// When the platform's part was paid; null: it is owed, or there is none. It is the debit with the id
    /// <see cref="PlatformOperation"/> in the subscriber's wallet.
    /// </summary>
    [Id(7)]
    public required DateTimeOffset? PlatformPaidAt { get; init; }

    /// <summary>The id of the transfer of the provider's part.</summary>
    [Id(8)]
    public required UInt128 ProviderOperation { get; init; }

    /// <summary>The id of the debit of the platform's part.</summary>
    [Id(9)]
    public required UInt128 PlatformOperation { get; init; }

    /// <summary>Whether the subscription ended with it.</summary>
    [Id(10)]
    public required bool IsLast { get; init; }

    /// <summary>Base units that are charged and not paid.</summary>
    [Id(11)]
    public required UInt128 Owed { get; init; }
}

/// <summary>The performance fees of a subscription.</summary>
[GenerateSerializer, Immutable, Alias("ot.performance-fee-view")]
public sealed record PerformanceFeeView
{
    /// <summary>The subscription.</summary>
    [Id(0)]
    public required SubscriptionId Id { get; init; }

    /// <summary>The terms.</summary>
    [Id(1)]
    public required PerformanceFeeTerms Terms { get; init; }

    /// <summary>When they were fixed.</summary>
    [Id(2)]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The mark, in base units, that the period under way began with.</summary>
    [Id(3)]
    public required Int128 Mark { get; init; }

    /// <summary>How many periods are closed.</summary>
    [Id(4)]
    public required int Periods { get; init; }

    /// <summary>Whether there will be no other period.</summary>
    [Id(5)]
    public required bool IsEnded { get; init; }

    /// <summary>When the period under way ends; null: there is none.</summary>
    [Id(6)]
    public required DateTimeOffset? PeriodEndsAt { get; init; }

    /// <summary>Base units that were charged in all.</summary>
    [Id(7)]
    public required UInt128 Charged { get; init; }

    /// <summary>Base units of them that are not paid.</summary>
    [Id(8)]
    public required UInt128 Owed { get; init; }

    /// <summary>When it is tried next to collect what is owed; null: nothing is.</summary>
    [Id(9)]
    public required DateTimeOffset? RetryAt { get; init; }
}

/// <summary>Closed periods, newest first.</summary>
/// <param name="Fees">The subscription.</param>
/// <param name="Periods">The page.</param>
[GenerateSerializer, Immutable, Alias("ot.fee-statement")]
public sealed record FeeStatement(PerformanceFeeView Fees, IReadOnlyList<FeePeriodView> Periods);
