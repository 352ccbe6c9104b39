using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Tests.Loop;

public sealed class SplitMixTests
{
    /// <summary>
    /// The first numbers of SplitMix64 from seed 0, as in its author's implementation
    /// (https://prng.di.unimi.it/splitmix64.c): what a seed means must never change.
    /// </summary>
    [Fact]
    public void Numbers_are_those_of_the_published_generator()
    {
        var draw = new SplitMix(0);

        Assert.Equal(
            [0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4UL, 0x06C45D188009454FUL, 0xF88BB8A8724C81ECUL],
            [draw.Next(), draw.Next(), draw.Next(), draw.Next()]);
    }

    [Fact]
    public void Streams_of_one_seed_for_two_purposes_differ() =>
        Assert.NotEqual(SplitMix.Of(1, "schedule").Next(), SplitMix.Of(1, "faults").Next());
}
