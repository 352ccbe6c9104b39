using System.Globalization;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The tables and how a database comes to have them. Migrations are only ever added at the end: step n turns a database
/// of version n - 1 into one of version n. All that are due run in one transaction, under a lock: servers that start
/// together do it once.
/// </summary>
internal static class PostgresSchema
{
    private const string Version = "SELECT max(version) FROM orleanstrading.schema_version";
    private const string Table = "SELECT to_regclass('orleanstrading.schema_version') IS NOT NULL";
    private const string Applied = "INSERT INTO orleanstrading.schema_version(version, applied_at_ms) VALUES($1, $2)";

    private static readonly string[] Migrations = 
        [PostgresSchemaSql.Initial, PostgresOrleansSql.Tables, PostgresSchemaSql.Ledger];

    /// <summary>Gets the version this program writes.</summary>
    public static int CurrentVersion => Migrations.Length;

    /// <summary>Brings the database to <see cref="CurrentVersion"/>, or refuses one that is newer.</summary>
    /// <exception cref="StorageCorruptException">A newer schema.</exception>
    public static async Task MigrateAsync(
        NpgsqlConnection connection,
        string place,
        long nowUnixMs,
        CancellationToken cancellationToken)
    {
        if (await ReadVersionAsync(connection, place, cancellationToken) == CurrentVersion)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            connection,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT pg_advisory_xact_lock({PostgresStorageConstants.MigrationLock})"),
            cancellationToken);
        await ExecuteAsync(
            connection, $"CREATE SCHEMA IF NOT EXISTS {PostgresStorageConstants.SchemaName}", cancellationToken);
        for (var version = await ReadVersionAsync(connection, place, cancellationToken); version < CurrentVersion;)
        {
            await ExecuteAsync(connection, Migrations[version], cancellationToken);
            version++;
            await using var applied = new NpgsqlCommand(Applied, connection);
            applied.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
            applied.Parameters.Add(new NpgsqlParameter<long> { TypedValue = nowUnixMs });
            await applied.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The version of a database; 0: it has no tables of ours.</summary>
    /// <exception cref="StorageCorruptException">A newer schema.</exception>
    public static async Task<int> ReadVersionAsync(
        NpgsqlConnection connection,
        string place,
        CancellationToken cancellationToken)
    {
        await using var table = new NpgsqlCommand(Table, connection);
        if (await table.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return 0;
        }

        await using var read = new NpgsqlCommand(Version, connection);
        var version = await read.ExecuteScalarAsync(cancellationToken) as int? ?? 0;
        if (version < 0 || version > CurrentVersion)
        {
            throw new StorageCorruptException(string.Create(
                CultureInfo.InvariantCulture,
                $"{place} has schema version {version}; this program knows versions 1 to {CurrentVersion}. ")
                + "Run the program version that wrote it, or restore a backup from before its upgrade.");
        }

        return version;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = PostgresSql.Command(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
