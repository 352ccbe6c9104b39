namespace OrleansTrading.Bench.Copy;

/// <summary>What the measurement of copy trading consists of.</summary>
internal sealed record CopyPlan
{
    /// <summary>Terminals that copy one provider.</summary>
    internal required int Sessions { get; init; }

    /// <summary>Signals to all of them that are not timed: the silo's process is new.</summary>
    internal required int WarmUp { get; init; }

    /// <summary>Signals to all of them that are timed, one after the other.</summary>
    internal required int Signals { get; init; }

    /// <summary>Terminals, of those, that the steady load is for.</summary>
    internal required int SteadySessions { get; init; }

    /// <summary>Orders a second of the steady load, over all terminals.</summary>
    internal required int SteadyRate { get; init; }

    /// <summary>How long the steady load lasts.</summary>
    internal required TimeSpan SteadyTime { get; init; }

    /// <summary>Whether the silo stores in a PostgreSQL server of the run's own; else in SQLite.</summary>
    internal required bool OnPostgres { get; init; }

    /// <summary>Settings of the silo besides its defaults, <c>Section:Name=value</c>.</summary>
    internal required IReadOnlyList<string> Settings { get; init; }
}
