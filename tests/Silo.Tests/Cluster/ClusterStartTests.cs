using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Cluster;

/// <summary>A member of a cluster that cannot be one says why in one line, and exits with 1.</summary>
public sealed class ClusterStartTests
{
    private const string Shared = "Storage:Provider=Postgres";

    public static TheoryData<string[], string> Settings => new()
    {
        { ["Cluster:Redis=127.0.0.1:6379"], "Storage:Provider is Sqlite: each silo would have a database of its own" },
        { [Shared, "Cluster:Redis=127.0.0.1:1"], "Cluster:Redis names 127.0.0.1:1, where no Redis answers." },
        { [Shared, "Cluster:Redis=password=abc"], "Cluster:Redis cannot be read" },
        { [Shared, "Cluster:Redis=127.0.0.1:1,nonsense=abc"], "Cluster:Redis cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Impossible_cluster_is_refused(string[] settings, string message)
    {
        using var folder = new TemporaryFolder();

        StartTests.AssertNotStarted(await RunAsync(folder, [], settings), message);
        StartTests.AssertNotStarted(await RunAsync(folder, ["api"], settings), message);
    }

    [Fact]
    public async Task Api_alone_without_a_cluster_is_refused()
    {
        using var folder = new TemporaryFolder();

        StartTests.AssertNotStarted(
            await RunAsync(folder, ["api"], []), "An API process of its own needs a cluster: set Cluster:Redis");
    }

    [Fact]
    public async Task Wrong_password_is_told_and_not_shown()
    {
        using var folder = new TemporaryFolder();
        await using var redis = await RedisServer.StartAsync();

        var run = await RunAsync(
            folder, [], [Shared, $"Cluster:Redis=127.0.0.1:{redis.Port},password=canary-of-the-test"]);

        StartTests.AssertNotStarted(
            run, $"Cluster:Redis names 127.0.0.1:{redis.Port}, which refuses the user or the password.");
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
        StartTests.AssertNotStarted(
            await RunAsync(folder, [], [Shared, $"Cluster:Redis=127.0.0.1:{redis.Port}"]), "which refuses");
    }

    private static Task<ProductRun> RunAsync(TemporaryFolder folder, string[] command, string[] settings) =>
        ProductProcess.RunAsync(
        [
            .. command, "--data", folder.Path, "--urls", "http://127.0.0.1:0",
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ]);
}
