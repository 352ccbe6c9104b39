using OrleansTrading.Grains;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// Those in a world who publish signals, and those who copy them: in each third world, but in none whose database is
/// lost.
/// </summary>
internal sealed class SimulatedFloor
{
    private const int Percent = 35;

    private readonly SimulatedWorld world;

    internal SimulatedFloor(SimulatedWorld world)
    {
        this.world = world;
        var draw = SplitMix.Of(world.Seed, "floor");
        var has = draw.Chance(Percent) && !world.Faults.Has(FaultClass.RestoredBackup);
        var copiers = has ? Math.Min(world.Settings.CopiersMax ?? int.MaxValue, draw.Between(1, 5)) : 0;
        var providers = copiers == 0 ? 0 : Math.Min(copiers, draw.Between(1, 2));
        Providers = [.. Enumerable.Range(0, providers).Select(number => new SimulatedProvider(world, number))];
        Copiers = [.. Enumerable.Range(0, copiers).Select(number => new SimulatedCopier(world, number))];
    }

    /// <summary>What is traded.</summary>
    internal static IReadOnlyList<string> Symbols { get; } = ["EURUSD", "GBPUSD"];

    internal IReadOnlyList<SimulatedProvider> Providers { get; }

    internal IReadOnlyList<SimulatedCopier> Copiers { get; }

    /// <summary>A symbol's rules at every broker of the world; of one that there is not, that there is not.</summary>
    internal static SymbolReport RulesOf(string symbol) => new()
    {
        Symbol = symbol,
        Digits = 5,
        VolumeMin = new Lots(1),
        VolumeMax = new Lots(50_000),
        VolumeStep = new Lots(1),
        ContractHundredths = 10_000_000,
        TickValueMicros = 1_000_000,
        SpreadPoints = 8,
        Trading = Symbols.Contains(symbol, StringComparer.Ordinal) ? SymbolTrading.Full : SymbolTrading.None,
    };

    /// <summary>Everybody begins.</summary>
    /// <returns>What ends when each of them is done.</returns>
    internal IEnumerable<Task> Begin()
    {
        foreach (var provider in Providers)
        {
            yield return world.Loop.Outside.Start(provider.LiveAsync);
        }

        foreach (var copier in Copiers)
        {
            yield return world.Loop.Outside.Start(copier.LiveAsync);
        }
    }

    /// <summary>Who is not done, and why.</summary>
    internal string Describe() => string.Join(
        "; ",
        Providers.Where(each => !each.IsDone).Select(each => each.Describe())
            .Concat(Copiers.Where(each => !each.IsDone).Select(each => each.Describe())));
}
