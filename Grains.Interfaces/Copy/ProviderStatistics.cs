using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// What a provider has done since it began, as of its last signal, and what it has open. It follows from signals only,
/// and is never begun anew. docs/copy-trading.md has the formulas.
/// </summary>
[GenerateSerializer, Immutable, Alias("ot.provider-statistics")]
public sealed record ProviderStatistics
{
    /// <summary>Since when there is the provider.</summary>
    [Id(0)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it last did anything; null: never.</summary>
    [Id(1)]
    public DateTimeOffset? LastSignalAt { get; init; }

    /// <summary>Subscriptions that copy it, at most a minute ago.</summary>
    [Id(2)]
    public required int Subscribers { get; init; }

    /// <summary>Positions that are open.</summary>
    [Id(3)]
    public required int OpenPositions { get; init; }

    /// <summary>Pending orders that stand.</summary>
    [Id(4)]
    public required int PendingOrders { get; init; }

    /// <summary>When the oldest open position was opened; null: none is open.</summary>
    [Id(5)]
    public DateTimeOffset? OldestOpenAt { get; init; }

    /// <summary>
    /// What open positions have gained now, negative: lost, in hundredths of the currency; null: nobody knows, for no
    /// terminal of the provider is connected.
    /// </summary>
    [Id(6)]
    public long? OpenResultCents { get; init; }

    /// <summary>The least that open positions had gained at any signal; null: never known.</summary>
    [Id(7)]
    public long? WorstOpenResultCents { get; init; }

    /// <summary>The currency of all money here; null: never known.</summary>
    [Id(8)]
    public string? Currency { get; init; }

    /// <summary>Positions of which nothing is left.</summary>
    [Id(9)]
    public required long Closed { get; init; }

    /// <summary>Of them, those whose prices are not all known: they are in the holding time and in no result.</summary>
    [Id(10)]
    public required long Unpriced { get; init; }

    /// <summary>Of the others, those whose price moved the provider's way.</summary>
    [Id(11)]
    public required long Wins { get; init; }

    /// <summary>Those whose price moved the other way.</summary>
    [Id(12)]
    public required long Losses { get; init; }

    /// <summary>How long a closed position was held on average; null: none was closed.</summary>
    [Id(13)]
    public TimeSpan? HoldingTime { get; init; }

    /// <summary>Results in millionths of the price at which each was opened, as if all were equally large.</summary>
    [Id(14)]
    public required ResultFigures Moves { get; init; }

    /// <summary>Results in hundredths of the currency, without commission and swap.</summary>
    [Id(15)]
    public required ResultFigures Money { get; init; }
}

/// <summary>Sums over results, in the order in which positions were closed.</summary>
[GenerateSerializer, Immutable, Alias("ot.result-figures")]
public sealed record ResultFigures
{
    /// <summary>How many results.</summary>
    [Id(0)]
    public long Count { get; init; }

    /// <summary>The sum of those above zero.</summary>
    [Id(1)]
    public long Gain { get; init; }

    /// <summary>The sum of those below zero, as a positive number.</summary>
    [Id(2)]
    public long Loss { get; init; }

    /// <summary>The best one; 0: none was above zero.</summary>
    [Id(3)]
    public long Best { get; init; }

    /// <summary>The worst one; 0: none was below zero.</summary>
    [Id(4)]
    public long Worst { get; init; }

    /// <summary>The highest that the sum of all ever was, from 0.</summary>
    [Id(5)]
    public long Peak { get; init; }

    /// <summary>How far it ever was below its highest before, as a positive number.</summary>
    [Id(6)]
    public long Drawdown { get; init; }

    /// <summary>The sum of all.</summary>
    [JsonIgnore]
    public long Net => Gain - Loss;
}
