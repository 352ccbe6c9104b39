namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// What a provider has done since it began, as of its last signal. It cannot be begun anew; what is not known is null,
/// and never zero.
/// </summary>
internal sealed record ProviderStatisticsBody
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Since when there is it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it last did anything; null: never.</summary>
    public required DateTimeOffset? LastSignalAt { get; init; }

    /// <summary>Subscriptions that copy it, at most a minute ago.</summary>
    public required int Subscribers { get; init; }

    /// <summary>What is open, with its loss.</summary>
    public required OpenStatisticsBody Open { get; init; }

    /// <summary>What is closed.</summary>
    public required ClosedStatisticsBody Closed { get; init; }

    /// <summary>
    /// Results in percent of the price at which each position was opened, as if all were equally large; null: no closed
    /// position's prices are known.
    /// </summary>
    public required ResultsBody? Moves { get; init; }

    /// <summary>
    /// Results in the currency of the provider's account, without commission and swap; null: none is known, for no
    /// terminal told what a point is worth.
    /// </summary>
    public required ResultsBody? Money { get; init; }

    /// <summary>The currency of all money here; null: never known.</summary>
    public required string? Currency { get; init; }
}

/// <summary>What a provider has open.</summary>
internal sealed record OpenStatisticsBody
{
    /// <summary>Positions.</summary>
    public required int Positions { get; init; }

    /// <summary>Pending orders.</summary>
    public required int PendingOrders { get; init; }

    /// <summary>When the oldest position was opened; null: none is open.</summary>
    public required DateTimeOffset? OldestAt { get; init; }

    /// <summary>
    /// What all open positions have gained now, negative: lost; null: the provider's terminal is not connected, or it
    /// has none.
    /// </summary>
    public required string? Result { get; init; }

    /// <summary>The least that they had gained when any signal was published; null: never known.</summary>
    public required string? WorstResult { get; init; }
}

/// <summary>What a provider has closed.</summary>
internal sealed record ClosedStatisticsBody
{
    /// <summary>Positions of which nothing is left.</summary>
    public required long Positions { get; init; }

    /// <summary>Those whose price moved the provider's way.</summary>
    public required long Wins { get; init; }

    /// <summary>Those whose price moved the other way.</summary>
    public required long Losses { get; init; }

    /// <summary>Those of which a price is not known: they are in no result.</summary>
    public required long Unpriced { get; init; }

    /// <summary>How long a position was held on average; null: none was closed.</summary>
    public required long? HoldingSeconds { get; init; }
}

/// <summary>Results of closed positions, in the order in which they were closed.</summary>
internal sealed record ResultsBody
{
    /// <summary>How many are known.</summary>
    public required long Count { get; init; }

    /// <summary>All together.</summary>
    public required string Net { get; init; }

    /// <summary>Those above zero together.</summary>
    public required string Gain { get; init; }

    /// <summary>Those below zero together, as a positive number.</summary>
    public required string Loss { get; init; }

    /// <summary>The best; zero: none was above it.</summary>
    public required string Best { get; init; }

    /// <summary>The worst; zero: none was below it.</summary>
    public required string Worst { get; init; }

    /// <summary>The furthest that the sum ever was below its highest before.</summary>
    public required string MaxDrawdown { get; init; }

    /// <summary>Gain over loss, two decimals, rounded down; null: there was no loss.</summary>
    public required string? ProfitFactor { get; init; }
}

/// <summary>A page of signals, newest first.</summary>
internal sealed record SignalPageBody
{
    /// <summary>The signals; of others' those that closed something.</summary>
    public required IReadOnlyList<SignalBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}
