using OrleansTrading.Client.Api.Quotes;

namespace OrleansTrading.Client.Api.PerformanceFees;

/// <summary>A page of subscriptions with a performance fee, newest first.</summary>
internal sealed record PerformanceFeePageBody
{
    /// <summary>The subscriptions.</summary>
    public required IReadOnlyList<PerformanceFeeBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A subscription's performance fee.</summary>
internal sealed record PerformanceFeeBody
{
    /// <summary>The subscription's id.</summary>
    public required string Subscription { get; init; }

    /// <summary>What you are in it: <c>subscriber</c> or <c>provider</c>; who is both is its subscriber.</summary>
    public required string Role { get; init; }

    /// <summary>The wallet of yours that pays, or gets, the fee.</summary>
    public required string Wallet { get; init; }

    /// <summary>The fee in basis points of new profit.</summary>
    public required int RateBasisPoints { get; init; }

    /// <summary>The platform's share in basis points of the fee.</summary>
    public required int PlatformShareBasisPoints { get; init; }

    /// <summary>How long a period is: a number and <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public required string PeriodLength { get; init; }

    /// <summary>When the first period began.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Periods that are closed.</summary>
    public required int Periods { get; init; }

    /// <summary>When the period under way ends; null: there is none.</summary>
    public required DateTimeOffset? PeriodEndsAt { get; init; }

    /// <summary>The mark that the period under way began with; null for the provider.</summary>
    public required SignedAmountBody? Mark { get; init; }

    /// <summary>What was charged in all.</summary>
    public required AmountBody Charged { get; init; }

    /// <summary>What of it is not paid.</summary>
    public required AmountBody Owed { get; init; }
}

/// <summary>An amount that may be below zero.</summary>
internal sealed record SignedAmountBody
{
    /// <summary>The asset's alias; its CAIP-19 id when the platform no longer accepts it.</summary>
    public required string Asset { get; init; }

    /// <summary>The amount in base units, as text, with <c>-</c> before it below zero.</summary>
    public required string Units { get; init; }
}

/// <summary>A page of a statement, newest period first.</summary>
internal sealed record FeePeriodPageBody
{
    /// <summary>The periods.</summary>
    public required IReadOnlyList<FeePeriodBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A closed period. What it was closed with never changes.</summary>
internal sealed record FeePeriodBody
{
    /// <summary>Its number, from 1.</summary>
    public required int Period { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>Whether the subscription ended with it.</summary>
    public required bool Last { get; init; }

    /// <summary>What was reported; null for the provider.</summary>
    public required FeeFiguresBody? Figures { get; init; }

    /// <summary>What was charged.</summary>
    public required FeeChargeBody Charge { get; init; }

    /// <summary>What of it is not paid.</summary>
    public required AmountBody Owed { get; init; }

    /// <summary>When the provider's part was paid; null: it is owed, or there is none.</summary>
    public required DateTimeOffset? ProviderPaidAt { get; init; }

    /// <summary>When the platform's part was paid; null: it is owed, or there is none.</summary>
    public required DateTimeOffset? PlatformPaidAt { get; init; }

    /// <summary>The entry of the provider's part in the subscriber's wallet, 32 hexadecimal digits.</summary>
    public required string ProviderOperation { get; init; }

    /// <summary>The entry of the platform's part in the subscriber's wallet, 32 hexadecimal digits.</summary>
    public required string PlatformOperation { get; init; }
}

/// <summary>What a period ended with.</summary>
internal sealed record FeeFiguresBody
{
    /// <summary>What the subscription was worth at the end, before the period's fee.</summary>
    public required SignedAmountBody Equity { get; init; }

    /// <summary>What was paid in during the period.</summary>
    public required AmountBody Deposits { get; init; }

    /// <summary>What was taken out during the period.</summary>
    public required AmountBody Withdrawals { get; init; }
}

/// <summary>What figures lead to.</summary>
internal sealed record FeeChargeBody
{
    /// <summary>The mark: that of the period before, and deposits less withdrawals; null for the provider.</summary>
    public required SignedAmountBody? Mark { get; init; }

    /// <summary>How far the equity is above the mark.</summary>
    public required AmountBody Profit { get; init; }

    /// <summary>The fee.</summary>
    public required AmountBody Fee { get; init; }

    /// <summary>The provider's part of it.</summary>
    public required AmountBody Provider { get; init; }

    /// <summary>The platform's part of it.</summary>
    public required AmountBody Platform { get; init; }

    /// <summary>The mark of the next period; null for the provider.</summary>
    public required SignedAmountBody? MarkAfter { get; init; }
}

/// <summary>A subscription's fees as operators see them.</summary>
internal sealed record OperatorPerformanceFeeBody
{
    /// <summary>The subscriber's wallet.</summary>
    public required string SubscriberWallet { get; init; }

    /// <summary>The provider's wallet.</summary>
    public required string ProviderWallet { get; init; }

    /// <summary>When it is tried next to collect what is owed; null: nothing is.</summary>
    public required DateTimeOffset? RetryAt { get; init; }

    /// <summary>What the subscriber sees.</summary>
    public required PerformanceFeeBody Fee { get; init; }

    /// <summary>The statement, newest period first.</summary>
    public required FeePeriodPageBody Statement { get; init; }
}
