using System.Globalization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Silo.Cli;

/// <summary><c>db info</c> and <c>db backup</c>: both leave the database as it is.</summary>
internal static class DbCommands
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ssZ";

    /// <returns>The process's exit code; 1 with a message when the file cannot be read.</returns>
    internal static int Info(string database) => Run(() => Print(SqliteMaintenance.Describe(database)));

    /// <returns>The process's exit code; 1 with a message when there is no copy.</returns>
    internal static int Backup(string database, string copy) => Run(() =>
    {
        Print(SqliteMaintenance.Backup(database, copy));
        Console.WriteLine($"Copied {database}. Keep the keys apart from it; docs/operating.md says how to restore.");
    });

    private static int Run(Action command)
    {
        try
        {
            command();
            return 0;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static void Print(DatabaseInfo info)
    {
        var log = info.LogBytes is { } bytesOfLog ? $", log {Number(bytesOfLog)} bytes" : "";
        Console.WriteLine($"database  {info.Place}");
        Console.WriteLine($"engine    {info.Engine}, schema {Number(info.SchemaVersion)}");
        Console.WriteLine($"size      {Number(info.Bytes)} bytes{log}");
        Console.WriteLine();
        Console.WriteLine($"{"table",-16}{"rows",14}{"bytes",18}  {"oldest",-22}newest");
        foreach (var table in info.Tables)
        {
            var bytes = table.Bytes is { } known ? Number(known) : "?";
            Console.WriteLine(
                $"{table.Name,-16}{Number(table.Rows),14}{bytes,18}  {Time(table.Oldest),-22}{Time(table.Newest)}");
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) =>
        time?.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "-";
}
