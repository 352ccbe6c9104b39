using System.Globalization;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Faults;

/// <summary>
/// The faults of one world. Whether something goes wrong is a hash of the seed, the fault, the place and how often that
/// place was reached, so that taking one fault away leaves all others where they were: that is what lets a failing run
/// be made shorter.
/// </summary>
internal sealed class SeedFaults
{
    /// <summary>Of what stands after it much less is promised: few worlds have it.</summary>
    private const int RestoredPercent = 10;

    private readonly ulong seed;
    private readonly SimulationSettings settings;
    private readonly Coverage coverage;
    private readonly int[] rates = new int[FaultClasses.All.Count];
    private readonly Dictionary<(FaultClass Fault, string Place), ulong> visits = [];
    private readonly List<string> met = [];
    private readonly bool slowReads;
    private long points;

    internal SeedFaults(ulong seed, SimulationSettings settings, Coverage coverage)
    {
        this.seed = seed;
        this.settings = settings;
        this.coverage = coverage;
        var draw = SplitMix.Of(seed, "rates");
        foreach (var fault in FaultClasses.All)
        {
            // Drawn for all, whatever is switched off: the others' rates stay the same. What has been added since has a
            // stream of its own, so that a seed's other faults stay what they were.
            var isRestore = fault == FaultClass.RestoredBackup;
            var own = fault < FaultClass.RestoredBackup ? draw
                : SplitMix.Of(seed, isRestore ? "restores" : $"rate of {FaultClasses.NameOf(fault)}");
            var isOn = isRestore ? own.Chance(RestoredPercent) : own.Below(3) > 0;
            var rate = isRestore ? FaultClasses.Million : own.Between(1, FaultClasses.RateMax(fault));
            rates[(int)fault] = isOn && settings.Has(fault) ? rate : 0;
        }

        slowReads = draw.Chance(50);
    }

    /// <summary>A fault that lasts, and is drawn elsewhere, was met.</summary>
    internal void Note(FaultClass fault) => coverage.Hit($"fault {FaultClasses.NameOf(fault)}");

    /// <summary>Calm: nothing goes wrong any more, and everything has to come to its end.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>What happened, each with its place and how many times that was reached.</summary>
    internal IReadOnlyList<string> Met => met;

    internal bool Has(FaultClass fault) => rates[(int)fault] > 0;

    internal int RateOf(FaultClass fault) => IsOver ? 0 : rates[(int)fault];

    internal void End() => IsOver = true;

    /// <summary>Nothing goes wrong until <see cref="Resume"/>, and nothing is counted.</summary>
    internal void Suspend() => IsOver = true;

    internal void Resume() => IsOver = false;

    /// <summary>Whether the fault happens now, here; null percent: as often as the seed drew.</summary>
    internal bool Hits(FaultClass fault, string place, int? percent = null)
    {
        var rate = IsOver || rates[(int)fault] == 0 ? 0 : percent * (FaultClasses.Million / 100) ?? rates[(int)fault];
        if (rate == 0)
        {
            return false;
        }

        var nth = visits.GetValueOrDefault((fault, place));
        visits[(fault, place)] = nth + 1;
        if (SplitMix.Hash(seed, $"{(int)fault}/{place}", nth) % FaultClasses.Million >= (ulong)rate)
        {
            return false;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{FaultClasses.NameOf(fault)}@{place}#{nth}");
        if (settings.Spared.Contains(id))
        {
            return false;
        }

        met.Add(id);
        coverage.Hit($"fault {FaultClasses.NameOf(fault)}");
        return true;
    }

    /// <summary>A number that goes with a fault at a place: how late, how far.</summary>
    internal int Size(FaultClass fault, string place, int first, int last) =>
        first + (int)(SplitMix.Hash(seed, $"size {(int)fault}/{place}", visits.GetValueOrDefault((fault, place)))
            % (ulong)(last - first + 1));

    /// <summary>Kills the process here if it is its time; the caller must then do nothing more.</summary>
    internal bool Crashes(VirtualProcess process, string point)
    {
        if (!process.IsAlive)
        {
            return true;
        }

        var isOrdered = settings.CrashAt.Contains(points++);
        if (!isOrdered && !Hits(FaultClass.CrashAtPoint, point))
        {
            return false;
        }

        coverage.Hit($"crash {point}");
        process.Kill();
        return true;
    }

    /// <summary>How many places to crash at were passed.</summary>
    internal long Points => points;

    internal TimeSpan ReadTime() => Hits(FaultClass.SlowDisk, "read")
        ? TimeSpan.FromMilliseconds(Size(FaultClass.SlowDisk, "read", 500, 20_000))
        : slowReads ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;

    internal TimeSpan CommitTime() => Hits(FaultClass.SlowDisk, "commit")
        ? TimeSpan.FromMilliseconds(Size(FaultClass.SlowDisk, "commit", 500, 20_000))
        : TimeSpan.FromMilliseconds(2);

    internal TimeSpan AcknowledgeTime() => Hits(FaultClass.SlowDisk, "acknowledge")
        ? TimeSpan.FromMilliseconds(Size(FaultClass.SlowDisk, "acknowledge", 500, 5_000))
        : TimeSpan.FromMilliseconds(1);
}

/// <summary>The places between a store or wire step and the next, where a process can be made to die.</summary>
internal static class CrashPoints
{
    internal const string BeforeCommit = "before-commit";

    internal const string AfterCommit = "after-commit";

    internal const string BeforeSubmit = "before-submit";

    internal const string AfterSubmit = "after-submit";
}
