using OrleansTrading.Engine.Storage;
using OrleansTrading.Servers;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Looking at a database and copying it, beside a server that works on it.</summary>
public sealed class PostgresMaintenanceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("backup-");
    private PostgresRoom _room = null!;

    private string Copy => Path.Combine(_folder.FullName, "copy.dump");

    public async Task InitializeAsync() => _room = await PostgresRoom.OpenAsync();

    public async Task DisposeAsync()
    {
        await _room.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_made_under_load_has_all_that_was_acknowledged_before_it_and_is_served_from()
    {
        await WriteAsync("before", 100);
        var writing = WriteAsync("meanwhile", 2_000);

        var info = await PostgresMaintenance.BackupAsync(_room.Options, Copy, CancellationToken.None);
        await writing;

        var server = await LocalPostgres.SharedAsync();
        var restored = await server.CreateDatabaseAsync();
        await server.RestoreAsync(Copy, restored);
        await using var store = _room.NewStore(new PostgresStorageOptions { ConnectionString = restored });
        await store.OpenAsync(CancellationToken.None);
        for (var i = 0; i < 100; i++)
        {
            var original = await States.ReadAsync(_room.Store, $"before{i}");
            var copied = await States.ReadAsync(store, $"before{i}");
            Assert.Equal(original.Etag, copied.Etag);
            Assert.True((await store.WriteAsync(States.Write($"before{i}", copied.Etag))).Done);
        }

        Assert.Equal(PostgresSchema.CurrentVersion, info.SchemaVersion);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        }

        Assert.Equal([Copy], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Info_names_every_table_there_is_with_its_rows_and_times()
    {
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await WriteAsync("k", 3);

        var info = await PostgresMaintenance.DescribeAsync(_room.Options, CancellationToken.None);

        var names = await _room.QueryAsync(
            "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class "
            + "WHERE relkind = 'r' AND relnamespace = 'orleanstrading'::regnamespace");
        Assert.Equal(names, string.Join(',', info.Tables.Select(table => table.Name)));
        var states = Assert.Single(info.Tables, table => table.Name == "grain_state");
        Assert.Equal(3, states.Rows);
        Assert.True(states.Bytes > 0);
        Assert.InRange(states.Oldest!.Value, before, states.Newest!.Value);
        Assert.StartsWith("PostgreSQL ", info.Engine, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", info.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_backup_replaces_no_file_and_a_failed_one_leaves_none()
    {
        await File.WriteAllTextAsync(Copy, "kept");

        await Assert.ThrowsAsync<IOException>(
            () => PostgresMaintenance.BackupAsync(_room.Options, Copy, CancellationToken.None));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => PostgresMaintenance.BackupAsync(
            new PostgresStorageOptions { ConnectionString = _room.Options.ConnectionString + ";Password=other" },
            Copy + "2",
            CancellationToken.None));

        Assert.Equal("kept", await File.ReadAllTextAsync(Copy));
        Assert.Equal([Copy], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task A_database_that_no_server_has_used_is_said_to_be_empty()
    {
        await using var room = await PostgresRoom.PrepareAsync();

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => PostgresMaintenance.DescribeAsync(room.Options, CancellationToken.None));

        Assert.Contains("no tables yet", refused.Message, StringComparison.Ordinal);
    }

    private Task<StateWriteResult[]> WriteAsync(string prefix, int count) => Task.WhenAll(
        Enumerable.Range(0, count).Select(i => _room.Store.WriteAsync(States.Write($"{prefix}{i}", null))));
}
