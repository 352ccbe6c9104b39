using System.Globalization;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <content>The platform's processes: started, killed, started again; at times two at once.</content>
internal sealed partial class SimulatedWorld
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AlertOperatorTime = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan SlowOperatorTime = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(40);

    private readonly List<SimulatedPlatform> platforms = [];
    private int launched;
    private bool isOver;
    private TimeSpan operatorCameAt;

    /// <summary>A process that takes calls; null while there is none.</summary>
    internal SimulatedPlatform? AnyUp(SplitMix draw)
    {
        var up = platforms.Where(platform => platform.IsUp && platform.Process.IsAlive).ToList();
        return up.Count == 0 ? null : up[draw.Below(up.Count)];
    }

    /// <summary>Whether there ever were two at once.</summary>
    internal bool HadTwoProcesses { get; private set; }

    /// <summary>Orders a transfer once more, at a time when it may be over long ago.</summary>
    internal void RepeatOrder(string account, TransferRequest request)
    {
        var seconds = Faults.Size(FaultClass.RepeatedOrder, "order", 5, 90);
        Loop.Outside.After(TimeSpan.FromSeconds(seconds), () =>
        {
            var platform = platforms.Find(platform => platform.IsUp && platform.Process.IsAlive);
            if (platform is not null)
            {
                _ = Loop.Outside.Start(async () =>
                {
                    try
                    {
                        await platform.Grains.GetGrain<ITreasuryGrain>(account).RequestTransferAsync(request)
                            .WaitAsync(CallTime, Loop.Outside.Time);
                        Coverage.Hit("order repeated");
                    }
                    catch (Exception failure)
                    {
                        // Whoever ordered it first asks by themselves.
                        Trace.Tell($"repeated order: {failure.Message}");
                    }
                });
            }
        });
    }

    private void LaunchPlatform()
    {
        var process = new VirtualProcess(
            Loop, string.Create(CultureInfo.InvariantCulture, $"process {++launched}"), OnKilled);
        if (Faults.Hits(FaultClass.ClockSkew, "launch", percent: 50))
        {
            process.Time.Skew = TimeSpan.FromSeconds(Faults.Size(FaultClass.ClockSkew, "launch", -45, 45));
        }

        Trace.Note("launch", launched);
        Coverage.Hit("process launched");
        var platform = new SimulatedPlatform(this, process);
        platforms.Add(platform);
        _ = process.Start(() => StartAsync(platform));
    }

    private async Task StartAsync(SimulatedPlatform platform)
    {
        try
        {
            await platform.StartAsync();
        }
        catch (Exception failure)
        {
            // A server that cannot start says so and ends; whoever runs it starts it again.
            Trace.Note("start failed", 0, failure.GetType().Name);
            Trace.Tell(failure.ToString());
            Coverage.Hit("process could not start");
            Loop.Outside.After(TimeSpan.Zero, platform.Kill);
        }
    }

    /// <summary>Whatever killed a process: it is cleared away, and another one comes.</summary>
    private void OnKilled(VirtualProcess process)
    {
        Trace.Note("killed", platforms.Count, process.Name);
        if (isOver)
        {
            return;
        }

        Loop.Outside.After(TimeSpan.Zero, () =>
        {
            var dead = platforms.Find(platform => platform.Process == process);
            dead?.Dispose();
            platforms.RemoveAll(platform => platform.Process == process);
            var wait = Faults.IsOver ? 100 : Faults.Size(FaultClass.Crash, "restart", 50, 15_000);
            Loop.Outside.After(TimeSpan.FromMilliseconds(wait), () =>
            {
                if (platforms.Count == 0 && !isOver && !isDown)
                {
                    LaunchPlatform();
                }
            });
        });
    }

    private void Tick()
    {
        if (isOver)
        {
            return;
        }

        foreach (var platform in platforms.ToList())
        {
            if (Faults.Hits(FaultClass.Crash, "tick"))
            {
                platform.Kill();
            }
            else if (Faults.Hits(FaultClass.ClockJump, "tick"))
            {
                platform.Process.Time.Skew = TimeSpan.FromSeconds(Faults.Size(FaultClass.ClockJump, "tick", -90, 90));
            }
        }

        if (platforms.Count == 1 && Faults.Hits(FaultClass.SecondProcess, "tick"))
        {
            HadTwoProcesses = true;
            LaunchPlatform();
            var first = Faults.Size(FaultClass.SecondProcess, "which", 0, 1);
            var time = TimeSpan.FromSeconds(Faults.Size(FaultClass.SecondProcess, "time", 1, 20));
            Loop.Outside.After(time, () =>
            {
                if (platforms.Count > 1)
                {
                    platforms[first].Kill();
                }
            });
        }

        // In some worlds nobody looks before quotes have run out of time.
        var isAlert = Seed % 3 != 0;
        if (Loop.Elapsed - operatorCameAt > (isAlert ? AlertOperatorTime : SlowOperatorTime))
        {
            operatorCameAt = Loop.Elapsed;
            _ = Loop.Outside.Start(OperateAsync);
        }

        Loop.Outside.After(TickPeriod, Tick);
    }

    /// <summary>
    /// The operator resumes what has halted: every transaction of the world is accounted for at its end.
    /// </summary>
    private async Task OperateAsync()
    {
        if (platforms.FirstOrDefault(platform => platform.IsUp && platform.Process.IsAlive) is not { } platform)
        {
            return;
        }

        foreach (var treasury in Treasuries)
        {
            try
            {
                var grain = platform.Grains.GetGrain<ITreasuryGrain>(treasury.Account.Value);
                var view = await grain.GetAsync().WaitAsync(CallTime, Loop.Outside.Time);
                if (view.Halted is not null && MayResume)
                {
                    Books.NoteResumed();
                    Coverage.Hit("operator resumed a treasury");
                    await grain.ResumeAsync("matched").WaitAsync(CallTime, Loop.Outside.Time);
                }
            }
            catch (Exception failure)
            {
                // Asked again in a while.
                Trace.Tell($"operator: {failure.Message}");
            }
        }
    }

    /// <summary>From here on nothing goes wrong: one process, a right clock, a good disk, good nodes.</summary>
    private void EndFaults()
    {
        Faults.End();
        Trace.Note("calm");

        // What was made for a bad world (few calls at once, a wrong clock) ends with it.
        foreach (var platform in platforms.ToList())
        {
            platform.Kill();
        }

        if (platforms.Count == 0 && !isDown)
        {
            LaunchPlatform();
        }

        if (isShort)
        {
            scripts.Add(Loop.Outside.Start(TopUpAsync));
        }
    }

    /// <summary>
    /// The operator brings what is short, or a refund could wait for ever: what a customer paid may have been delivered
    /// to another one before it turned out that it has to go back.
    /// </summary>
    private async Task TopUpAsync()
    {
        foreach (var (vault, treasury) in Vaults.Zip(Treasuries))
        {
            foreach (var asset in SimulatedAssets.All.Where(asset => asset.Chain == vault.Chain.Name))
            {
                while (await vault.PayAsync(
                    treasury.Address, new ChainAmount(asset.Id, asset.EverydayUnits * Plenty), memo: null) is null)
                {
                    await Loop.Outside.DelayAsync(TimeSpan.FromSeconds(3));
                }

                // Until it is final the next one would take the same number.
                await Loop.Outside.DelayAsync(TimeSpan.FromSeconds(20));
            }
        }

        Coverage.Hit("treasuries topped up");
    }

    private void KillAll()
    {
        isOver = true;
        platforms.ForEach(platform => platform.Kill());
    }
}
