using System.Reflection;
using OrleansTrading.Simulation.Tests.Mutants.Workshop;

namespace OrleansTrading.Simulation.Tests.Mutants;

/// <summary>The simulator of a copy of the product.</summary>
internal static class Simulator
{
    private const string Assembly = "OrleansTrading.Simulation";
    private const string Entry = "OrleansTrading.Simulation.SimulationEntry";

    /// <summary>Seeds that are run before it is asked again whether one has failed.</summary>
    private const int Chunk = 8;

    /// <summary>The report of the lowest failing seed of the first chunk that has one; null when none failed.</summary>
    internal static string? FindFailure(ProductContext product, int seeds)
    {
        var find = product.Get(Assembly).GetType(Entry, throwOnError: true)!
            .GetMethod("FindFailure", BindingFlags.Public | BindingFlags.Static)!
            .CreateDelegate<Func<ulong, int, int, string?>>();
        for (var first = 1; first <= seeds; first += Chunk)
        {
            if (find((ulong)first, Math.Min(Chunk, seeds - first + 1), Environment.ProcessorCount) is { } report)
            {
                return report;
            }
        }

        return null;
    }
}
