namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// Publishes what a provider did. Lots have exactly two decimals (<c>"0.10"</c>), prices as many as the symbol at the
/// provider's broker, at most eight (<c>"1.08345"</c>).
/// </summary>
internal sealed record SignalRequest
{
    /// <summary>
    /// <c>open</c> opens a position or places a pending order; <c>fill</c> says that a pending order was filled;
    /// <c>modify</c> moves prices; <c>close</c> closes a position or a part of it; <c>cancel</c> removes a pending
    /// order.
    /// </summary>
    public required string Action { get; init; }

    /// <summary>The position's or order's number, from 1; to open one above all before.</summary>
    public required long Ticket { get; init; }

    /// <summary>Needed to open, as the provider's broker names it; otherwise left out, or the ticket's.</summary>
    public string? Symbol { get; init; }

    /// <summary>
    /// Needed to open, and for nothing else: <c>buy</c>, <c>sell</c>, <c>buyLimit</c>, <c>sellLimit</c>,
    /// <c>buyStop</c> or <c>sellStop</c>.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>Lots; needed to open. To close: left out closes all that is left.</summary>
    public string? Volume { get; init; }

    /// <summary>Where a pending order is, needed for one; otherwise what the provider got, if it is known.</summary>
    public string? Price { get; init; }

    /// <summary>The stop loss from now on; left out: as it was. <c>"0"</c> removes it.</summary>
    public string? StopLoss { get; init; }

    /// <summary>The take profit from now on; left out: as it was. <c>"0"</c> removes it.</summary>
    public string? TakeProfit { get; init; }
}

/// <summary>A signal as it is stored. All subscriptions are told soon after.</summary>
internal sealed record SignalBody
{
    /// <summary>The provider's number of it, from 1 without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>open</c>, <c>fill</c>, <c>modify</c>, <c>close</c> or <c>cancel</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The position or order after it.</summary>
    public required TicketBody Ticket { get; init; }

    /// <summary>At which price it was closed; null: it was not, or nobody said.</summary>
    public required string? ClosePrice { get; init; }
}
