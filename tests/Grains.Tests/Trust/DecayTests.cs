using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Tests.Trust;

public sealed class DecayTests
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(32);

    [Theory]
    [InlineData(-1, 1_000_000)]
    [InlineData(0, 1_000_000)]
    [InlineData(24, 978_802)] // half-way to 957,603: 1,000,000 - 42,397 / 2, the fraction of the fall cut off
    [InlineData(48, 957_603)]
    [InlineData(384, 707_107)]
    [InlineData(768, 500_000)]
    [InlineData(1_152, 353_553)]
    [InlineData(1_536, 250_000)]
    [InlineData(768 * 19, 1)]
    [InlineData(768 * 20, 0)]
    [InlineData(768 * 300_000L, 0)]
    public void Half_is_left_after_each_half_life_and_roots_of_it_between(long hours, int left) =>
        Assert.Equal(left, Decay.Of(TimeSpan.FromTicks(hours * TimeSpan.TicksPerHour), HalfLife));

    [Fact]
    public void It_is_close_to_the_curve_at_any_age_and_half_life()
    {
        foreach (var days in (int[])[1, 7, 30, 3_650])
        {
            for (var part = 0; part <= 400; part++)
            {
                var halfLife = TimeSpan.FromDays(days);
                var exact = Math.Pow(2, -part / 100.0) * TrustConstants.One;

                Assert.InRange(Decay.Of(halfLife * (part / 100.0), halfLife) - exact, -2.0, exact * 0.0003);
            }
        }
    }

    [Fact]
    public void It_never_grows_with_age() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Two().ToArbitrary(),
        Gen.Choose(3_600, 100_000_000).ToArbitrary(),
        (ages, halfLife) =>
        {
            var (young, old) = (Math.Min(ages.Item1, ages.Item2), Math.Max(ages.Item1, ages.Item2));
            return At(old) <= At(young);

            int At(int seconds) => Decay.Of(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(halfLife));
        }).QuickCheckThrowOnFailure();
}
