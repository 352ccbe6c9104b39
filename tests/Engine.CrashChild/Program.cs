using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.CrashChild;

/// <summary>
/// Writes grain states as fast as it can from many callers, and prints a line for each one that was acknowledged:
/// <c>key version</c>. The test kills it, or lets its disk fail. A caller whose write has an unknown outcome reads the
/// state again, prints <c>= key version</c> with what it found, or <c>? key version</c> with what it tried to write if
/// nothing can be read, and ends; one whose write was refused just ends.
/// </summary>
/// <remarks>
/// Arguments: database file or connection string, round number, callers, writes of each caller at most.
/// </remarks>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        var round = int.Parse(args[1], CultureInfo.InvariantCulture);
        var callers = int.Parse(args[2], CultureInfo.InvariantCulture);
        var writesMax = int.Parse(args[3], CultureInfo.InvariantCulture);
        var builder = Host.CreateEmptyApplicationBuilder(null);

        if (args[0].StartsWith("Host=", StringComparison.Ordinal))
        {
            builder.Services.AddPostgresStorage(options => options.ConnectionString = args[0]);
        }
        else
        {
            // A short log, so that kills fall into checkpoints too.
            builder.Services.AddSqliteStorage(options =>
            {
                options.Path = args[0];
                options.CheckpointPages = 100;
            });
        }

        using var host = builder.Build();
        await host.StartAsync();
        using var report = new Report();
        var storage = host.Services.GetRequiredService<IGrainStorage>();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            await Task.Yield();
            await WriteAsync(
                storage,
                string.Create(CultureInfo.InvariantCulture, $"r{round}-c{caller}"),
                writesMax,
                report);
        }));
        await host.StopAsync();
    }

    private static async Task WriteAsync(IGrainStorage storage, string key, int writesMax, Report report)
    {
        var grain = GrainId.Create("crash", key);
        var state = new GrainState<CrashState> { State = new CrashState() };
        for (var version = 1; version <= writesMax; version++)
        {
            state.State!.Fill(key, version);
            try
            {
                await storage.WriteStateAsync("state", grain, state);
            }
            catch (StorageException failure)
            {
                if (failure.Outcome == WriteOutcome.Unknown)
                {
                    await ReportWhatIsStoredAsync(storage, grain, $"{key} {version}", report);
                }

                return;
            }

            await report.LineAsync($"{key} {version}");
        }
    }

    private static async Task ReportWhatIsStoredAsync(IGrainStorage storage, GrainId grain, string write, Report report)
    {
        var state = new GrainState<CrashState>();
        try
        {
            await storage.ReadStateAsync("state", grain, state);
        }
        catch (StorageUnavailableException)
        {
            await report.LineAsync($"? {write}");
            return;
        }

        await report.LineAsync($"= {grain.Key} {state.State!.Version}");
    }
}
