using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// How somebody calls the platform: until there is an answer. Calls get lost, and so do answers to calls that took
/// effect.
/// </summary>
/// <param name="world">Whose platform.</param>
/// <param name="draw">The caller's own chance.</param>
/// <param name="name">The caller's, for the trace.</param>
internal sealed class SimulatedCaller(SimulatedWorld world, SplitMix draw, string name)
{
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(35);

    /// <summary>What the caller is doing, as far as it was said.</summary>
    internal string Doing { get; set; } = "begins";

    internal async Task<T> CallAsync<T>(string what, Func<IGrainFactory, Task<T>> call)
    {
        while (true)
        {
            Doing = what;
            var isLost = world.Faults.Hits(FaultClass.LostCall, "call");
            if (!isLost && world.AnyUp(draw) is { } platform)
            {
                try
                {
                    var answer = await call(platform.Grains).WaitAsync(CallTime, world.Loop.Outside.Time);
                    if (!world.Faults.Hits(FaultClass.LostCall, "answer"))
                    {
                        return answer;
                    }
                }
                catch (Exception failure)
                {
                    world.Trace.Tell($"{name} {what}: {failure.GetType().Name} {failure.Message}");
                    world.Coverage.Hit($"call failed {failure.GetType().Name}");
                    if (failure is LimitExceededException && world.Faults.Has(FaultClass.EngineOverload))
                    {
                        world.Faults.Note(FaultClass.EngineOverload);
                    }
                }
            }

            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(200, 3_000)));
        }
    }
}
