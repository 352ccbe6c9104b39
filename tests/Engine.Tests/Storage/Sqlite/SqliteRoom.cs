using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>A directory of its own with a store in it, which can be closed and opened again.</summary>
internal sealed class SqliteRoom : IStorageRoom
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("storage-");
    private readonly StorageMetrics _metrics = new();

    private SqliteRoom(Action<SqliteStorageOptions>? configure)
    {
        Options = new SqliteStorageOptions { Path = Path.Combine(_directory.FullName, "trading.db") };
        configure?.Invoke(Options);
        Store = NewStore();
    }

    public SqliteStorageOptions Options { get; }

    public SqliteStore Store { get; private set; }

    /// <summary>Gets this room's own meter, to tell its instruments from those of tests beside it.</summary>
    public Meter Meter => _metrics.Meter;

    public string DirectoryPath => _directory.FullName;

    IStore IStorageRoom.Store => Store;

    StorageOptions IStorageRoom.Options => Options;

    /// <summary>A room whose store is not open yet.</summary>
    public static SqliteRoom Prepare(Action<SqliteStorageOptions>? configure = null) => new(configure);

    public static async Task<SqliteRoom> OpenAsync(Action<SqliteStorageOptions>? configure = null)
    {
        var room = Prepare(configure);
        await room.Store.OpenAsync(CancellationToken.None);
        return room;
    }

    public SqliteStore NewStore() =>
        new(Options, TimeProvider.System, _metrics, NullLogger<SqliteStore>.Instance);

    public async Task RestartAsync()
    {
        await Store.CloseAsync();
        Store = NewStore();
        await Store.OpenAsync(CancellationToken.None);
    }

    /// <summary>Runs statements on the closed file, as another program would.</summary>
    public void Tamper(string sql)
    {
        using var session = SqliteSession.Open(Options.Path, readOnly: false, TimeSpan.FromSeconds(5));
        session.Execute(sql);
    }

    public Task<string?> QueryTextAsync(string sql) =>
        Store.ReadAsync(sql, static (session, text) => session.QueryText(text), CancellationToken.None).AsTask();

    public Task<long?> QueryInt64Async(string sql) =>
        Store.ReadAsync(sql, static (session, text) => session.QueryInt64(text), CancellationToken.None).AsTask();

    public async ValueTask DisposeAsync()
    {
        await Store.CloseAsync();
        _metrics.Dispose();
        _directory.Delete(recursive: true);
    }
}
