using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Embedded;

/// <summary>The embedded engine is one process, and says so where more is asked of it.</summary>
public sealed class NoClusterTests
{
    [Fact]
    public async Task Configured_cluster_is_refused_and_its_password_not_shown()
    {
        using var folder = new TemporaryFolder();

        var run = await ProductProcess.RunAsync(
            "--data", folder.Path, "--set", "Cluster:Redis=127.0.0.1:6379,password=canary-of-the-test");

        StartTests.AssertNotStarted(
            run, "Cluster:Redis is set, but this build has no cluster: its engine is one process. Build it with");
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orleans_own_storage_is_refused()
    {
        using var folder = new TemporaryFolder();

        StartTests.AssertNotStarted(
            await ProductProcess.RunAsync("--data", folder.Path, "--set", "Storage:Provider=AdoNet"),
            "Storage:Provider is AdoNet, which is Orleans' own, and this build has the embedded engine.");
    }

    [Theory]
    [InlineData("api")]
    [InlineData("cluster")]
    public async Task Command_for_a_cluster_is_refused(string command)
    {
        using var folder = new TemporaryFolder();

        StartTests.AssertNotStarted(
            await ProductProcess.RunAsync(command, "--data", folder.Path), $"The command {command} needs Orleans");
    }
}
