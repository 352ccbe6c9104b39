using System.Globalization;
using Microsoft.Extensions.Configuration;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Silo.Cli;

/// <summary><c>db info</c> and <c>db backup</c>: both leave the database as it is.</summary>
internal static class DbCommands
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ssZ";

    /// <returns>The process's exit code; 1 with a message when the database cannot be read.</returns>
    internal static Task<int> InfoAsync(
        SiloArguments arguments, FileInfo? database, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        var configuration = Read(arguments);
        Print(FileOf(configuration, arguments, database) is { } file
            ? SqliteMaintenance.Describe(file)
            : await PostgresMaintenance.DescribeAsync(StorageHosting.Postgres(configuration), cancellationToken));
    });

    /// <returns>The process's exit code; 1 with a message when there is no copy.</returns>
    internal static Task<int> BackupAsync(
        SiloArguments arguments, FileInfo? database, string copy, CancellationToken cancellationToken) =>
        RunAsync(async () =>
        {
            var configuration = Read(arguments);
            var info = FileOf(configuration, arguments, database) is { } file
                ? SqliteMaintenance.Backup(file, copy)
                : await PostgresMaintenance.BackupAsync(
                    StorageHosting.Postgres(configuration), copy, cancellationToken);
            Print(info);
            Console.WriteLine($"Copied to {copy}. Keep the keys apart from it; docs/operating.md says how to restore.");
        });

    internal static IConfiguration Read(SiloArguments arguments)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddSettings(arguments);
        return configuration.Build();
    }

    /// <summary>The file that is looked at; null: the database is not a file.</summary>
    internal static string? FileOf(IConfiguration configuration, SiloArguments arguments, FileInfo? database)
    {
        var file = StorageHosting.DatabaseFile(configuration, arguments.DataFolder);
        return database is null
            ? file
            : file is not null
                ? database.FullName
                : throw new ArgumentException(
                    $"--database names the file {database}, but Storage:Provider is Postgres. Leave one of them out.");
    }

    private static async Task<int> RunAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            await Console.Error.WriteLineAsync(failure.Message);
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
