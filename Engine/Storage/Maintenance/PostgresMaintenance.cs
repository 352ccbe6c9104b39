using System.ComponentModel;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Looks at a PostgreSQL database and copies it, while servers work on it or not. Nothing here writes to it, and no SQL
/// is made of anybody's input: each table's statement is a constant.
/// </summary>
public static class PostgresMaintenance
{
    private const string UnfinishedSuffix = ".unfinished";
    private const string DatabaseBytes = "SELECT pg_database_size(current_database())";

    // By the schema version that brought them. Times as 100 ns since 1970, whatever the column counts; rows without a
    // time give none.
    private static readonly (int Since, string Table, string Summary)[] Tables =
    [
        (2, "adonet_reminder", """
            SELECT count(*), (extract(epoch FROM min(start_at)) * 10000000)::bigint,
              (extract(epoch FROM max(start_at)) * 10000000)::bigint,
              pg_total_relation_size('orleanstrading.adonet_reminder') FROM orleanstrading.adonet_reminder
            """),
        (2, "adonet_state", """
            SELECT count(*), (extract(epoch FROM min(modified_at)) * 10000000)::bigint,
              (extract(epoch FROM max(modified_at)) * 10000000)::bigint,
              pg_total_relation_size('orleanstrading.adonet_state') FROM orleanstrading.adonet_state
            """),
        (1, "grain_state", """
            SELECT count(*), min(modified_at_ms) * 10000, max(modified_at_ms) * 10000,
              pg_total_relation_size('orleanstrading.grain_state') FROM orleanstrading.grain_state
            """),
        (1, "history", """
            SELECT count(*), min(at_100ns), max(at_100ns),
              pg_total_relation_size('orleanstrading.history') FROM orleanstrading.history
            """),
        (3, "ledger_entries", """
            SELECT count(*), min(at_100ns), max(at_100ns),
              pg_total_relation_size('orleanstrading.ledger_entries') FROM orleanstrading.ledger_entries
            """),
        (3, "ledger_postings", """
            SELECT count(*), min(at_100ns), max(at_100ns),
              pg_total_relation_size('orleanstrading.ledger_postings') FROM orleanstrading.ledger_postings
            """),
        (3, "ledger_snapshots", """
            SELECT count(*), min(until_100ns), max(until_100ns),
              pg_total_relation_size('orleanstrading.ledger_snapshots') FROM orleanstrading.ledger_snapshots
            """),
        (1, "listing", """
            SELECT count(*), min(created_at_100ns), max(created_at_100ns),
              pg_total_relation_size('orleanstrading.listing') FROM orleanstrading.listing
            """),
        (2, "orleansquery", """
            SELECT count(*), NULL::bigint, NULL::bigint,
              pg_total_relation_size('orleanstrading.orleansquery') FROM orleanstrading.orleansquery
            """),
        (1, "reminder", """
            SELECT count(*), min(start_at_100ns), max(start_at_100ns),
              pg_total_relation_size('orleanstrading.reminder') FROM orleanstrading.reminder
            """),
        (1, "schema_version", """
            SELECT count(*), min(applied_at_ms) * 10000, max(applied_at_ms) * 10000,
              pg_total_relation_size('orleanstrading.schema_version') FROM orleanstrading.schema_version
            """),
        (1, "storage_writer", """
            SELECT count(*), min(seen_at_ms) * 10000, max(seen_at_ms) * 10000,
              pg_total_relation_size('orleanstrading.storage_writer') FROM orleanstrading.storage_writer
            """),
    ];

    /// <summary>Reads what the database holds, all of it from one snapshot.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="StorageException">It cannot be reached, has no tables of ours, or is newer than this program.
    /// </exception>
    public static async Task<DatabaseInfo> DescribeAsync(
        PostgresStorageOptions options,
        CancellationToken cancellationToken)
    {
        await using var server = new PostgresServer(options);
        try
        {
            await using var connection = await server.OpenReaderAsync(cancellationToken);
            await using var snapshot =
                await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var version = await PostgresSchema.ReadVersionAsync(connection, server.Place, cancellationToken);
            if (version == 0)
            {
                throw new StorageUnavailableException($"{server.Place} has no tables yet: no server has used it.");
            }

            var tables = new List<TableInfo>();
            foreach (var (_, table, summary) in Tables.Where(table => table.Since <= version))
            {
                tables.Add(await DescribeAsync(connection, table, summary, cancellationToken));
            }

            await using var size = PostgresSql.Command(DatabaseBytes, connection);
            var bytes = (long)(await size.ExecuteScalarAsync(cancellationToken))!;
            return new DatabaseInfo(
                server.Place, $"PostgreSQL {connection.PostgreSqlVersion}", version, bytes, LogBytes: null, tables);
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            throw new PostgresFailure(failure, server.Place).ToStorageException();
        }
    }

    /// <summary>
    /// Copies the database as it is at one instant to a new file, with PostgreSQL's own <c>pg_dump</c> in its custom
    /// format; <c>pg_restore</c> puts it back. The file is whole or not there. Servers go on meanwhile.
    /// </summary>
    /// <param name="options">How the database is reached.</param>
    /// <param name="copy">The new file. Only its owner may read it.</param>
    /// <param name="cancellationToken">Ends the copying; there is no copy then.</param>
    /// <returns>What the database held a moment before.</returns>
    /// <exception cref="StorageException">The database cannot be read, or <c>pg_dump</c> is missing or failed.
    /// </exception>
    /// <exception cref="IOException">The copy exists already, or its folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The copy's folder cannot be written to.</exception>
    public static async Task<DatabaseInfo> BackupAsync(
        PostgresStorageOptions options,
        string copy,
        CancellationToken cancellationToken)
    {
        if (Path.Exists(copy))
        {
            throw new IOException($"{copy} exists already. Name a new file: a backup replaces nothing.");
        }

        var info = await DescribeAsync(options, cancellationToken);
        var unfinished = copy + UnfinishedSuffix;
        try
        {
            // pg_dump fills the file that is there, so it is ours alone from its first byte.
            File.Delete(unfinished);
            await PrivateFiles.Open(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None).DisposeAsync();
            await RunAsync(
                options, "pg_dump", ["--format=custom", "--no-password", "--file", unfinished], cancellationToken);
            await RunAsync(options: null, "pg_restore", ["--list", unfinished], cancellationToken);
            PrivateFiles.Sync(unfinished);
            File.Move(unfinished, copy, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return info;
    }

    private static async Task<TableInfo> DescribeAsync(
        NpgsqlConnection connection,
        string table,
        string summary,
        CancellationToken cancellationToken)
    {
        await using var command = PostgresSql.Command(summary, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new TableInfo(
            table,
            await reader.GetFieldValueAsync<long>(0, cancellationToken),
            await reader.GetFieldValueAsync<long>(3, cancellationToken),
            await TimeAsync(reader, 1, cancellationToken),
            await TimeAsync(reader, 2, cancellationToken));
    }

    private static async Task<DateTimeOffset?> TimeAsync(
        NpgsqlDataReader reader,
        int column,
        CancellationToken cancellationToken) =>
        await reader.IsDBNullAsync(column, cancellationToken)
            ? null
            : StorageTime.FromTicks100ns(await reader.GetFieldValueAsync<long>(column, cancellationToken));

    /// <summary>
    /// Runs one of PostgreSQL's programs; what it connects to is in its environment, not in its arguments.
    /// </summary>
    private static async Task RunAsync(
        PostgresStorageOptions? options,
        string program,
        string[] arguments,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (options is not null)
        {
            SetEnvironment(start, new NpgsqlConnectionStringBuilder(options.ConnectionString));
        }

        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new StorageUnavailableException($"{program} failed, there is no copy: {errors.Trim()}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new StorageUnavailableException(
                $"{start.FileName} cannot be run ({missing.Message}). Install PostgreSQL's client programs, of the "
                + "server's version or newer; on Debian: apt-get install postgresql-client.",
                missing);
        }
    }

    private static void SetEnvironment(ProcessStartInfo start, NpgsqlConnectionStringBuilder given)
    {
        Set("PGHOST", given.Host);
        Set("PGPORT", given.Port.ToString(CultureInfo.InvariantCulture));
        Set("PGDATABASE", given.Database);
        Set("PGUSER", given.Username);
        Set("PGPASSWORD", given.Password);
        Set("PGPASSFILE", given.Passfile);
        Set("PGSSLROOTCERT", given.RootCertificate);
        Set("PGSSLMODE", given.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        });

        void Set(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                start.Environment[name] = value;
            }
        }
    }
}
