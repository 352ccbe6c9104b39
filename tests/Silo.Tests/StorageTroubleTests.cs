using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>
/// A database that fails under a running server, or is not what it should be at the start: it is said, nothing that was
/// answered is lost, and the server goes on by itself when the cause is gone.
/// </summary>
public sealed class StorageTroubleTests
{
    [Fact]
    public async Task Trades_go_on_after_the_postgresql_server_was_away()
    {
        await using var postgres = await LocalPostgres.StartAsync();
        await using var stage = await Stage.OpenAsync(
            "Storage:Provider=Postgres",
            $"Storage:ConnectionString={await postgres.CreateDatabaseAsync()}",
            "Api:RateLimits:Enabled=false");
        using var customer = await Customer.SignInAsync(stage);
        var traded = await customer.QuoteAsync("10");
        await customer.PayAsync(traded);
        var pending = await customer.QuoteAsync("20");

        await postgres.CrashAsync();
        await HealthIsAsync(customer, 503);
        var refused = await customer.AskAsync(customer.QuoteRequest("5"), "while-away-0000000");
        await postgres.ResumeAsync();
        await HealthIsAsync(customer, 200);

        Assert.InRange(refused.Status, 500, 599);
        Assert.Equal("executed", (await customer.AwaitEndAsync(traded))["status"]!.GetValue<string>());
        await customer.PayAsync(pending);
        Assert.Equal("executed", (await customer.AwaitEndAsync(pending))["status"]!.GetValue<string>());
        Assert.Single(await customer.DeliveriesAsync(traded));
        Assert.Single(await customer.DeliveriesAsync(pending));
    }

    [Fact]
    public async Task Wrong_password_of_the_database_is_named_in_one_line_and_not_repeated()
    {
        await using var postgres = await LocalPostgres.StartAsync();
        var connection = await postgres.CreateDatabaseAsync();
        using var folder = new TemporaryFolder();

        var run = await ProductProcess.RunAsync(
            "--data", Path.Combine(folder.Path, "data"), "--urls", Ports.TakeUrl().ToString(),
            "--set", "Local:SolanaPort=0", "--set", "Local:HorizonPort=0", "--set", "Local:NearPort=0",
            "--set", "Storage:Provider=Postgres",
            "--set", $"Storage:ConnectionString={connection};Password=hunter2");

        Assert.True(run.ExitCode == 1, run.ToString());
        var line = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("does not let this server in. Check user and password", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disk_is_told_by_health_and_the_server_goes_on_when_there_is_room()
    {
        await using var stage = await Stage.OpenBesideNetworksAsync("Api:RateLimits:Enabled=false");
        using var customer = await Customer.SignInAsync(stage);
        var pending = await customer.QuoteAsync("20");

        // As on a full disk, no file can grow: neither the database nor its log.
        await stage.LimitFilesAsync(1_024);
        var number = 0;
        var refused = await Eventually.GetAsync("a write meets the full disk", async () =>
            await customer.AskAsync(customer.QuoteRequest("5"), $"while-full-{number++:d8}") is { Status: >= 500 } reply
                ? reply
                : null);
        await HealthIsAsync(customer, 503);
        await stage.LimitFilesAsync(null);
        await HealthIsAsync(customer, 200);

        Assert.Equal("overloaded", refused.Code);
        await customer.PayAsync(pending);
        Assert.Equal("executed", (await customer.AwaitEndAsync(pending))["status"]!.GetValue<string>());
        Assert.Single(await customer.DeliveriesAsync(pending));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public async Task Truncated_database_is_found_at_the_start_and_left_as_it_is(double kept)
    {
        await using var stage = await Stage.OpenAsync("Api:RateLimits:Enabled=false");
        using var customer = await Customer.SignInAsync(stage);
        await customer.QuoteAsync("10");
        await stage.StopAsync();
        var database = Path.Combine(stage.Data, "orleanstrading.db");
        await using (var file = new FileStream(database, FileMode.Open))
        {
            file.SetLength((long)(file.Length * kept) / 512 * 512);
        }

        var left = await File.ReadAllBytesAsync(database);

        var run = await ProductProcess.RunAsync(
            "--data", stage.Data, "--urls", stage.Api.ToString(),
            "--set", "Local:SolanaPort=0", "--set", "Local:HorizonPort=0", "--set", "Local:NearPort=0");

        Assert.True(run.ExitCode == 1, run.ToString());
        var line = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(database, line, StringComparison.Ordinal);
        Assert.Contains("restore the last backup", line, StringComparison.Ordinal);
        Assert.Equal(left, await File.ReadAllBytesAsync(database));
    }

    private static Task<Reply> HealthIsAsync(Customer customer, int status) => Eventually.GetAsync(
        $"health is {status}",
        async () => await customer.Api.TryGetAsync("/health/ready") is { } reply && reply.Status == status
            ? reply
            : null);
}
