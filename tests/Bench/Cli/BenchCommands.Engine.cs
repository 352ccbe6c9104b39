using System.CommandLine;
using OrleansTrading.Bench.Actors;

namespace OrleansTrading.Bench.Cli;

/// <content>The embedded engine's own measurement.</content>
internal static partial class BenchCommands
{
    static partial void AddEngine(RootCommand root)
    {
        var seconds = Number("--seconds", 3, "Seconds of each throughput phase.");
        var rounds = Number("--rounds", 3, "How often engine and reference take turns.");
        var command = new Command("engine", "Grain calls and activations in process, beside plain .NET.")
        {
            seconds, rounds,
        };
        command.SetAction((parsed, cancellationToken) => EngineBench.RunAsync(
            parsed.GetValue(seconds), parsed.GetValue(rounds), cancellationToken));
        root.Add(command);
    }
}
