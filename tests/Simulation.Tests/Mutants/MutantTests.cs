using OrleansTrading.Simulation.Tests.Mutants.Workshop;
using Xunit.Abstractions;

namespace OrleansTrading.Simulation.Tests.Mutants;

/// <summary>
/// The simulator finds what it is for. Each row is a mistake in a copy of the product; a row that fails says that the
/// simulator has become too weak to see it.
/// </summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int SeedsMax = 2_000;

    /// <summary>Most mutants are found in fewer.</summary>
    private const int SoundSeeds = 30;

    public static TheoryData<string> Names => [.. MutantCatalogue.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutant_is_found(string name)
    {
        var mutant = MutantCatalogue.Find(name);
        var product = new ProductContext(name, Room.Named(mutant.Room).Compile(mutant));

        var report = Simulator.FindFailure(product, SeedsMax);

        Assert.True(
            report is not null,
            $"{SeedsMax} seeds have not found that {mutant.Breaks}. It should have shown: {mutant.Caught}.");
        output.WriteLine($"{name}: {report.Split('\n')[0]}");
    }

    /// <summary>So what is found above is the mistake, not the way by which the product came here.</summary>
    [Fact]
    public void The_product_without_a_mistake_fails_no_seed_on_the_same_way()
    {
        var product = new ProductContext("sound", Room.Named("Grains").Compile());

        var report = Simulator.FindFailure(product, SoundSeeds);

        Assert.True(report is null, report);
    }
}
