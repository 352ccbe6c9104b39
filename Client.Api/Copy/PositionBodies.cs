namespace OrleansTrading.Client.Api.Copy;

/// <summary>A page of copied positions, newest first.</summary>
internal sealed record PositionPageBody
{
    /// <summary>The positions.</summary>
    public required IReadOnlyList<PositionBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A copied position or pending order. Prices have the decimals of the account's symbol.</summary>
internal sealed record PositionBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The provider's ticket.</summary>
    public required long Ticket { get; init; }

    /// <summary>As the account's broker names it.</summary>
    public required string Symbol { get; init; }

    /// <summary>
    /// What it is opened with: <c>buy</c>, <c>sell</c>, <c>buyLimit</c>, <c>sellLimit</c>, <c>buyStop</c> or
    /// <c>sellStop</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>
    /// <c>requested</c>, <c>sent</c>, <c>placed</c>, <c>filled</c>, <c>partiallyFilled</c>, <c>modifying</c>,
    /// <c>closing</c>, <c>unknown</c>, <c>closed</c> or <c>rejected</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>True when nothing happens to it any more.</summary>
    public required bool Terminal { get; init; }

    /// <summary>When the provider opened it.</summary>
    public required DateTimeOffset SignalAt { get; init; }

    /// <summary>Lots that are open, or that a pending order that stands is to open.</summary>
    public required string Volume { get; init; }

    /// <summary>Lots that were opened.</summary>
    public required string Opened { get; init; }

    /// <summary>The provider's price when it was asked for; null: not known.</summary>
    public required string? SignalPrice { get; init; }

    /// <summary>At which price it was opened; null: it was not.</summary>
    public required string? OpenPrice { get; init; }

    /// <summary>The last price at which something of it was closed; null: nothing was.</summary>
    public required string? ClosePrice { get; init; }

    /// <summary>Its stop loss; null: it has none.</summary>
    public required string? StopLoss { get; init; }

    /// <summary>Its take profit; null: it has none.</summary>
    public required string? TakeProfit { get; init; }

    /// <summary>When it was filled; null: it was not.</summary>
    public required DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When nothing was left of it; null: something is, or it was never opened.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>
    /// How many points worse than the provider's price it was filled; negative: better. Null for pending orders, for
    /// what was open before the subscription was, and where a price is not known.
    /// </summary>
    public required long? SlippagePoints { get; init; }

    /// <summary>
    /// From the provider's signal to the fill; null for pending orders, for what was open before the subscription was,
    /// and before the fill. Terminals' clocks say when; they may differ.
    /// </summary>
    public required long? LatencyMilliseconds { get; init; }

    /// <summary>Profit of what was closed, with commission and swap.</summary>
    public required string NetProfit { get; init; }

    /// <summary>The currency of the profit; null while the account's terminal is not connected.</summary>
    public required string? Currency { get; init; }

    /// <summary>Why it ended, or what holds it up; null: nothing to say.</summary>
    public required string? Reason { get; init; }

    /// <summary>The trade server's last return code; 0: none.</summary>
    public required int Retcode { get; init; }

    /// <summary>How often the operation under way, or the last one, was tried.</summary>
    public required int Attempts { get; init; }
}

/// <summary>How a subscription has fared over its newest positions.</summary>
internal sealed record CopyReportBody
{
    /// <summary>How many positions it is about.</summary>
    public required int Positions { get; init; }

    /// <summary>True when the subscription has more, which are older.</summary>
    public required bool HasOlder { get; init; }

    /// <summary>When the provider opened the oldest of them; null: there is none.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>How many are in each status.</summary>
    public required StatusCountsBody Statuses { get; init; }

    /// <summary>Profit of what was closed of them, with commission and swap.</summary>
    public required string NetProfit { get; init; }

    /// <summary>The currency of the profit; null while the account's terminal is not connected.</summary>
    public required string? Currency { get; init; }

    /// <summary>How far fills were from the provider's prices; null: of none it is known.</summary>
    public required SlippageBody? Slippage { get; init; }

    /// <summary>How long it took from the provider's signal to the fill; null: of none it is known.</summary>
    public required LatencyBody? Latency { get; init; }
}

/// <summary>How many positions are in each status.</summary>
internal sealed record StatusCountsBody
{
    /// <summary>To be opened; the terminal was not reached.</summary>
    public required int Requested { get; init; }

    /// <summary>The terminal was told.</summary>
    public required int Sent { get; init; }

    /// <summary>The pending order stands.</summary>
    public required int Placed { get; init; }

    /// <summary>Open.</summary>
    public required int Filled { get; init; }

    /// <summary>Open with less than was asked for.</summary>
    public required int PartiallyFilled { get; init; }

    /// <summary>Prices are being set.</summary>
    public required int Modifying { get; init; }

    /// <summary>Being closed, or the pending order removed.</summary>
    public required int Closing { get; init; }

    /// <summary>Nobody knows yet whether the last order was executed: the terminal is looking.</summary>
    public required int Unknown { get; init; }

    /// <summary>Nothing is left.</summary>
    public required int Closed { get; init; }

    /// <summary>Never opened.</summary>
    public required int Rejected { get; init; }
}

/// <summary>Slippage in points of each position's symbol; positive is to your disadvantage.</summary>
internal sealed record SlippageBody
{
    /// <summary>Of how many positions it is known.</summary>
    public required int Positions { get; init; }

    /// <summary>On average, with two decimals, rounded half away from zero.</summary>
    public required string AveragePoints { get; init; }

    /// <summary>The worst.</summary>
    public required long WorstPoints { get; init; }
}

/// <summary>Time from signal to fill.</summary>
internal sealed record LatencyBody
{
    /// <summary>Of how many positions it is known.</summary>
    public required int Positions { get; init; }

    /// <summary>On average, rounded half away from zero.</summary>
    public required long AverageMilliseconds { get; init; }

    /// <summary>The longest.</summary>
    public required long WorstMilliseconds { get; init; }
}
