using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation;

/// <summary>The simulator's door.</summary>
public static class SimulationEntry
{
    /// <summary>Runs seeds until one fails.</summary>
    /// <param name="firstSeed">The first.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="threads">How many at the same time; each world has one thread of its own.</param>
    /// <returns>The report on the lowest seed that failed; null: none did.</returns>
    public static string? FindFailure(ulong firstSeed, int seeds, int threads)
    {
        for (var seed = firstSeed; seed < firstSeed + (ulong)seeds; seed++)
        {
            using var world = new SimulatedWorld(seed, new SimulationSettings());
            if (world.Run() is { } violation)
            {
                return $"seed {seed}: {violation}";
            }
        }

        return null;
    }
}
