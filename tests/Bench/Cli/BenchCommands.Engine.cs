using System.CommandLine;
using OrleansTrading.Bench.Actors;
using OrleansTrading.Bench.Limits;

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
        AddLimits(root);
    }

    private static void AddLimits(RootCommand root)
    {
        var seconds = Number("--seconds", 3, "Seconds of each throughput phase.");
        var rounds = Number("--rounds", 3, "How often the limits and the reference take turns.");
        var command = new Command("limits", "Limits of all users together, beside one grain that everybody asks.")
        {
            seconds, rounds,
        };
        command.SetAction((parsed, cancellationToken) => LimitsBench.RunAsync(
            parsed.GetValue(seconds), parsed.GetValue(rounds), cancellationToken));
        root.Add(command);
    }
}
