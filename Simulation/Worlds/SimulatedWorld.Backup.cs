using System.Text.Json;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Simulation.Disk;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <content>
/// In some worlds the database is lost, and a copy that is older is put in its place. The operator does what
/// docs/operating.md says: starts when nothing that was sent can land any more, and resumes each account that is
/// halted, at once or after a while.
/// </content>
internal sealed partial class SimulatedWorld
{
    /// <summary>By then each quote's time is over, and the watchers have read what came meanwhile.</summary>
    private static readonly TimeSpan ResumeAfterMax = TimeSpan.FromSeconds(150);

    private DiskTables? backup;
    private bool isDown;
    private TimeSpan? restoredAt;
    private TimeSpan resumeAfter;

    /// <summary>Whether the disk has forgotten what was answered and paid.</summary>
    internal bool WasRestored { get; private set; }

    private bool MayResume => restoredAt is not { } at || Loop.Elapsed - at > resumeAfter;

    private TimeSpan FaultTime => Faults.Has(FaultClass.RestoredBackup)
        ? Settings.FaultTime + AftermathTime + (2 * ResumeAfterMax)
        : Settings.FaultTime;

    private void PlanRestore()
    {
        if (!Faults.Has(FaultClass.RestoredBackup))
        {
            return;
        }

        resumeAfter = ResumeAfterMax * SplitMix.Of(Seed, "resume").Between(0, 100) / 100;
        var draw = SplitMix.Of(Seed, "backup");
        Loop.Outside.After(TimeSpan.FromSeconds(draw.Between(10, 120)), () => BackUp(draw.Between(1, 90)));
    }

    /// <summary>Before the treasuries have begun it would be an empty one, of which nothing is promised.</summary>
    private void BackUp(int seconds)
    {
        if (Faults.IsOver)
        {
            return;
        }

        var begun = Disk.ReadAll("treasury").Count(each =>
            JsonSerializer.Deserialize<TreasuryState>(each.Payload, GrainJson.Options)!.Started);
        if (begun < Treasuries.Count)
        {
            Loop.Outside.After(TickPeriod, () => BackUp(seconds));
            return;
        }

        backup = Disk.Copy();
        Trace.Note("backup");
        Loop.Outside.After(TimeSpan.FromSeconds(seconds), () =>
        {
            if (Faults.Hits(FaultClass.RestoredBackup, "restore"))
            {
                scripts.Add(Loop.Outside.Start(RestoreAsync));
            }
        });
    }

    private async Task RestoreAsync()
    {
        (isDown, WasRestored) = (true, true);
        Trace.Note("lost");
        foreach (var platform in platforms.ToList())
        {
            platform.Kill();
        }

        await Loop.Outside.DelayAsync(AftermathTime);
        Disk.Restore(backup!);
        await Books.RestoreAsync();
        Trace.Note("restored", Books.Forgotten.Count);
        Coverage.Hit(Books.Forgotten.Count == 0 ? "restored, nothing forgotten" : "restored, transfers forgotten");
        (isDown, restoredAt) = (false, Loop.Elapsed);
        LaunchPlatform();
    }
}
