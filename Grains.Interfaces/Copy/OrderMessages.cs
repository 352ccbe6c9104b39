namespace OrleansTrading.Grains;

/// <summary>An order as a terminal is told of it.</summary>
[GenerateSerializer, Immutable, Alias("ot.signed-order")]
public sealed record SignedOrder
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public required SubscriptionId Subscription { get; init; }

    /// <summary>Its number there.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary><c>subscription|sequence|time|symbol|type|volume|price|sl|tp</c>: exactly what is signed.</summary>
    [Id(2)]
    public required string Payload { get; init; }

    /// <summary>HMAC-SHA256 over the payload, in lower-case hexadecimal.</summary>
    [Id(3)]
    public required string Signature { get; init; }
}

/// <summary>What a terminal needs of a subscription to go on with it.</summary>
[GenerateSerializer, Immutable, Alias("ot.subscription-feed")]
public sealed record SubscriptionFeed
{
    /// <summary>Which.</summary>
    [Id(0)]
    public required SubscriptionId Subscription { get; init; }

    /// <summary>The first order below has the next sequence.</summary>
    [Id(1)]
    public required long Base { get; init; }

    /// <summary>How old an order that opens may be.</summary>
    [Id(2)]
    public required TimeSpan Window { get; init; }

    /// <summary>The slippage that a request may allow, in points.</summary>
    [Id(3)]
    public required long DeviationPoints { get; init; }

    /// <summary>The widest spread at an opening, in points; 0: any.</summary>
    [Id(4)]
    public required long SpreadPointsMax { get; init; }

    /// <summary>What has no result yet, in order.</summary>
    [Id(5)]
    public required IReadOnlyList<SignedOrder> Orders { get; init; }
}

/// <summary>What became of an order, or of what it opened.</summary>
public enum ReportKind
{
    /// <summary>Done.</summary>
    Filled,

    /// <summary>Done in part, and no more of it.</summary>
    Partial,

    /// <summary>A pending order stands.</summary>
    Placed,

    /// <summary>Modified or cancelled, or there was nothing to change.</summary>
    Done,

    /// <summary>Definitely not done.</summary>
    Rejected,

    /// <summary>The terminal did not try.</summary>
    Dropped,

    /// <summary>It may have been done.</summary>
    Unknown,

    /// <summary>Proven never to have been done.</summary>
    None,

    /// <summary>A pending order was filled.</summary>
    Opened,

    /// <summary>Nothing is left of the position.</summary>
    Closed,

    /// <summary>The position has become smaller by the volume.</summary>
    Reduced,

    /// <summary>Somebody moved its stops.</summary>
    Changed,

    /// <summary>The pending order was removed.</summary>
    Cancelled,

    /// <summary>The pending order's time was over.</summary>
    Expired,
}

/// <summary>A terminal's report. Money is in hundredths of the account's currency.</summary>
[GenerateSerializer, Immutable, Alias("ot.order-report")]
public sealed record OrderReport
{
    /// <summary>The report's number in its account.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>Whose order.</summary>
    [Id(1)]
    public required SubscriptionId Subscription { get; init; }

    /// <summary>The order's sequence; of what happened without an order, the one that opened or placed it.</summary>
    [Id(2)]
    public required long Sequence { get; init; }

    /// <summary>What became of it.</summary>
    [Id(3)]
    public required ReportKind Kind { get; init; }

    /// <summary>The trade server's return code; 0: none.</summary>
    [Id(4)]
    public required int Retcode { get; init; }

    /// <summary>Why, of the protocol's words; empty: nothing more to say.</summary>
    [Id(5)]
    public required string Reason { get; init; }

    /// <summary>The broker's order; 0: none.</summary>
    [Id(6)]
    public required long Order { get; init; }

    /// <summary>The broker's deal; 0: none.</summary>
    [Id(7)]
    public required long Deal { get; init; }

    /// <summary>What was done, or by how much it was reduced.</summary>
    [Id(8)]
    public required Lots Volume { get; init; }

    /// <summary>At which price.</summary>
    [Id(9)]
    public required SymbolPrice Price { get; init; }

    /// <summary>Of what was closed. May be negative.</summary>
    [Id(10)]
    public required long ProfitCents { get; init; }

    /// <summary>Of the deal. May be negative: paid.</summary>
    [Id(11)]
    public required long CommissionCents { get; init; }

    /// <summary>Of what was closed. May be negative: paid.</summary>
    [Id(12)]
    public required long SwapCents { get; init; }

    /// <summary>When it happened.</summary>
    [Id(13)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A terminal that did not take an order.</summary>
[GenerateSerializer, Immutable, Alias("ot.order-rejection")]
public sealed record OrderRejection
{
    /// <summary>Whose order.</summary>
    [Id(0)]
    public required SubscriptionId Subscription { get; init; }

    /// <summary>Its sequence.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary><c>SIGNATURE</c>, <c>SYNTAX</c>, <c>GAP</c> or <c>UNKNOWN</c>.</summary>
    [Id(2)]
    public required string Code { get; init; }

    /// <summary>The highest sequence that the terminal knows.</summary>
    [Id(3)]
    public required long LastSequence { get; init; }
}
