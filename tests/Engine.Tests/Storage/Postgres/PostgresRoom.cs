using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Servers;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>A PostgreSQL database of a test's own with a store on it, which can be closed and opened again.</summary>
internal sealed class PostgresRoom : IStorageRoom
{
    private readonly StorageMetrics _metrics = new();

    private PostgresRoom(PostgresStorageOptions options)
    {
        Options = options;
        Store = NewStore();
    }

    public PostgresStorageOptions Options { get; }

    public PostgresStore Store { get; private set; }

    /// <summary>Gets this room's own meter, to tell its instruments from those of tests beside it.</summary>
    public Meter Meter => _metrics.Meter;

    IStore IStorageRoom.Store => Store;

    StorageOptions IStorageRoom.Options => Options;

    /// <summary>A room whose store is not open yet, on the server that all tests share.</summary>
    public static async Task<PostgresRoom> PrepareAsync(
        Action<PostgresStorageOptions>? configure = null,
        LocalPostgres? server = null)
    {
        server ??= await LocalPostgres.SharedAsync();
        var options = new PostgresStorageOptions { ConnectionString = await server.CreateDatabaseAsync() };
        configure?.Invoke(options);
        return new PostgresRoom(options);
    }

    public static async Task<PostgresRoom> OpenAsync(
        Action<PostgresStorageOptions>? configure = null,
        LocalPostgres? server = null)
    {
        var room = await PrepareAsync(configure, server);
        await room.Store.OpenAsync(CancellationToken.None);
        return room;
    }

    public PostgresStore NewStore(PostgresStorageOptions? options = null) =>
        new(options ?? Options, TimeProvider.System, _metrics, NullLogger<PostgresStore>.Instance);

    public async Task RestartAsync()
    {
        await Store.CloseAsync();
        Store = NewStore();
        await Store.OpenAsync(CancellationToken.None);
    }

    /// <summary>Runs a statement beside the store, as another program would.</summary>
    /// <returns>The first value of the first row.</returns>
    public async Task<object?> QueryAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = PostgresSql.Command(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Another program's connection.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.CloseAsync();
        _metrics.Dispose();
    }
}
