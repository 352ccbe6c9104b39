using OrleansTrading.Simulation.Running;

namespace OrleansTrading.Simulation;

/// <summary>The simulator's door for whoever does not know its parts.</summary>
public static class SimulationEntry
{
    /// <summary>Runs seeds until one fails.</summary>
    /// <param name="firstSeed">The first.</param>
    /// <param name="seeds">How many at most.</param>
    /// <param name="threads">How many at the same time; each world has one thread of its own.</param>
    /// <returns>The seed that failed and how; null: none did.</returns>
    public static string? FindFailure(ulong firstSeed, int seeds, int threads)
    {
        var run = new SimulationRun(
            new SimulationOrder(firstSeed, seeds, TimeMax: null, threads, new SimulationSettings()));
        run.Run();
        return run.Failures is [var first, ..] ? $"seed {first.Seed}: {first.Violation}" : null;
    }
}
