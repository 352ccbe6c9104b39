namespace OrleansTrading.Grains;

/// <summary>
/// The copy of one ticket of a provider, keyed by <see cref="PositionId"/>: relays its orders to the account's terminal
/// one at a time, and says what their results mean.
/// </summary>
[Alias("ot.IPositionGrain")]
public interface IPositionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Relays an order that its subscription has stored. May be lost, and may come again: it is then relayed again,
    /// which the terminal recognises.
    /// </summary>
    [OneWay, Alias("Relay")]
    Task RelayAsync(PositionOrder order);

    /// <summary>Stores a report, and says what it leads to. The same one leads to the same, however often.</summary>
    /// <returns>Null when the report is about nothing that this position knows.</returns>
    [Alias("Report")]
    Task<PositionOutcome?> ReportAsync(PositionOrder? order, OrderReport report);

    /// <summary>The position; null when there is none.</summary>
    [ReadOnly, Alias("Get")]
    Task<PositionView?> GetAsync();
}

/// <summary>What an order does to a position.</summary>
public enum PositionOperation
{
    /// <summary>Opens it, or places the pending order.</summary>
    Open,

    /// <summary>Sets prices.</summary>
    Modify,

    /// <summary>Closes it or a part.</summary>
    Close,

    /// <summary>Removes the pending order.</summary>
    Cancel,
}

/// <summary>Where a copied position is in its life. docs/copy-trading.md has the diagram.</summary>
public enum PositionStatus
{
    /// <summary>It is to be opened; its terminal was not reached.</summary>
    Requested,

    /// <summary>Its terminal was told.</summary>
    Sent,

    /// <summary>The pending order stands.</summary>
    Placed,

    /// <summary>It is open.</summary>
    Filled,

    /// <summary>It is open with less than was asked for, and no more is coming.</summary>
    PartiallyFilled,

    /// <summary>It is open or placed, and its prices are being set.</summary>
    Modifying,

    /// <summary>It, or a part, is being closed, or the pending order removed.</summary>
    Closing,

    /// <summary>Nobody knows yet whether the last order was executed: the terminal is looking.</summary>
    Unknown,

    /// <summary>Nothing is left of it. Terminal.</summary>
    Closed,

    /// <summary>It was never opened. Terminal.</summary>
    Rejected,
}

/// <summary>An order for a position, as its subscription stored it.</summary>
[GenerateSerializer, Immutable, Alias("ot.position-order")]
public sealed record PositionOrder
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public required PositionTerms Terms { get; init; }

    /// <summary>What it does.</summary>
    [Id(1)]
    public required PositionOperation Operation { get; init; }

    /// <summary>The subscription's number of it.</summary>
    [Id(2)]
    public required long Sequence { get; init; }

    /// <summary>How often the same was tried, this included: from 1.</summary>
    [Id(3)]
    public required int Attempt { get; init; }

    /// <summary>When it was made.</summary>
    [Id(4)]
    public required DateTimeOffset At { get; init; }

    /// <summary>To open or close; zero otherwise.</summary>
    [Id(5)]
    public required Lots Volume { get; init; }

    /// <summary>The provider's price, or where the pending order is to be.</summary>
    [Id(6)]
    public required SymbolPrice Price { get; init; }

    /// <summary>The stop loss as it shall be.</summary>
    [Id(7)]
    public required SymbolPrice StopLoss { get; init; }

    /// <summary>The take profit as it shall be.</summary>
    [Id(8)]
    public required SymbolPrice TakeProfit { get; init; }

    /// <summary>What the terminal is told; null in what a subscription stores: it is signed anew each time.</summary>
    [Id(9)]
    public SignedOrder? Signed { get; init; }
}

/// <summary>What never changes of a position.</summary>
[GenerateSerializer, Immutable, Alias("ot.position-terms")]
public sealed record PositionTerms
{
    /// <summary>Which.</summary>
    [Id(0)]
    public required PositionId Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)]
    public required SubscriptionId Subscription { get; init; }

    /// <summary>Where it is traded.</summary>
    [Id(2)]
    public required TradingAccountId Account { get; init; }

    /// <summary>What is copied.</summary>
    [Id(3)]
    public required long Ticket { get; init; }

    /// <summary>As the account's broker names it.</summary>
    [Id(4)]
    public required string Symbol { get; init; }

    /// <summary>What it is opened with; the other side of the provider's when reversed.</summary>
    [Id(5)]
    public required OrderKind Kind { get; init; }

    /// <summary>When the provider opened it.</summary>
    [Id(6)]
    public required DateTimeOffset SignalAt { get; init; }
}

/// <summary>What is to be done after a report.</summary>
public enum PositionNext
{
    /// <summary>Nothing: the operation has its result.</summary>
    Nothing,

    /// <summary>The same operation once more, as a new order.</summary>
    Again,

    /// <summary>Ask the terminal what became of it.</summary>
    Ask,

    /// <summary>The operation has failed for good.</summary>
    GiveUp,
}

/// <summary>What a report led to.</summary>
[GenerateSerializer, Immutable, Alias("ot.position-outcome")]
public sealed record PositionOutcome
{
    /// <summary>The position after it.</summary>
    [Id(0)]
    public required PositionView View { get; init; }

    /// <summary>What is to be done.</summary>
    [Id(1)]
    public required PositionNext Next { get; init; }

    /// <summary>When, at the earliest.</summary>
    [Id(2)]
    public required DateTimeOffset NotBefore { get; init; }
}

/// <summary>A copied position.</summary>
[GenerateSerializer, Immutable, Alias("ot.position-view")]
public sealed record PositionView
{
    /// <summary>What never changes of it.</summary>
    [Id(0)]
    public required PositionTerms Terms { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)]
    public required PositionStatus Status { get; init; }

    /// <summary>The sequence that opened or placed it; 0: none did.</summary>
    [Id(2)]
    public required long OpenSequence { get; init; }

    /// <summary>What is open, or was asked for by a pending order that stands.</summary>
    [Id(3)]
    public required Lots Volume { get; init; }

    /// <summary>What was opened.</summary>
    [Id(4)]
    public required Lots Opened { get; init; }

    /// <summary>At which price; none: it was not.</summary>
    [Id(5)]
    public required SymbolPrice OpenPrice { get; init; }

    /// <summary>The last price at which something of it was closed.</summary>
    [Id(6)]
    public required SymbolPrice ClosePrice { get; init; }

    /// <summary>The stop loss that it has.</summary>
    [Id(7)]
    public required SymbolPrice StopLoss { get; init; }

    /// <summary>The take profit that it has.</summary>
    [Id(8)]
    public required SymbolPrice TakeProfit { get; init; }

    /// <summary>The provider's price when it was asked for.</summary>
    [Id(9)]
    public required SymbolPrice SignalPrice { get; init; }

    /// <summary>When it was filled; null: it was not.</summary>
    [Id(10)]
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When nothing was left; null: something is, or it was never opened.</summary>
    [Id(11)]
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Profit of what was closed, with commission and swap, in hundredths of the account's currency.</summary>
    [Id(12)]
    public required long NetProfitCents { get; init; }

    /// <summary>Why it ended, or what holds it up; null: nothing to say.</summary>
    [Id(13)]
    public string? Reason { get; init; }

    /// <summary>The last return code of the trade server; 0: none.</summary>
    [Id(14)]
    public required int Retcode { get; init; }

    /// <summary>How often the operation under way, or the last one, was tried.</summary>
    [Id(15)]
    public required int Attempts { get; init; }
}
