using OrleansTrading.Client.Api.Hooks;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Clocks;

namespace OrleansTrading.Client.Api.Tests.Hooks;

public sealed class SeenIdsTests
{
    private readonly ManualTime time = new(Samples.Start);

    [Fact]
    public void An_id_is_new_once_until_it_is_forgotten()
    {
        var seen = new SeenIds(time, TimeSpan.FromMinutes(11), 100);

        Assert.True(seen.Add("a"));
        Assert.False(seen.Add("a"));
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(seen.Add("b"));
        Assert.False(seen.Add("a"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(seen.Add("a"));
        Assert.False(seen.Add("b"));
    }

    [Fact]
    public void At_the_limit_the_oldest_is_forgotten_and_no_other()
    {
        var seen = new SeenIds(time, TimeSpan.FromMinutes(11), 3);
        Assert.All(["a", "b", "c"], id => Assert.True(seen.Add(id)));

        Assert.True(seen.Add("d"));

        Assert.False(seen.Add("d"));
        Assert.True(seen.Add("a"));
    }
}
