using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Running;
using Xunit.Abstractions;

namespace OrleansTrading.Simulation.Tests.Running;

/// <summary>The product against its simulator: fixed seeds, fresh ones, and every place to crash at.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const ulong FixedFirst = 1;
    private const int FixedSeeds = 200;
    private const int FreshSeeds = 10;

    /// <summary>They take a tenth of a second each.</summary>
    private const int CopyingSeeds = 200;

    /// <summary>Something that the fixed seeds before do not reach (a withdrawal is cancelled too late).</summary>
    private const ulong RareFirst = 241;
    private const int RareSeeds = 7;

    private const int BehindSeeds = 30;

    /// <summary>Small worlds show a mistake in the least time; the crowds are for the long runs.</summary>
    private static readonly SimulationSettings s_small = new() { CustomersMax = 10 };

    /// <summary>In larger worlds than there were when they were found they are other worlds.</summary>
    private static readonly SimulationSettings s_crowds = new() { CustomersMax = 50, CopiersMax = 0 };

    /// <summary>Signals are copied, and nothing else is done.</summary>
    private static readonly SimulationSettings s_copying = new() { CustomersMax = 0 };

    /// <summary>
    /// Accounts are halted and resumed while nodes are behind: too rare together in worlds with everything.
    /// </summary>
    private static readonly SimulationSettings s_behind = s_small with
    {
        CopiersMax = 0,
        Faults = new HashSet<FaultClass>
        {
            FaultClass.StaleNode, FaultClass.SequenceGap, FaultClass.LateInclusion, FaultClass.Crash,
        },
    };

    [Fact]
    public void Fixed_seeds_break_no_rule_and_reach_everything_that_there_is_to_reach()
    {
        var run = RunSeeds(FixedFirst, FixedSeeds, s_small);
        run.Coverage.Add(RunSeeds(RareFirst, RareSeeds, s_small).Coverage);

        Assert.Empty(Marks.MissingIn(run.Coverage));
        Assert.True(run.Compared > 0, "No seed was run twice.");
    }

    [Fact]
    public void Fresh_seeds_break_no_rule() =>
        RunSeeds((ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000, FreshSeeds, s_small);

    /// <summary>Each of these broke a rule once; docs/reliability.md tells what was wrong.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(51)]
    [InlineData(57)]
    [InlineData(101)]
    [InlineData(291)]
    [InlineData(183)]
    [InlineData(2081)]
    [InlineData(2112)]
    [InlineData(2156)]
    [InlineData(2003)]
    [InlineData(2006)]
    [InlineData(49)]
    [InlineData(40805)]
    [InlineData(90125)]
    public void Seed_that_found_a_mistake_breaks_no_rule_any_more(ulong seed) => RunSeeds(seed, 1, s_crowds);

    /// <summary>They show in the largest of worlds only.</summary>
    [Theory]
    [InlineData(70187, 0)]
    [InlineData(600180, 2)]
    [InlineData(700786, 3)]
    public void Seed_with_a_multitude_that_found_a_mistake_breaks_no_rule_any_more(ulong seed, int copiers) =>
        RunSeeds(seed, 1, new() { CopiersMax = copiers });

    /// <summary>An activation that was behind went on with what another one had given up.</summary>
    [Fact]
    public void What_was_given_up_is_booked_by_nobody_else() => RunSeeds(1200059, 1, s_small);

    /// <summary>In the 26th of them a resume once accepted what a node that was behind did not know yet.</summary>
    [Fact]
    public void A_ledger_is_right_though_an_account_is_resumed_while_nodes_are_behind() =>
        RunSeeds(FixedFirst, BehindSeeds, s_behind);

    /// <summary>After a restored backup these paid what must not be paid.</summary>
    [Theory]
    [InlineData(68)]
    [InlineData(106)]
    [InlineData(359)]
    public void Seed_with_a_restored_backup_pays_nothing_twice(ulong seed) => RunSeeds(seed, 1, s_small);

    [Theory]
    [InlineData(88)]
    [InlineData(347)]
    [InlineData(367)]
    [InlineData(666)]
    [InlineData(717)]
    [InlineData(5436)]
    public void Seed_of_copying_that_found_a_mistake_breaks_no_rule_any_more(ulong seed) =>
        RunSeeds(seed, 1, s_copying);

    [Fact]
    public void Copying_breaks_no_rule() => RunSeeds(FixedFirst, CopyingSeeds, s_copying);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Process_may_die_at_each_place_between_a_store_or_wire_step_and_the_next(ulong seed)
    {
        var plan = new CrashPlan(seed, quotes: 1);

        var failed = plan.RunEach();

        output.WriteLine($"{plan.Points} places, {plan.Runs} worlds");
        Assert.True(failed is null, $"{failed?.Violation} {failed?.Met[0]}");
        Assert.True(plan.Points > 20, $"Only {plan.Points} places: the world is too quiet to show anything.");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(14)]
    public void Process_may_die_at_each_place_while_signals_are_copied(ulong seed)
    {
        var plan = new CrashPlan(seed, quotes: 1, customers: 0);

        var failed = plan.RunEach();

        output.WriteLine($"{plan.Points} places, {plan.Runs} worlds");
        Assert.True(failed is null, $"{failed?.Violation} {failed?.Met[0]}");
        Assert.True(plan.Points > 20, $"Only {plan.Points} places: the world is too quiet to show anything.");
    }

    [Fact]
    public void Process_may_die_at_two_places()
    {
        var plan = new CrashPlan(4, quotes: 1);

        var failed = plan.RunPairs(step: 320);

        output.WriteLine($"{plan.Points} places, {plan.Runs} worlds");
        Assert.True(failed is null, $"{failed?.Violation} {failed?.Met[0]}");
    }

    private SimulationRun RunSeeds(ulong first, int seeds, SimulationSettings settings)
    {
        var run = new SimulationRun(new SimulationOrder(
            first, seeds, TimeMax: null, Environment.ProcessorCount, settings));

        run.Run();

        output.WriteLine($"from seed {first}: {SimulationReport.Summarize(run)}");
        Assert.True(
            run.Failures.Count == 0,
            string.Join('\n', run.Failures.Select(failure => $"seed {failure.Seed}: {failure.Violation}")));
        return run;
    }
}
