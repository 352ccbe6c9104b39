namespace OrleansTrading.Grains;

/// <summary>The limits of copy trading.</summary>
public static class CopyConstants
{
    /// <summary>Open tickets of a provider, and copies of a subscription, at once.</summary>
    public const int CopiesMax = 500;

    /// <summary>Signals of a provider that not all subscriptions were told of.</summary>
    public const int SignalsWaitingMax = 1_000;

    /// <summary>Orders of a subscription that have no result.</summary>
    public const int OrdersWaitingMax = 1_000;

    /// <summary>Subscriptions that an account may have at once.</summary>
    public const int AccountSubscriptionsMax = 32;

    /// <summary>Symbols that an account's terminal may tell the rules of.</summary>
    public const int AccountSymbolsMax = 1_024;

    /// <summary>Entries of each list of symbols in a subscription's settings.</summary>
    public const int SymbolsMax = 200;

    /// <summary>Characters of a symbol's name.</summary>
    public const int SymbolLengthMax = 31;

    /// <summary>Parts into which a provider's subscriptions are divided.</summary>
    public const int Shards = 64;

    /// <summary>Subscriptions of a part.</summary>
    public const int ShardSubscriptionsMax = 1_024;

    /// <summary>The highest sequence of a subscription: a terminal's magic has no more bits for it.</summary>
    public const long SequenceMax = int.MaxValue;

    /// <summary>The highest factor of a subscription, in millionths: a thousand.</summary>
    public const long MultiplierMillionthsMax = 1_000_000_000;

    /// <summary>All of it, in hundredths of a percent.</summary>
    public const int BasisPointsMax = 10_000;

    /// <summary>The most points of a spread, a deviation or a slippage.</summary>
    public const int PointsMax = 1_000_000;

    /// <summary>Base units that a hundredth of a currency may count as: the product with any result is in 128 bits.
    /// </summary>
    public const long UnitsPerCentMax = 1_000_000_000_000_000_000;

    /// <summary>The shortest opening window.</summary>
    public static readonly TimeSpan OpeningWindowMin = TimeSpan.FromSeconds(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan OpeningWindowMax = TimeSpan.FromDays(1);
}
