using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <summary>A subscription as it is stored.</summary>
internal sealed class SubscriptionState : IListedState, IRecordedState
{
    /// <summary>Who copies whom, and where; null: there is no such subscription.</summary>
    public CreateSubscription? Command { get; set; }

    /// <summary>The owner's later settings; null: those that it was made with.</summary>
    public SubscriptionSettings? Settings { get; set; }

    public SubscriptionStatus Status { get; set; }

    /// <summary>It was refused while it was being made: account and part are to forget it, and so is this.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Why it is paused or ending; null: it is not.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The provider's last signal that is in here.</summary>
    public long SignalNumber { get; set; }

    /// <summary>The last order's.</summary>
    public long Sequence { get; set; }

    /// <summary>
    /// The session in which the terminal has told the last sequence that it took; null: none. Orders get a sequence in
    /// it only: after a restored backup the next one may be used at the terminal, by an order that nobody here knows.
    /// </summary>
    public string? Session { get; set; }

    /// <summary>What is open, or to be opened, oldest first.</summary>
    public List<CopyState> Copies { get; init; } = [];

    /// <summary>Orders without a result, in sequence.</summary>
    public List<PositionOrder> Orders { get; init; } = [];

    public long NetProfitCents { get; set; }

    public long Skipped { get; set; }

    public string? LastSkip { get; set; }

    /// <summary>The equity that losses are measured from; null: no terminal told one.</summary>
    public EquityMarks? Equity { get; set; }

    /// <summary>The provider's fee; null: there is none.</summary>
    public CopyFeeState? Fee { get; set; }

    /// <summary>When something is due; null: nothing is.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Command is null
        ? null
        : new ListingRow(
            ListingKinds.Subscription,
            id,
            Command.User.Value,
            CreatedAt,
            Status.ToString(),
            IsOpen: DueAt is not null || Status is not (SubscriptionStatus.Ended or SubscriptionStatus.Opening),
            Deadline: DueAt,
            AwaitsOperator: false);
}

/// <summary>Equities, in hundredths of the account's currency.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="DayCents">At the first report of the day.</param>
/// <param name="PeakCents">The highest since the subscription began or was resumed.</param>
internal sealed record EquityMarks(DateOnly Day, long DayCents, long PeakCents);
