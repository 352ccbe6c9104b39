namespace OrleansTrading.Engine.Tests.Runtime.Scheduling;

/// <summary>
/// Scheduler, clock and storage are all that the engine gets from the world: whoever supplies them decides everything.
/// </summary>
public sealed class SimulationTests
{
    private const long DepositedUnits = Simulation.Callers * (Simulation.CallsEach / 5) * 7;

    /// <summary>What each run has to have in it, or it would prove little.</summary>
    private static readonly string[] Happened =
    [
        "deactivates: ActivationIdle", " notes that ", " tick ", " was reminded ", " is a cycle", " has all",
        "stuck was cancelled",
    ];

    [Fact]
    public void A_thousand_interleaved_calls_leave_the_same_trace_when_their_seed_is_the_same()
    {
        using var first = Simulation.Run(seed: 1);
        using var again = Simulation.Run(seed: 1);

        Assert.Equal(first.Trace.Lines, again.Trace.Lines);
        AssertWhole(first);
    }

    [Fact]
    public void Another_seed_leaves_another_trace_of_the_same_thousand_calls()
    {
        using var first = Simulation.Run(seed: 1);
        using var other = Simulation.Run(seed: 2);

        Assert.NotEqual(first.Trace.Lines, other.Trace.Lines);
        Assert.NotEqual(Answered(first), Answered(other));
        Assert.Equal(Answered(first).Order(StringComparer.Ordinal), Answered(other).Order(StringComparer.Ordinal));
        AssertWhole(other);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Whatever_the_seed_all_runs_on_one_thread_and_the_money_adds_up(ulong seed)
    {
        using var simulation = Simulation.Run(seed);

        AssertWhole(simulation);
    }

    /// <summary>Nothing left the thread, every call was answered, and the run was not a trivial one.</summary>
    private static void AssertWhole(Simulation simulation)
    {
        Assert.Empty(simulation.Escapes);
        Assert.Equal(Simulation.Callers * Simulation.CallsEach, Answered(simulation).Count());
        Assert.Equal(DepositedUnits, simulation.StoredUnits);
        Assert.All(Happened, what => Assert.True(
            simulation.Trace.Lines.Any(line => line.Contains(what, StringComparison.Ordinal)),
            $"No line of the trace has '{what}'; the last one is {simulation.Trace.Lines[^1]}."));
    }

    /// <summary>Which call was answered, in the order of the answers.</summary>
    private static IEnumerable<string> Answered(Simulation simulation) => simulation.Trace.Lines
        .Select(line => line.Split(' '))
        .Where(words => words[1] == "caller")
        .Select(words => words[2]);
}
