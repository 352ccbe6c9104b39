namespace OrleansTrading.Grains;

/// <summary>
/// A price as it was observed: <c>Mantissa</c> / 10^<c>Decimals</c>. Only two prices of one symbol are ever compared,
/// so their currency does not matter.
/// </summary>
/// <param name="Mantissa">The digits, more than zero.</param>
/// <param name="Decimals">0 to <see cref="TrustConstants.PriceDecimalsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("ot.observed-price")]
public readonly record struct ObservedPrice(long Mantissa, int Decimals);

/// <summary>An order was filled: a trade began.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-entry")]
public sealed record TrustEntry
{
    /// <summary>
    /// The observation's id. Let it follow from the trade and what happened to it: then a repeat after a crash has the
    /// same one.
    /// </summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>When it was filled.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What is traded, at most <see cref="TrustConstants.SymbolLengthMax"/> characters.</summary>
    [Id(2)]
    public required string Symbol { get; init; }

    /// <summary>Which way it profits.</summary>
    [Id(3)]
    public required TradeSide Side { get; init; }

    /// <summary>
    /// How long after the last change of the symbol's price the order came in, by the clock of who saw both; null: not
    /// known, and then the entry says nothing about latency.
    /// </summary>
    [Id(4)]
    public TimeSpan? Reaction { get; init; }

    /// <summary>
    /// Whether another user, who does not copy this one nor is copied by this one, entered the same symbol on the same
    /// side within the correlation window. Only who sees the entries of all users can tell; false: nobody, or not
    /// known. The user's own entries are compared here.
    /// </summary>
    [Id(5)]
    public bool HasPeers { get; init; }
}

/// <summary>A trade ended.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-exit")]
public sealed record TrustExit
{
    /// <inheritdoc cref="TrustEntry.Id"/>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>When it was filled.</summary>
    [Id(1)]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it ended, no earlier than it was filled.</summary>
    [Id(2)]
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc cref="TrustEntry.Symbol"/>
    [Id(3)]
    public required string Symbol { get; init; }

    /// <inheritdoc cref="TrustEntry.Side"/>
    [Id(4)]
    public required TradeSide Side { get; init; }

    /// <summary>The price it was filled at.</summary>
    [Id(5)]
    public required ObservedPrice EntryPrice { get; init; }

    /// <summary>The price it ended at.</summary>
    [Id(6)]
    public required ObservedPrice ExitPrice { get; init; }
}

/// <summary>An order was cancelled by the user before it was filled.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-cancellation")]
public sealed record TrustCancellation
{
    /// <inheritdoc cref="TrustEntry.Id"/>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>When it was cancelled.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc cref="TrustEntry.Symbol"/>
    [Id(2)]
    public required string Symbol { get; init; }
}

/// <summary>
/// Where the price went after a trade. Whoever has prices reports it: at <see cref="At"/> + horizon or later, with the
/// middle of bid and ask of the first price that was published then. If none was within the horizon's length again,
/// nothing is reported: a later price would be one of another horizon.
/// </summary>
[GenerateSerializer, Immutable, Alias("ot.trust-mark-out")]
public sealed record TrustMarkOut
{
    /// <inheritdoc cref="TrustEntry.Id"/>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>When the trade was filled.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>How long after it the price was taken.</summary>
    [Id(2)]
    public required TrustHorizon Horizon { get; init; }

    /// <inheritdoc cref="TrustEntry.Symbol"/>
    [Id(3)]
    public required string Symbol { get; init; }

    /// <inheritdoc cref="TrustEntry.Side"/>
    [Id(4)]
    public required TradeSide Side { get; init; }

    /// <summary>The price it was filled at.</summary>
    [Id(5)]
    public required ObservedPrice EntryPrice { get; init; }

    /// <summary>The price at the horizon.</summary>
    [Id(6)]
    public required ObservedPrice LaterPrice { get; init; }
}

/// <summary>What was observed of a user, at most <see cref="TrustConstants.ObservationsMax"/> together.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-report")]
public sealed record TrustReport
{
    /// <summary>Orders that were filled.</summary>
    [Id(0)]
    public IReadOnlyList<TrustEntry> Entries { get; init; } = [];

    /// <summary>Trades that ended.</summary>
    [Id(1)]
    public IReadOnlyList<TrustExit> Exits { get; init; } = [];

    /// <summary>Orders that were cancelled.</summary>
    [Id(2)]
    public IReadOnlyList<TrustCancellation> Cancellations { get; init; } = [];

    /// <summary>Where prices went.</summary>
    [Id(3)]
    public IReadOnlyList<TrustMarkOut> MarkOuts { get; init; } = [];
}

/// <summary>What became of a report.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-receipt")]
public sealed record TrustReceipt
{
    /// <summary>Observations that count from now on.</summary>
    [Id(0)]
    public required int Added { get; init; }

    /// <summary>Observations that counted before: a repeat changes nothing.</summary>
    [Id(1)]
    public required int Repeated { get; init; }

    /// <summary>
    /// Observations older than all of their kind that are kept, whether they counted once or never: they change nothing
    /// either.
    /// </summary>
    [Id(2)]
    public required int TooOld { get; init; }

    /// <summary>The score now.</summary>
    [Id(3)]
    public required int Score { get; init; }
}
