using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation.Tests.Faults;

public sealed class SeedFaultsTests
{
    private static readonly SimulationSettings Everything = new();

    [Fact]
    public void Sparing_a_fault_leaves_the_decisions_about_the_others_alone()
    {
        var all = Meet(Everything);
        var spared = all[all.Count / 2];

        var others = Meet(Everything with { Spared = new HashSet<string>(StringComparer.Ordinal) { spared } });

        Assert.True(all.Count > 10, $"Only {all.Count} faults: there is nothing to spare.");
        Assert.Equal(all.Where(id => id != spared), others);
    }

    [Fact]
    public void Leaving_a_class_out_leaves_the_decisions_about_the_others_alone()
    {
        var all = Meet(Everything);
        var name = FaultClasses.NameOf(FaultClass.LostCall);

        var others = Meet(Everything with
        {
            Faults = FaultClasses.All.Where(fault => fault != FaultClass.LostCall).ToHashSet(),
        });

        Assert.Contains(all, id => id.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal(all.Where(id => !id.StartsWith(name, StringComparison.Ordinal)), others);
    }

    [Fact]
    public void Each_class_is_off_in_some_seeds_and_on_in_others() => Assert.All(FaultClasses.All, fault =>
    {
        var on = Enumerable.Range(1, 100).Count(
            seed => new SeedFaults((ulong)seed, Everything, new Coverage()).Has(fault));

        // Of worlds whose database is restored much less is promised: they are few.
        var (least, most) = fault == FaultClass.RestoredBackup ? (5, 20) : (40, 90);
        Assert.InRange(on, least, most);
    });

    /// <summary>What goes wrong at two places that are reached in turn, in a world that has both faults.</summary>
    private static IReadOnlyList<string> Meet(SimulationSettings settings)
    {
        var seed = Enumerable.Range(1, 1_000).Select(i => (ulong)i).First(i =>
            new SeedFaults(i, Everything, new Coverage()) is var drawn
            && drawn.Has(FaultClass.LostCall) && drawn.Has(FaultClass.RpcError));
        var faults = new SeedFaults(seed, settings, new Coverage());
        for (var i = 0; i < 2_000; i++)
        {
            faults.Hits(FaultClass.LostCall, "call");
            faults.Hits(FaultClass.RpcError, "solana");
        }

        return faults.Met;
    }
}
