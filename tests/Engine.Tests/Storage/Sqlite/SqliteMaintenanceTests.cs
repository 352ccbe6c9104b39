using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

public sealed class SqliteMaintenanceTests : IAsyncLifetime
{
    private const int Rows = 200;
    private SqliteRoom _room = null!;

    private string Copy => Path.Combine(_room.DirectoryPath, "copy.db");

    public async Task InitializeAsync()
    {
        _room = await SqliteRoom.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(i => _room.Store.WriteAsync(
            States.Write($"k{i}", null, $"{{\"Balance\":{i}}}"))));
    }

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public void Info_beside_a_server_counts_what_is_committed()
    {
        var info = SqliteMaintenance.Describe(_room.Options.Path);

        var states = Assert.Single(info.Tables, table => table.Name == "grain_state");
        Assert.Equal(Rows, states.Rows);
        Assert.InRange(states.Newest!.Value, states.Oldest!.Value, DateTimeOffset.UtcNow);
        Assert.True(states.Bytes is null or > 0);
        Assert.Equal(SqliteSchema.CurrentVersion, info.SchemaVersion);
        var reminders = Assert.Single(info.Tables, table => table.Name == "reminder");
        Assert.Equal((0, null, null), (reminders.Rows, reminders.Oldest, reminders.Newest));
    }

    [Fact]
    public async Task Info_names_every_table_there_is()
    {
        var info = SqliteMaintenance.Describe(_room.Options.Path);
        var all = await _room.QueryTextAsync(
            "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name)");

        Assert.Equal(all, string.Join(',', info.Tables.Select(table => table.Name)));
    }

    [Fact]
    public async Task A_copy_made_under_writes_is_one_instant_and_opens_as_a_store()
    {
        // Two states always change together: in no instant is one ahead of the other by more than the change under way.
        using var stop = new CancellationTokenSource();
        var left = (await _room.Store.WriteAsync(States.Write("left", null, "1"))).Etag;
        var right = (await _room.Store.WriteAsync(States.Write("right", null, "1"))).Etag;
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                left = (await _room.Store.WriteAsync(States.Write("left", left, "1"))).Etag;
                right = (await _room.Store.WriteAsync(States.Write("right", right, "1"))).Etag;
            }
        });

        var info = SqliteMaintenance.Backup(_room.Options.Path, Copy);
        await stop.CancelAsync();
        await writing;

        Assert.Equal(Rows + 2, info.Tables.Single(table => table.Name == "grain_state").Rows);
        await using var restored = SqliteRoom.Prepare(options => options.Path = Copy);
        await restored.Store.OpenAsync(CancellationToken.None);
        var ahead = await restored.QueryInt64Async(
            "SELECT (SELECT etag FROM grain_state WHERE grain_key = 'left')"
            + " - (SELECT etag FROM grain_state WHERE grain_key = 'right')");
        Assert.InRange(ahead!.Value, 0, 1);
        Assert.True((await restored.Store.WriteAsync(States.Write("new", null))).Done);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        }
    }

    [Fact]
    public void A_backup_replaces_no_file()
    {
        File.WriteAllText(Copy, "somebody's");

        var refusal = Assert.Throws<IOException>(() => SqliteMaintenance.Backup(_room.Options.Path, Copy));

        Assert.Contains(Copy, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("somebody's", File.ReadAllText(Copy));
    }

    [Fact]
    public async Task What_is_no_database_of_ours_is_named_and_leaves_no_copy()
    {
        var missing = Path.Combine(_room.DirectoryPath, "missing.db");
        var empty = Path.Combine(_room.DirectoryPath, "empty.db");
        var text = Path.Combine(_room.DirectoryPath, "text.db");
        await File.WriteAllTextAsync(empty, "");
        await File.WriteAllTextAsync(text, new string('x', 8_192));

        Assert.Throws<StorageUnavailableException>(() => SqliteMaintenance.Describe(missing));
        foreach (var path in new[] { empty, text })
        {
            var refusal = Assert.Throws<StorageCorruptException>(() => SqliteMaintenance.Backup(path, Copy));
            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(missing));
        Assert.False(File.Exists(Copy));
        Assert.Empty(Directory.GetFiles(_room.DirectoryPath, "*.unfinished"));
    }
}
