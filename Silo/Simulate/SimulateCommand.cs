using System.Globalization;
using OrleansTrading.Simulation;
using OrleansTrading.Simulation.Running;

namespace OrleansTrading.Silo.Simulate;

/// <summary>
/// Simulates. Exit code 0: nothing failed; 1: nothing failed, but of so many seeds some should have reached what none
/// did; 127: the simulation or the platform broke; 128: something did not end; 129: an invariant does not hold.
/// </summary>
internal static class SimulateCommand
{
    /// <summary>From so many seeds on something must have reached everything.</summary>
    private const long SeedsForAll = 2_000;

    /// <summary>Of the directed worlds each has this many quotes.</summary>
    private const int DirectedQuotes = 2;

    private const long ProgressSeeds = 500;

    internal static int Run(SimulationOrder order, SimulateCommandLine.CrashPoints? points, bool printsCoverage)
    {
        // Each process of a world has services of its own: compiling their constructors would take longer than they
        // run.
        AppContext.SetSwitch("Microsoft.Extensions.DependencyInjection.DisableDynamicEngine", true);
        if (points is { } how)
        {
            return RunDirected(order, how);
        }

        if (order.Settings.KeepsTrace)
        {
            PrintTrace(order);
        }

        var run = new SimulationRun(order);
        run.Run(seeds =>
        {
            if (seeds % ProgressSeeds == 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds"));
            }
        });
        if (printsCoverage)
        {
            Console.Write(SimulationReport.Describe(run));
        }

        Console.WriteLine(SimulationReport.Summarize(run));
        if (run.Failures is [var first, ..])
        {
            return Report(first, order.Settings);
        }

        var missing = Marks.MissingIn(run.Coverage);
        var isQuiet = run.Seeds >= SeedsForAll && order.Settings.Faults is null && missing.Count > 0;
        if (isQuiet)
        {
            Console.Error.WriteLine($"No seed reached: {string.Join(", ", missing)}");
        }

        return isQuiet ? 1 : 0;
    }

    private static int RunDirected(SimulationOrder order, SimulateCommandLine.CrashPoints how)
    {
        for (var seed = order.FirstSeed; seed < order.FirstSeed + (ulong)Math.Min(order.SeedsMax, int.MaxValue); seed++)
        {
            var customers = Math.Min(1, order.Settings.CustomersMax ?? 1);
            var plan = new CrashPlan(seed, order.Settings.QuotesMax ?? DirectedQuotes, customers);
            var failed = how == SimulateCommandLine.CrashPoints.Each ? plan.RunEach() : plan.RunPairs(step: 1);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"seed {seed}: {plan.Points} crash points, {plan.Runs} worlds"));
            if (failed is not null)
            {
                Console.WriteLine($"FAIL {failed.Violation.Invariant} {failed.Violation.Detail}");
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Repeat: dotnet run --project Silo -- simulate --seed {seed} --faults none --customers {customers}"
                    + $" --copiers 1 --quotes {order.Settings.QuotesMax ?? DirectedQuotes} {failed.Met[0]}"));
                return (int)failed.Violation.Kind;
            }
        }

        return 0;
    }

    private static void PrintTrace(SimulationOrder order)
    {
        var (_, world) = SimulationRun.RunOnce(order.FirstSeed, order.Settings);
        using (world)
        {
            foreach (var line in world.Trace.Lines)
            {
                Console.WriteLine(line);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trace {world.Trace.Hash:x16}"));
        }
    }

    private static int Report(FailedSeed failed, SimulationSettings settings)
    {
        Console.WriteLine(SimulationReport.Describe(failed, settings with { KeepsTrace = false }));
        return (int)failed.Violation.Kind;
    }
}
