using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OrleansTrading.Simulation;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Running;

namespace OrleansTrading.Silo.Simulate;

/// <summary>The options of <c>simulate</c>, and what they mean.</summary>
internal static class SimulateCommandLine
{
    private const int FaultSecondsMax = 3_600;

    internal static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        var seeds = new Option<long?>("--seeds")
        {
            Description = "How many seeds. Left out: one, or without end with --minutes.",
        };
        var minutes = new Option<double?>("--minutes") { Description = "For how long at most." };
        var threads = new Option<int?>("--threads")
        {
            Description = "Worlds at the same time. Left out: as many as there are processors.",
        };
        var faults = CreateFaults();
        var customers = new Option<int?>("--customers") { Description = "Customers at most." };
        var copiers = new Option<int?>("--copiers") { Description = "Those who copy signals at most." };
        var quotes = new Option<int?>("--quotes") { Description = "Quotes of each customer at most." };
        var faultSeconds = new Option<double?>("--fault-seconds")
        {
            Description = "Virtual seconds during which things go wrong. Left out:"
                + $" {SimulationSettings.FaultTimeDefault.TotalSeconds:F0}.",
        };
        var spare = new Option<string?>("--spare") { Description = "Single faults that do not happen, by commas." };
        var crashAt = new Option<string?>("--crash-at")
        {
            Description = "Crash points, by number and commas, at which the process dies whatever the seed says.",
        };
        var points = new Option<CrashPoints?>("--crash-points")
        {
            Description = "Instead of seeds: dies at each point between a store or wire step and the next, or at each"
                + " two of them, in a small world in which nothing else goes wrong.",
        };
        var trace = new Option<bool>("--trace") { Description = "Prints what happens (one seed)." };
        var coverage = new Option<bool>("--coverage") { Description = "Prints what was hit how often, or never." };
        var command = new Command(
            "simulate", "Runs whole worlds by seed, in virtual time, in which everything goes wrong.")
        {
            seed, seeds, minutes, threads, faults, customers, copiers, quotes, faultSeconds, spare, crashAt, points,
            trace, coverage,
        };
        Require(seeds, value => value >= 1, "at least 1");
        Require(minutes, value => value > 0, "above 0");
        Require(threads, value => value is >= 1 and <= 256, "1 to 256");
        Require(customers, value => value >= 0, "at least 0");
        Require(copiers, value => value >= 0, "at least 0");
        Require(quotes, value => value >= 1, "at least 1");
        Require(faultSeconds, value => value is > 0 and <= FaultSecondsMax, $"up to {FaultSecondsMax}");
        command.SetAction(parsed => SimulateCommand.Run(
            new SimulationOrder(
                parsed.GetValue(seed),
                parsed.GetValue(seeds) ?? (parsed.GetValue(minutes) is null ? 1 : long.MaxValue),
                parsed.GetValue(minutes) is { } limit ? TimeSpan.FromMinutes(limit) : null,
                parsed.GetValue(threads) ?? Environment.ProcessorCount,
                new SimulationSettings
                {
                    Faults = parsed.GetValue(faults),
                    CustomersMax = parsed.GetValue(customers),
                    CopiersMax = parsed.GetValue(copiers),
                    QuotesMax = parsed.GetValue(quotes),
                    FaultTime = TimeSpan.FromSeconds(
                        parsed.GetValue(faultSeconds) ?? SimulationSettings.FaultTimeDefault.TotalSeconds),
                    Spared = Split(parsed.GetValue(spare)).ToHashSet(StringComparer.Ordinal),
                    CrashAt = Split(parsed.GetValue(crashAt))
                        .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToHashSet(),
                    KeepsTrace = parsed.GetValue(trace),
                }),
            parsed.GetValue(points),
            parsed.GetValue(coverage)));
        return command;
    }

    private static Option<IReadOnlySet<FaultClass>?> CreateFaults() => new("--faults")
    {
        Description = $"Fault classes that seeds draw from, by commas, or '{SimulationSettings.NoFaults}'. There"
            + $" are: {string.Join(", ", FaultClasses.All.Select(FaultClasses.NameOf))}. Left out: all.",
        CustomParser = ReadFaults,
    };

    private static void Require<T>(Option<T?> option, Predicate<T> holds, string rule)
        where T : struct => option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } value && !holds(value))
            {
                result.AddError($"{option.Name} must be {rule}.");
            }
        });

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static HashSet<FaultClass>? ReadFaults(ArgumentResult result)
    {
        var chosen = new HashSet<FaultClass>();
        foreach (var name in Split(result.Tokens[0].Value).Where(name => name != SimulationSettings.NoFaults))
        {
            if (FaultClasses.Find(name) is { } fault)
            {
                chosen.Add(fault);
            }
            else
            {
                result.AddError($"--faults has '{name}'. There are: "
                    + string.Join(", ", FaultClasses.All.Select(FaultClasses.NameOf)) + ".");
            }
        }

        return chosen;
    }

    /// <summary>How thoroughly crash points are gone through.</summary>
    internal enum CrashPoints
    {
        /// <summary>Each alone.</summary>
        Each,

        /// <summary>Each two.</summary>
        Pairs,
    }
}
