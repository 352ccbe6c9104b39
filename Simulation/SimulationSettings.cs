using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation;

/// <summary>What a run of one seed has, apart from the seed: what a failing run is made shorter by.</summary>
internal sealed record SimulationSettings
{
    /// <summary>Virtual time during which things go wrong.</summary>
    internal static readonly TimeSpan FaultTimeDefault = TimeSpan.FromSeconds(180);

    /// <summary>What is written where no fault class is left.</summary>
    internal const string NoFaults = "none";

    /// <summary>The fault classes that a seed may draw from. Null: all.</summary>
    public IReadOnlySet<FaultClass>? Faults { get; init; }

    /// <summary>
    /// Faults that do not happen though the seed says so, as <see cref="SeedFaults.Met"/> names them.
    /// </summary>
    public IReadOnlySet<string> Spared { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// The how many-th crash points, counted from 0, at which the process dies whatever the seed says.
    /// </summary>
    public IReadOnlySet<long> CrashAt { get; init; } = new HashSet<long>();

    /// <summary>Customers at most; null: as many as the seed draws.</summary>
    public int? CustomersMax { get; init; }

    /// <summary>Those who copy signals at most; null: as many as the seed draws.</summary>
    public int? CopiersMax { get; init; }

    /// <summary>Quotes of each customer at most; null: as many as the seed draws.</summary>
    public int? QuotesMax { get; init; }

    /// <summary>How long things go wrong.</summary>
    public TimeSpan FaultTime { get; init; } = FaultTimeDefault;

    /// <summary>Whether the trace is kept as text, not only as a hash.</summary>
    public bool KeepsTrace { get; init; }

    internal bool Has(FaultClass fault) => Faults is null || Faults.Contains(fault);
}
