using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// A connection between a terminal and a process of the platform: what is said arrives in order, until it breaks. Then
/// what is on its way is lost, and each side notices when it does.
/// </summary>
internal sealed class SimulatedLink(SimulatedWorld world, VirtualProcess platform, SplitMix draw)
{
    private const int LatencyMax = 80;

    private long downAt;
    private long upAt;
    private bool isCut;

    /// <summary>Whether anything still arrives.</summary>
    internal bool Stands => !isCut && platform.IsAlive;

    /// <summary>Breaks it.</summary>
    internal void Cut() => isCut = true;

    /// <summary>Has the terminal do something.</summary>
    internal void Down(Action take) => downAt = Carry(world.Loop.Outside, downAt, take);

    /// <summary>Has the platform do something.</summary>
    internal void Up(Action take) => upAt = Carry(platform, upAt, take);

    private long Carry(VirtualProcess to, long before, Action take)
    {
        if (!Stands)
        {
            return before;
        }

        if (world.Faults.Hits(FaultClass.LostLink, "line"))
        {
            Cut();
            return before;
        }

        var now = world.Loop.NowTicks;
        var at = Math.Max(before, now + (draw.Between(1, LatencyMax) * TimeSpan.TicksPerMillisecond));
        to.After(TimeSpan.FromTicks(at - now), () =>
        {
            if (Stands)
            {
                take();
            }
        });
        return at;
    }
}
