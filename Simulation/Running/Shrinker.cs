using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Running;

/// <summary>What is left of a failing run once everything was taken away that it does not need.</summary>
/// <param name="Settings">The run.</param>
/// <param name="Violation">How it fails.</param>
/// <param name="Met">The faults that it has.</param>
/// <param name="Trace">What happens in it.</param>
/// <param name="Runs">How many runs it took to find it.</param>
internal sealed record ShrunkRun(
    SimulationSettings Settings,
    Violation Violation,
    IReadOnlyList<string> Met,
    IReadOnlyList<string> Trace,
    int Runs);

/// <summary>
/// Makes a failing run shorter: fewer customers and quotes, fewer fault classes, less time, then fewer single faults,
/// for as long as the same rule is broken. A fault that is taken away leaves the decisions about the others alone.
/// </summary>
internal sealed class Shrinker(ulong seed, string invariant, int runsMax)
{
    private static readonly TimeSpan TimeMin = TimeSpan.FromSeconds(5);

    /// <summary>How many customers, or quotes of each, are tried: the first that fail are kept.</summary>
    private static readonly int[] s_fewer = [0, 1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 40];

    private SimulationSettings best = new();
    private IReadOnlyList<string> met = [];
    private int runs;

    internal ShrunkRun Run(SimulationSettings settings)
    {
        best = settings;
        if (!Fails(settings))
        {
            throw new InvalidOperationException($"Seed {seed} does not break {invariant} a second time.");
        }

        ShrinkWorkload();
        ShrinkTime();
        ShrinkClasses();
        ShrinkFaults();
        var (violation, world) = SimulationRun.RunOnce(seed, best with { KeepsTrace = true });
        using (world)
        {
            return new ShrunkRun(best, violation!, world.Faults.Met, world.Trace.Lines, runs);
        }
    }

    private void ShrinkWorkload()
    {
        foreach (var customers in s_fewer)
        {
            if (Fails(best with { CustomersMax = customers }))
            {
                break;
            }
        }

        foreach (var copiers in s_fewer)
        {
            if (Fails(best with { CopiersMax = copiers }))
            {
                break;
            }
        }

        foreach (var quotes in s_fewer.Skip(1))
        {
            if (Fails(best with { QuotesMax = quotes }))
            {
                break;
            }
        }
    }

    private void ShrinkTime()
    {
        while (best.FaultTime / 2 >= TimeMin && Fails(best with { FaultTime = best.FaultTime / 2 }))
        {
            // Half as long each time.
        }
    }

    private void ShrinkClasses()
    {
        foreach (var fault in FaultClasses.All)
        {
            var others = FaultClasses.All.Where(each => each != fault && best.Has(each)).ToHashSet();
            if (best.Has(fault))
            {
                Fails(best with { Faults = others });
            }
        }
    }

    /// <summary>Halves first, then smaller and smaller parts, as ddmin does.</summary>
    private void ShrinkFaults()
    {
        for (var size = Math.Max(met.Count / 2, 1); size >= 1 && runs < runsMax; size = size == 1 ? 0 : size / 2)
        {
            for (var at = 0; at < met.Count && runs < runsMax;)
            {
                var spared = best.Spared.Concat(met.Skip(at).Take(size)).ToHashSet(StringComparer.Ordinal);
                if (!Fails(best with { Spared = spared }))
                {
                    at += size;
                }
            }
        }
    }

    /// <summary>Whether the same rule is broken with these settings; then they are kept.</summary>
    private bool Fails(SimulationSettings settings)
    {
        if (runs >= runsMax && runs > 0)
        {
            return false;
        }

        runs++;
        var (violation, world) = SimulationRun.RunOnce(seed, settings);
        using (world)
        {
            if (violation?.Invariant != invariant)
            {
                return false;
            }

            (best, met) = (settings, world.Faults.Met);
            return true;
        }
    }
}
