using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation.Running;

/// <summary>
/// A small world in which nothing goes wrong, run once for each place between a store or wire step and the next: the
/// process dies there. And once for each two of them.
/// </summary>
internal sealed class CrashPlan(ulong seed, int quotes, int customers = 1)
{
    private static readonly SimulationSettings Quiet = new() { Faults = new HashSet<FaultClass>() };

    private readonly SimulationSettings small = Quiet with
    {
        CustomersMax = customers, CopiersMax = 1, QuotesMax = quotes,
    };

    /// <summary>How many worlds were run.</summary>
    internal long Runs { get; private set; }

    /// <summary>How many places there are.</summary>
    internal long Points { get; private set; }

    /// <summary>Dies at each place once.</summary>
    /// <returns>The first run that failed; null: none did.</returns>
    internal FailedSeed? RunEach()
    {
        Points = Try([]).Points;
        for (long at = 0; at < Points; at++)
        {
            if (Try([at]).Failed is { } failed)
            {
                return failed;
            }
        }

        return null;
    }

    /// <summary>Dies at each two places of which the second comes in the run that the first one left.</summary>
    /// <param name="step">Every how many-th second place; 1: all.</param>
    /// <returns>The first run that failed; null: none did.</returns>
    internal FailedSeed? RunPairs(int step)
    {
        Points = Try([]).Points;
        for (long first = 0; first < Points; first++)
        {
            var last = Try([first]).Points;
            for (var second = first + 1 + (first % step); second < last; second += step)
            {
                if (Try([first, second]).Failed is { } failed)
                {
                    return failed;
                }
            }
        }

        return null;
    }

    private (long Points, FailedSeed? Failed) Try(HashSet<long> at)
    {
        Runs++;
        var (violation, world) = SimulationRun.RunOnce(seed, small with { CrashAt = at });
        using (world)
        {
            var failed = violation is null
                ? null
                : new FailedSeed(seed, violation, [$"--crash-at {string.Join(',', at.Order())}"]);
            return (world.Faults.Points, failed);
        }
    }
}
