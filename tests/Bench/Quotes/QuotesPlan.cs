namespace OrleansTrading.Bench.Quotes;

/// <summary>What the measurement of quotes consists of.</summary>
internal sealed record QuotesPlan
{
    internal required TimeSpan PhaseTime { get; init; }

    internal required int Connections { get; init; }

    internal required int Users { get; init; }

    internal required int Pairs { get; init; }

    /// <summary>Settings of the silo besides its defaults, <c>Section:Name=value</c>.</summary>
    internal required IReadOnlyList<string> Settings { get; init; }
}
