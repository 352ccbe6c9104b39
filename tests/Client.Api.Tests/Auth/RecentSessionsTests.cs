using OrleansTrading.Client.Api.Auth;

namespace OrleansTrading.Client.Api.Tests.Auth;

public sealed class RecentSessionsTests
{
    [Fact]
    public void The_last_ids_are_known_and_no_more_than_two_generations_are_kept()
    {
        var recent = new RecentSessions(generationMax: 10);
        var ids = Enumerable.Range(0, 100).Select(i => $"s{i}").ToList();

        ids.ForEach(recent.Add);

        Assert.All(ids.TakeLast(10), id => Assert.True(recent.Contains(id)));
        Assert.InRange(ids.Count(recent.Contains), 10, 20);
        Assert.False(recent.Contains("s0"));
    }

    [Fact]
    public void An_id_that_is_added_again_counts_once()
    {
        var recent = new RecentSessions(generationMax: 2);
        recent.Add("a");

        Assert.All(Enumerable.Range(0, 10), _ => recent.Add("b"));

        Assert.True(recent.Contains("a"));
    }
}
