using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>How connections to the database are made: those that write, and those that read.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // Sent at the opening of each write connection. Without it a server's own default may acknowledge a commit that a
    // power cut undoes; a transaction whose client is gone must not keep its rows locked; and a client that is gone
    // without a word must be noticed in seconds, not hours, so that its locks go.
    private const string WriterSettings = """
        SET synchronous_commit = on;
        SET idle_in_transaction_session_timeout = '10s';
        SET lock_timeout = '10s';
        SET tcp_keepalives_idle = 10;
        SET tcp_keepalives_interval = 5;
        SET tcp_keepalives_count = 3;
        """;

    private const string Durability =
        "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes')";

    private readonly NpgsqlDataSource _writers;
    private readonly NpgsqlDataSource _readers;

    public PostgresServer(PostgresStorageOptions options)
    {
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Enlist = false,
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
        };
        given.ApplicationName ??= "orleanstrading";
        Place = PlaceOf(given);
        _writers = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(given.ConnectionString) { Pooling = false }.ConnectionString);
        _readers = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            Pooling = true,
            MaxPoolSize = options.ReadersMax + 1,
            NoResetOnClose = true,
        }.ConnectionString);
    }

    /// <summary>Gets the server's and the database's name, for messages.</summary>
    public string Place { get; }

    /// <summary>The server's and the database's name.</summary>
    public static string PlaceOf(NpgsqlConnectionStringBuilder given) => string.Create(
        CultureInfo.InvariantCulture, $"PostgreSQL {given.Host}:{given.Port}, database {given.Database}");

    /// <summary>Opens a connection that writes.</summary>
    /// <exception cref="PostgresFailure">It cannot be opened.</exception>
    public NpgsqlConnection OpenWriter()
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = _writers.OpenConnection();
            using var settings = new NpgsqlCommand(WriterSettings, connection);
            settings.ExecuteNonQuery();
            return connection;
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            connection?.Dispose();
            throw new PostgresFailure(failure, Place);
        }
    }

    /// <summary>Takes a connection that reads from the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenReaderAsync(CancellationToken cancellationToken) =>
        _readers.OpenConnectionAsync(cancellationToken);

    /// <summary>Makes or migrates the tables and looks at what the server promises.</summary>
    /// <returns>The server's version.</returns>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<string> PrepareAsync(long nowUnixMs, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _writers.OpenConnectionAsync(cancellationToken);
            await PostgresSchema.MigrateAsync(connection, Place, nowUnixMs, cancellationToken);
            await using var durability = new NpgsqlCommand(Durability, connection);
            await using var reader = await durability.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (reader.GetString(1) != "on")
                {
                    StorageLog.NotDurable(logger, Place, reader.GetString(0), reader.GetString(1));
                }
            }

            return connection.PostgreSqlVersion.ToString();
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            throw new PostgresFailure(failure, Place).ToStorageException();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writers.DisposeAsync();
        await _readers.DisposeAsync();
    }
}
