using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Cluster;

/// <summary>The product as a cluster: two silos, an API in front of them, a real Redis and a real PostgreSQL.</summary>
public sealed class ClusterTests
{
    [Theory]
    [InlineData("Postgres")]
    [InlineData("AdoNet")]
    public async Task Silo_is_killed_and_the_other_one_goes_on_trading(string provider)
    {
        await using var stage = await ClusterStage.OpenAsync(provider);

        AssertTraded(await stage.TradeAsync());
        await stage.EndAsync(stage.First, silo => silo.KillAsync());
        var later = await Eventually.GetAsync(
            "a trade with one silo",
            async () => await stage.TradeAsync() is { ExitCode: 0 } run ? run : null);

        AssertTraded(later);

        // And a stop is a stop: who calls first, who is called last.
        Assert.Equal(0, (await stage.EndAsync(stage.Front, api => api.StopAsync())).ExitCode);
        Assert.Equal(0, (await stage.EndAsync(stage.Second, silo => silo.StopAsync())).ExitCode);
    }

    private static void AssertTraded(ProductRun run)
    {
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("\ndeliveries 1 on the chain", run.Output, StringComparison.Ordinal);
    }
}
