using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.PerformanceFees;

/// <summary>A closed period. Only what is paid of it changes.</summary>
internal sealed record ClosedPeriod
{
    public required PerformanceFeeFigures Figures { get; init; }

    public required PerformanceFeeCharge Charge { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    public required bool IsLast { get; init; }

    /// <summary>When the subscriber's wallet sent the provider's part; null: it did not, or there is none.</summary>
    public DateTimeOffset? ProviderPaidAt { get; init; }

    /// <summary>When the subscriber's wallet was debited the platform's part; null: it was not, or there is none.
    /// </summary>
    public DateTimeOffset? PlatformPaidAt { get; init; }

    /// <summary>What is charged and not paid.</summary>
    [JsonIgnore]
    public UInt128 Owed => (ProviderPaidAt is null ? Charge.ProviderUnits : 0)
        + (PlatformPaidAt is null ? Charge.PlatformUnits : 0);
}

/// <summary>The performance fees of a subscription as they are stored.</summary>
internal sealed class PerformanceFeeState : IListedState, IRecordedState
{
    /// <summary>The terms; null: there are none yet.</summary>
    public PerformanceFeeTerms? Terms { get; set; }

    /// <summary>When they were fixed.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>All closed periods, the first one first, at most <see cref="PerformanceFeeConstants.PeriodsMax"/>.
    /// </summary>
    public List<ClosedPeriod> Periods { get; init; } = [];

    /// <summary>When it is to be tried to collect what is owed; null: nothing is.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <summary>The mark that the period under way began with.</summary>
    [JsonIgnore]
    public Int128 Mark => Periods.Count == 0 ? (Int128)Terms!.OpeningEquity : Periods[^1].Charge.MarkAfter;

    /// <summary>Whether there will be no other period.</summary>
    [JsonIgnore]
    public bool IsEnded =>
        Periods.Count >= PerformanceFeeConstants.PeriodsMax || (Periods.Count > 0 && Periods[^1].IsLast);

    /// <summary>What is charged and not paid.</summary>
    [JsonIgnore]
    public UInt128 Owed => Periods.Aggregate(UInt128.Zero, (sum, period) => sum + period.Owed);

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Terms is null
        ? null
        : new ListingRow(
            ListingKinds.PerformanceFee,
            id,
            Terms.Subscriber.User.Value,
            OpenedAt,
            Status: RetryAt is not null ? "owed" : IsEnded ? "ended" : "open",
            IsOpen: RetryAt is not null || !IsEnded,
            RetryAt);
}

/// <summary>
/// The same subscription in the provider's list. It follows from the terms, is stored once after them, and by each
/// repeat until it is.
/// </summary>
internal sealed class ProviderListingState : IListedState
{
    /// <summary>The provider; null: it is not listed yet.</summary>
    public UserId? Provider { get; set; }

    /// <summary>When the terms were fixed.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Provider is not { } provider
        ? null
        : new ListingRow(
            ListingKinds.PerformanceFeeOfProvider,
            id,
            provider.Value,
            OpenedAt,
            Status: "open",
            IsOpen: true,
            Deadline: null);
}
