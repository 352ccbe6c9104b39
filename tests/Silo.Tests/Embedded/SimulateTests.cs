using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Embedded;

/// <summary><c>simulate</c>, as whoever repeats a failure types it.</summary>
public sealed class SimulateTests
{
    [Fact]
    public async Task The_same_seed_leaves_the_same_trace_in_another_process()
    {
        string[] arguments = ["simulate", "--seed", "7", "--trace", "--fault-seconds", "40", "--customers", "3"];

        var first = await ProductProcess.RunAsync(arguments);
        var again = await ProductProcess.RunAsync(arguments);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal(TraceOf(first), TraceOf(again));
        Assert.Contains(TraceOf(first), line => line.StartsWith("trace ", StringComparison.Ordinal));
        Assert.Contains("1 seeds", first.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--faults", "rain", "--faults has 'rain'. There are: crash,")]
    [InlineData("--seeds", "0", "--seeds must be at least 1.")]
    [InlineData("--minutes", "0", "--minutes must be above 0.")]
    [InlineData("--fault-seconds", "4000", "--fault-seconds must be up to 3600.")]
    public async Task Wrong_options_are_named(string option, string value, string message)
    {
        var run = await ProductProcess.RunAsync("simulate", option, value);

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    /// <summary>All but the summary, which tells how long it took.</summary>
    private static List<string> TraceOf(ProductRun run) =>
        [.. run.Output.Split('\n').Where(line => !line.Contains(" seeds, ", StringComparison.Ordinal))];
}
