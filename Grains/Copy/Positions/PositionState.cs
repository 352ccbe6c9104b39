using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Copy.Positions;

/// <summary>A copied position as it is stored.</summary>
internal sealed class PositionState : IListedState
{
    /// <summary>What never changes of it; null: there is none.</summary>
    public PositionTerms? Terms { get; set; }

    public PositionStatus Status { get; set; }

    /// <summary>The order under way, or the last one.</summary>
    public PositionOrder? Order { get; set; }

    /// <summary>What the last result led to; null: there was none.</summary>
    public PositionVerdict? Verdict { get; set; }

    public long OpenSequence { get; set; }

    public Lots Volume { get; set; }

    public Lots Opened { get; set; }

    public SymbolPrice OpenPrice { get; set; }

    public SymbolPrice ClosePrice { get; set; }

    public SymbolPrice StopLoss { get; set; }

    public SymbolPrice TakeProfit { get; set; }

    /// <summary>The number of the report that told the stops; 0: none has.</summary>
    public long StopsReport { get; set; }

    public SymbolPrice SignalPrice { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public long NetProfitCents { get; set; }

    public string? Reason { get; set; }

    public int Retcode { get; set; }

    /// <summary>The broker's deals that are in the figures above, the newest last.</summary>
    public List<long> Deals { get; init; } = [];

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Terms is null
        ? null
        : new ListingRow(
            ListingKinds.Position,
            id,
            Terms.Subscription.Value,
            Terms.SignalAt,
            Status.ToString(),
            IsOpen: !PositionTransitions.IsTerminal(Status),
            Deadline: null,
            AwaitsOperator: false);
}

/// <summary>What a result led to.</summary>
/// <param name="Sequence">The order's.</param>
/// <param name="Next">What is to be done.</param>
/// <param name="NotBefore">When, at the earliest.</param>
internal sealed record PositionVerdict(long Sequence, PositionNext Next, DateTimeOffset NotBefore);
