using System.Globalization;
using System.Text;
using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation.Running;

/// <summary>What a run came to, for people.</summary>
internal static class SimulationReport
{
    private const int TraceLinesMax = 120;
    private const int ShrinkRunsMax = 150;

    /// <summary>A failed seed: what it broke, the shortest run found, its trace, and how to repeat it.</summary>
    internal static string Describe(FailedSeed failed, SimulationSettings settings)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"FAIL {failed.Violation.Invariant} seed={failed.Seed} step={failed.Violation.Step}");
        text.AppendLine(failed.Violation.Detail);
        if (failed.Violation.Step == 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Repeat: {CommandOf(failed.Seed, settings)}");
            return text.ToString();
        }

        var shrunk = new Shrinker(failed.Seed, failed.Violation.Invariant, ShrinkRunsMax).Run(settings);
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"The shortest of {shrunk.Runs} runs has {shrunk.Met.Count} faults: {string.Join(", ", shrunk.Met)}");
        foreach (var line in shrunk.Trace.TakeLast(TraceLinesMax))
        {
            text.AppendLine(line);
        }

        text.AppendLine();
        text.AppendLine(shrunk.Violation.Detail);
        text.AppendLine(CultureInfo.InvariantCulture, $"Repeat: {CommandOf(failed.Seed, shrunk.Settings)}");
        return text.ToString();
    }

    /// <summary>The counts, and what was not hit.</summary>
    internal static string Describe(SimulationRun run)
    {
        var text = new StringBuilder();
        foreach (var (mark, times) in run.Coverage.Counts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{times,12} {mark}");
        }

        foreach (var mark in Marks.MissingIn(run.Coverage))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{"never",12} {mark}");
        }

        return text.ToString();
    }

    /// <summary>Seeds, quotes, speed.</summary>
    internal static string Summarize(SimulationRun run)
    {
        var seconds = Math.Max(run.ProcessorTime.TotalSeconds, 0.001);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Seeds} seeds, {run.Compared} of them twice, {run.Quotes} quotes in {run.Elapsed.TotalSeconds:F0} s:"
            + $" {run.Quotes / seconds:F0} quote lives a second of a core; {run.Failures.Count} failed");
    }

    private static string CommandOf(ulong seed, SimulationSettings settings)
    {
        var command = new StringBuilder(
            string.Create(CultureInfo.InvariantCulture, $"dotnet run --project Silo -- simulate --seed {seed}"));
        if (settings.Faults is { } faults)
        {
            var names = faults.Order().Select(FaultClasses.NameOf).DefaultIfEmpty(SimulationSettings.NoFaults);
            command.Append(" --faults ").AppendJoin(',', names);
        }

        Append(" --customers ", settings.CustomersMax);
        Append(" --copiers ", settings.CopiersMax);
        Append(" --quotes ", settings.QuotesMax);
        if (settings.FaultTime != SimulationSettings.FaultTimeDefault)
        {
            Append(" --fault-seconds ", settings.FaultTime.TotalSeconds);
        }

        if (settings.CrashAt.Count > 0)
        {
            command.Append(" --crash-at ").AppendJoin(',', settings.CrashAt.Order());
        }

        if (settings.Spared.Count > 0)
        {
            command.Append(" --spare '").AppendJoin(',', settings.Spared.Order(StringComparer.Ordinal)).Append('\'');
        }

        return command.ToString();

        void Append<T>(string option, T? value)
        {
            if (value is not null)
            {
                command.Append(option).Append(CultureInfo.InvariantCulture, $"{value}");
            }
        }
    }
}
