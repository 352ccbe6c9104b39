using System.CommandLine;
using System.Security.Cryptography;

namespace OrleansTrading.Soak.Cli;

/// <summary>The soak's command line.</summary>
internal static class SoakCommand
{
    internal static RootCommand Create()
    {
        var storage = new Option<SoakStorage>("--storage")
        {
            Description = "What the server stores in: sqlite, or postgres (a server of the run's own).",
            DefaultValueFactory = _ => SoakStorage.Sqlite,
        };
        var kills = Number("--kills", 50, "How often the server is killed with SIGKILL.", 0, 10_000);
        var clients = Number("--clients", 12, "Customers at once.", 1, 200);
        var minutes = Number(
            "--minutes",
            0,
            $"Minutes of load besides those of starts; 0 for {SoakPlan.SecondsPerKill} seconds a kill, at least one.",
            0,
            1_440);
        var seed = new Option<ulong>("--seed")
        {
            Description = "Decides what customers do and when the kills come; drawn and printed when left out.",
            DefaultValueFactory = _ => (ulong)RandomNumberGenerator.GetInt32(int.MaxValue),
        };
        var keep = new Option<bool>("--keep")
        {
            Description = "Keeps the database and the logs of a run that found nothing.",
        };
        var command = new RootCommand(
            "Kills a server under load, starts it again, and compares what it stored with what the networks tell.")
        {
            storage, kills, seed, minutes, clients, keep,
        };
        command.SetAction((parsed, cancellationToken) => SoakRun.RunAsync(
            new SoakPlan
            {
                Storage = parsed.GetValue(storage),
                Kills = parsed.GetValue(kills),
                Seed = parsed.GetValue(seed),
                Minutes = parsed.GetValue(minutes),
                Clients = parsed.GetValue(clients),
                KeepsFolder = parsed.GetValue(keep),
            },
            cancellationToken));
        return command;
    }

    private static Option<int> Number(string name, int value, string description, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            var given = result.GetValueOrDefault<int>();
            if (given < least || given > most)
            {
                result.AddError($"{name} is {given}. It must be {least} to {most}.");
            }
        });
        return option;
    }
}
