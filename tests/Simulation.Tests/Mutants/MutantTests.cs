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

    /// <summary>The product itself is run through the same door, for as long as most mutants take.</summary>
    private const int SoundSeeds = 200;

    public static TheoryData<string> Names => [.. MutantCatalogue.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutant_compiles(string name)
    {
        var mutant = MutantCatalogue.Find(name);

        var image = Room.Named(mutant.Room).Compile(mutant);

        Assert.Equal($"OrleansTrading.{mutant.Room}", image.Assembly);
    }

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

    [Theory]
    [InlineData("Chains")]
    [InlineData("Engine")]
    [InlineData("Grains")]
    [InlineData("Grains.Interfaces")]
    public void The_product_itself_fails_no_seed(string room)
    {
        var product = new ProductContext("sound", Room.Named(room).Compile());

        Assert.Null(Simulator.FindFailure(product, SoundSeeds));
    }
}
