using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Servers;

namespace OrleansTrading.Bench.Wallets;

/// <summary>
/// Durable debits of wallets, beside the stored procedure that people would otherwise write on the same PostgreSQL
/// server: over many wallets, and on one that everybody uses.
/// </summary>
internal static class WalletsBench
{
    private const double SpreadTarget = 8;
    private const double HotTarget = 50;
    private static readonly int[] Clients = [16, 64];

    /// <returns>
    /// 0 unless a debit was refused, or one that was acknowledged is missing; the targets are reported, not enforced.
    /// </returns>
    internal static async Task<int> RunAsync(
        int seconds, int rounds, int wallets, int callers, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(seconds);
        var folder = Directory.CreateTempSubdirectory("orleanstrading-bench-");
        try
        {
            Say($"{Environment.ProcessorCount} processors, {wallets:N0} wallets");
            Say($"medians of {rounds} rounds, {seconds} s for each side");
            await using var server = await LocalPostgres.StartAsync();
            var connection = await server.CreateDatabaseAsync();
            await using var procedure = await StoredProcedure.StartAsync(
                connection, Clients.Max(), wallets, cancellationToken);
            await using var postgres = await WalletStage.StartAsync(
                services => services.AddPostgresStorage(o =>
                {
                    o.ConnectionString = connection;
                    o.Json = GrainJson.Options;
                }),
                wallets,
                cancellationToken);
            await using var sqlite = await WalletStage.StartAsync(
                services => services.AddSqliteStorage(o =>
                {
                    o.Path = Path.Combine(folder.FullName, "bench.db");
                    o.Json = GrainJson.Options;
                }),
                wallets,
                cancellationToken);

            await procedure.AnalyzeAsync(cancellationToken);
            var sides = new Sides(procedure, postgres, sqlite, new ProcessorClock(server));
            foreach (var clients in Clients)
            {
                foreach (var ours in (int[])[clients, callers])
                {
                    await CompareAsync(sides, rounds, time, "many wallets", wallets, clients, ours, SpreadTarget);
                    await CompareAsync(sides, rounds, time, "one hot wallet", 1, clients, ours, HotTarget);
                }
            }

            await procedure.CheckAsync(cancellationToken);
            await postgres.CheckAsync(cancellationToken);
            await sqlite.CheckAsync(cancellationToken);
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

    private static async Task CompareAsync(
        Sides sides, int rounds, TimeSpan time, string what, int among, int clients, int ours, double target)
    {
        var rates = new List<(Rate Procedure, Rate Postgres, Rate Sqlite)>();
        for (var round = 0; round <= rounds; round++)
        {
            var rate = (
                await sides.Clock.MeasureAsync(() => sides.Procedure.RunAsync(clients, among, time)),
                await sides.Clock.MeasureAsync(() => sides.Postgres.RunAsync(ours, among, time)),
                await sides.Clock.MeasureAsync(() => sides.Sqlite.RunAsync(ours, among, time)));

            // The round before the first warms up.
            if (round > 0)
            {
                rates.Add(rate);
            }
        }

        Say($"{what}: {clients} clients of the procedure, {ours:N0} callers of wallets");
        Say($"  procedure {Middle(r => r.Procedure.Done):N0}/s; failed {Middle(r => r.Procedure.Failed):N0}/s");
        Say($"  wallets on PostgreSQL {Middle(r => r.Postgres.Done):N0}/s");
        Say($"  wallets on SQLite {Middle(r => r.Sqlite.Done):N0}/s");
        Say($"  ratio on PostgreSQL {Middle(r => r.Postgres.Done / r.Procedure.Done):F1} (target {target})");
        Say($"  processor time of a debit that was made, of this process and the server together: procedure");
        Say($"  {Middle(r => r.Procedure.Micros):N0} µs, PostgreSQL {Middle(r => r.Postgres.Micros):N0} µs, SQLite");
        Say($"  {Middle(r => r.Sqlite.Micros):N0} µs; ratio {Middle(r => r.Procedure.Micros / r.Postgres.Micros):F1}");

        double Middle(Func<(Rate Procedure, Rate Postgres, Rate Sqlite), double> value) =>
            Median(rates.Select(value));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Those that take turns.</summary>
    private sealed record Sides(
        StoredProcedure Procedure, WalletStage Postgres, WalletStage Sqlite, ProcessorClock Clock);
}
