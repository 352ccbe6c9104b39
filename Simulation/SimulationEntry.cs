using OrleansTrading.Simulation.Running;

namespace OrleansTrading.Simulation;

/// <summary>The simulator's door for whoever does not know its parts.</summary>
public static class SimulationEntry
{
    /// <summary>A mistake that worlds of this size do not show would take too long in larger ones.</summary>
    private static readonly SimulationSettings s_settings = new() { CustomersMax = 50, CopiersMax = 0 };
    private static readonly SimulationSettings s_copying = new() { CustomersMax = 0 };

    /// <summary>Runs seeds until one fails.</summary>
    /// <param name="firstSeed">The first.</param>
    /// <param name="seeds">How many at most.</param>
    /// <param name="threads">How many at the same time; each world has one thread of its own.</param>
    /// <returns>The seed that failed and how; null: none did.</returns>
    public static string? FindFailure(ulong firstSeed, int seeds, int threads) =>
        Find(firstSeed, seeds, threads, s_settings) is { } first ? $"seed {first.Seed}: {first.Violation}" : null;

    /// <summary>Runs seeds of worlds in which signals are copied, and nothing else is done, until one fails.</summary>
    /// <inheritdoc cref="FindFailure"/>
    public static string? FindCopyingFailure(ulong firstSeed, int seeds, int threads) =>
        Find(firstSeed, seeds, threads, s_copying) is { } first ? $"seed {first.Seed}: {first.Violation}" : null;

    /// <summary>Runs seeds until one fails, and makes it as short as it can.</summary>
    /// <returns>The shortest run that fails in the same way, with its trace and command; null: none failed.</returns>
    /// <inheritdoc cref="FindFailure"/>
    public static string? ExplainFailure(ulong firstSeed, int seeds, int threads) =>
        Find(firstSeed, seeds, threads, s_settings) is { } first
            ? SimulationReport.Describe(first, s_settings)
            : null;

    private static FailedSeed? Find(ulong firstSeed, int seeds, int threads, SimulationSettings settings)
    {
        var run = new SimulationRun(
            new SimulationOrder(firstSeed, seeds, TimeMax: null, threads, settings));
        run.Run();
        return run.Failures is [var first, ..] ? first : null;
    }
}
