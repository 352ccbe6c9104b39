namespace OrleansTrading.Grains;

/// <summary>What a score is made of. docs/trust.md has the definition, the formula and the weight of each.</summary>
public enum TrustFeature
{
    /// <summary>The share of closed trades that were held for a short time only.</summary>
    HoldingTime,

    /// <summary>How far the price moved the taker's way within a second of the trade.</summary>
    MarkOutOneSecond,

    /// <summary>How far the price moved the taker's way within ten seconds of the trade.</summary>
    MarkOutTenSeconds,

    /// <summary>How far the price moved the taker's way within a minute of the trade.</summary>
    MarkOutOneMinute,

    /// <summary>How many closed trades won, in the worse half of them.</summary>
    WinRate,

    /// <summary>The share of entries that followed a change of the price faster than people can.</summary>
    Latency,

    /// <summary>The share of orders that were cancelled.</summary>
    CancelRatio,

    /// <summary>The share of entries that came together with others in the same symbol on the same side.</summary>
    CorrelatedEntries,
}

/// <summary>How long after a trade its mark-out is taken.</summary>
public enum TrustHorizon
{
    /// <summary>1 second.</summary>
    OneSecond,

    /// <summary>10 seconds.</summary>
    TenSeconds,

    /// <summary>60 seconds.</summary>
    OneMinute,
}

/// <summary>Which way a trade profits.</summary>
public enum TradeSide
{
    /// <summary>From a rising price.</summary>
    Buy,

    /// <summary>From a falling price.</summary>
    Sell,
}
