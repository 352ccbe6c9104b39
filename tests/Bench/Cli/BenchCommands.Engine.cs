using System.CommandLine;
using OrleansTrading.Bench.Actors;
using OrleansTrading.Bench.Limits;
using OrleansTrading.Bench.Wallets;

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
        AddWallets(root);
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

    private static void AddWallets(RootCommand root)
    {
        var seconds = Number("--seconds", 3, "Seconds of each phase.");
        var rounds = Number("--rounds", 3, "How often wallets and reference take turns.");
        var wallets = Number("--wallets", 100_000, "Wallets.");
        var callers = Number("--callers", 4_096, "Callers of wallets, each with one debit under way.");
        var command = new Command("wallets", "Durable debits of wallets, beside a stored procedure on PostgreSQL.")
        {
            seconds, rounds, wallets, callers,
        };
        command.SetAction((parsed, cancellationToken) => WalletsBench.RunAsync(
            parsed.GetValue(seconds),
            parsed.GetValue(rounds),
            parsed.GetValue(wallets),
            parsed.GetValue(callers),
            cancellationToken));
        root.Add(command);
    }
}
