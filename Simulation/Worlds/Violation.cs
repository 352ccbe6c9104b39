namespace OrleansTrading.Simulation.Worlds;

/// <summary>How a run failed, as its exit code.</summary>
internal enum FailureKind
{
    /// <summary>The simulation or the platform broke: an exception nobody expected.</summary>
    Crash = 127,

    /// <summary>Something did not come to its end after all faults had.</summary>
    Liveness = 128,

    /// <summary>An invariant does not hold.</summary>
    Correctness = 129,
}

/// <summary>The first thing that was wrong in a world.</summary>
/// <param name="Kind">How.</param>
/// <param name="Invariant">Which rule, as docs/reliability.md names it.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Step">The loop's step.</param>
internal sealed record Violation(FailureKind Kind, string Invariant, string Detail, long Step);
