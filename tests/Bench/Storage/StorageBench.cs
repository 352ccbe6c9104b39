using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Servers;

namespace OrleansTrading.Bench.Storage;

/// <summary>
/// Small durable state writes on each database: at saturation, then the wait for one at half of the target. Beside them
/// the plain way on the same PostgreSQL: one upsert, one transaction.
/// </summary>
internal static class StorageBench
{
    private const int SqliteTarget = 60_000;
    private const int PostgresTarget = 25_000;

    /// <returns>0 unless an acknowledged write is missing; the targets are reported, not enforced.</returns>
    internal static async Task<int> RunAsync(
        int seconds, int rounds, int callers, int connections, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(seconds);
        var folder = Directory.CreateTempSubdirectory("orleanstrading-bench-");
        try
        {
            Say($"{Environment.ProcessorCount} processors, {callers} callers with a write each, medians of {rounds}");
            await using var server = await LocalPostgres.StartAsync();
            var connection = await server.CreateDatabaseAsync();
            await using var sqlite = await StorageStage.StartAsync(
                services => services.AddSqliteStorage(o => o.Path = Path.Combine(folder.FullName, "bench.db")),
                cancellationToken);
            await using var postgres = await StorageStage.StartAsync(
                services => services.AddPostgresStorage(o => o.ConnectionString = connection), cancellationToken);
            await using var rows = await RowPerTransaction.StartAsync(connection, connections, cancellationToken);

            var rates = new List<(double Sqlite, double Postgres, double Rows)>();
            for (var round = 0; round <= rounds; round++)
            {
                var rate = (
                    await WriteLoad.PerSecondAsync(sqlite.Storage, callers, time),
                    await WriteLoad.PerSecondAsync(postgres.Storage, callers, time),
                    await rows.PerSecondAsync(time));

                // The round before the first warms up.
                if (round > 0)
                {
                    rates.Add(rate);
                }
            }

            var (atSqlite, atPostgres, atRows) =
                (Median(rates.Select(r => r.Sqlite)), Median(rates.Select(r => r.Postgres)),
                    Median(rates.Select(r => r.Rows)));
            Say($"writes/s: SQLite {atSqlite:N0} (target {SqliteTarget:N0}), PostgreSQL {atPostgres:N0}");
            Say($"  (target {PostgresTarget:N0}), one row a transaction on {connections} connections {atRows:N0}:");
            Say($"  ratio {Median(rates.Select(r => r.Postgres / r.Rows)):F1}");
            await SayLatencyAsync("SQLite", sqlite.Storage, SqliteTarget / 2, callers, time);
            await SayLatencyAsync("PostgreSQL", postgres.Storage, PostgresTarget / 2, callers, time);
            return 0;
        }
        catch (BenchFailedException failure)
        {
            await Console.Error.WriteLineAsync($"No result. {failure.Message}");
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SayLatencyAsync(
        string name, IGrainStorage storage, int perSecond, int callers, TimeSpan time)
    {
        var (p50, p99, rate) = await WriteLoad.LatencyAsync(storage, perSecond, callers, time);
        Say($"{name} asked for {perSecond:N0}/s, did {rate:N0}/s: p50 {p50:F1} ms, p99 {p99:F1} ms (target < 25)");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
