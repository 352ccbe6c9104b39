using System.Reflection;
using OrleansTrading.Simulation.Tests.Mutants.Workshop;

namespace OrleansTrading.Simulation.Tests.Mutants;

/// <summary>The simulator of a copy of the product.</summary>
internal static class Simulator
{
    private const string Assembly = "OrleansTrading.Simulation";

    /// <summary>The report on the first seed that fails; null when none of so many does.</summary>
    /// <param name="product">The copy.</param>
    /// <param name="seeds">How many seeds at most.</param>
    /// <param name="isOfCopying">Whether the worlds have those who copy signals, and nobody else.</param>
    internal static string? FindFailure(ProductContext product, int seeds, bool isOfCopying = false) =>
        Call(
            product,
            isOfCopying ? nameof(SimulationEntry.FindCopyingFailure) : nameof(SimulationEntry.FindFailure),
            seeds);

    /// <summary>The same with the shortest run found, its trace and its command.</summary>
    internal static string? ExplainFailure(ProductContext product, int seeds) =>
        Call(product, nameof(SimulationEntry.ExplainFailure), seeds);

    private static string? Call(ProductContext product, string method, int seeds) =>
        product.Get(Assembly).GetType($"{Assembly}.{nameof(SimulationEntry)}", throwOnError: true)!
            .GetMethod(method, BindingFlags.Public | BindingFlags.Static)!
            .CreateDelegate<Func<ulong, int, int, string?>>()(1, seeds, Environment.ProcessorCount);
}
