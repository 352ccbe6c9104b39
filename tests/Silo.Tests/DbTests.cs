using System.Text.Json.Nodes;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary><c>db info</c> and <c>db backup</c>, as an operator types them.</summary>
public sealed class DbTests
{
    [Fact]
    public async Task A_backup_of_a_running_server_is_served_from_after_the_database_is_lost()
    {
        await using var stage = await Stage.OpenAsync();
        using var customer = await Customer.SignInAsync(stage);
        var traded = await customer.QuoteAsync("10");
        await customer.PayAsync(traded);
        var executed = await customer.AwaitEndAsync(traded);
        var pending = await customer.QuoteAsync("20");
        var copy = Path.Combine(stage.Folder, "copy.db");

        var info = await ProductProcess.RunAsync("db", "info", "--data", stage.Data);
        var backup = await ProductProcess.RunAsync("db", "backup", copy, "--data", stage.Data);
        await stage.StopAsync();
        foreach (var lost in Directory.GetFiles(stage.Data, "orleanstrading.db*"))
        {
            File.Delete(lost);
        }

        File.Move(copy, Path.Combine(stage.Data, "orleanstrading.db"));
        await stage.ServeAsync();

        Assert.True(info.ExitCode == 0, info.ToString());
        Assert.Contains("grain_state", info.Output, StringComparison.Ordinal);
        Assert.True(backup.ExitCode == 0, backup.ToString());
        Assert.Equal(string.Empty, info.Errors + backup.Errors);
        Assert.True(JsonNode.DeepEquals(executed, await customer.GetAsync($"/v1/quotes/{Customer.Id(traded)}")));
        await customer.PayAsync(pending);
        Assert.Equal("executed", (await customer.AwaitEndAsync(pending))["status"]!.GetValue<string>());
        Assert.Single(await customer.DeliveriesAsync(traded));
        Assert.Single(await customer.DeliveriesAsync(pending));
    }

    [Fact]
    public async Task A_backup_of_a_postgresql_database_is_served_from_after_the_database_is_lost()
    {
        await using var postgres = await LocalPostgres.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        string[] settings = ["Storage:Provider=Postgres", $"Storage:ConnectionString={database}"];
        await using var stage = await Stage.OpenAsync(settings);
        using var customer = await Customer.SignInAsync(stage);
        var traded = await customer.QuoteAsync("10");
        await customer.PayAsync(traded);
        var executed = await customer.AwaitEndAsync(traded);
        var copy = Path.Combine(stage.Folder, "copy.dump");
        string[] set = ["--set", settings[0], "--set", settings[1]];

        var info = await ProductProcess.RunAsync(["db", "info", .. set]);
        var backup = await ProductProcess.RunAsync(["db", "backup", copy, .. set]);
        var both = await ProductProcess.RunAsync(["db", "info", "--database", copy, .. set]);
        await stage.StopAsync();
        await postgres.RestoreAsync(copy, await postgres.RecreateAsync(database));
        await stage.ServeAsync();

        Assert.True(info.ExitCode == 0, info.ToString());
        Assert.Contains("grain_state", info.Output, StringComparison.Ordinal);
        Assert.True(backup.ExitCode == 0, backup.ToString());
        Assert.Equal(string.Empty, info.Errors + backup.Errors);
        Assert.True(both.ExitCode == 1, both.ToString());
        Assert.Contains("Storage:Provider is Postgres", both.Errors, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(executed, await customer.GetAsync($"/v1/quotes/{Customer.Id(traded)}")));
        Assert.Single(await customer.DeliveriesAsync(traded));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_in_the_way_is_named_on_stderr()
    {
        using var folder = new TemporaryFolder();
        var nobodys = Path.Combine(folder.Path, "nobodys.db");
        await File.WriteAllTextAsync(nobodys, "text");

        var missing = await ProductProcess.RunAsync("db", "info", "--data", folder.Path);
        var foreign = await ProductProcess.RunAsync("db", "info", "--database", nobodys);
        var taken = await ProductProcess.RunAsync("db", "backup", nobodys, "--database", nobodys);

        foreach (var (run, path) in new[]
        {
            (missing, Path.Combine(folder.Path, "orleanstrading.db")), (foreign, nobodys), (taken, nobodys),
        })
        {
            Assert.True(run.ExitCode == 1, run.ToString());
            Assert.Contains(path, run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        }

        Assert.Equal("text", await File.ReadAllTextAsync(nobodys));
        Assert.Equal([nobodys], Directory.GetFiles(folder.Path));
    }
}
