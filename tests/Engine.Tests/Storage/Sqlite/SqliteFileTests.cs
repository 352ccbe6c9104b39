using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Opening: what a file may be, who may have it, and what the operator reads when it cannot be used.</summary>
public sealed class SqliteFileTests
{
    [Fact]
    public async Task A_new_file_gets_its_directory_its_tables_and_a_durable_journal()
    {
        await using var room = SqliteRoom.Prepare();
        room.Options.Path = Path.Combine(room.DirectoryPath, "a", "b", "trading.db");
        var store = room.NewStore();
        await using (store)
        {
            SqliteSession? writer = null;
            store.WriterOpened = session => writer = session;
            await store.OpenAsync(CancellationToken.None);

            Assert.True(File.Exists(room.Options.Path));
            Assert.Equal(room.Options.Path, store.Place);
            Assert.True(store.IsReady);
            Assert.Equal("wal", await QueryAsync(store, "PRAGMA journal_mode"));
            Assert.Equal("3", await QueryAsync(store, "SELECT max(version) FROM schema_version"));

            // 2 is FULL. The writer is idle, so its connection may be looked at from here.
            Assert.Equal(2, writer!.QueryInt64("PRAGMA synchronous"));
            Assert.Equal(1, writer.QueryInt64("PRAGMA foreign_keys"));
        }

        Assert.False(store.IsReady);
        Assert.False(File.Exists(room.Options.Path + "-wal"), "closing folds the log back into the file");
    }

    [Fact]
    public async Task What_the_store_makes_is_its_users_alone_and_what_was_there_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var room = SqliteRoom.Prepare();
        var directory = Path.Combine(room.DirectoryPath, "a", "b");
        room.Options.Path = Path.Combine(directory, "trading.db");
        await using var store = room.NewStore();
        await store.OpenAsync(CancellationToken.None);

        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        var files = Directory.GetFiles(directory);
        Assert.Contains(room.Options.Path + "-wal", files);
        foreach (var path in files)
        {
            Assert.Equal(file, File.GetUnixFileMode(path));
        }

        await store.CloseAsync();
        File.SetUnixFileMode(room.Options.Path, file | UnixFileMode.GroupRead);
        await store.OpenAsync(CancellationToken.None);
        Assert.Equal(file | UnixFileMode.GroupRead, File.GetUnixFileMode(room.Options.Path));
    }

    [Fact]
    public async Task The_engine_is_one_that_knows_the_statements_in_use()
    {
        await using var room = await SqliteRoom.OpenAsync();

        var parts = room.Store.EngineVersion.Split(' ', 3);

        Assert.True(Version.Parse(parts[1]) >= new Version(3, 35, 5), room.Store.EngineVersion);
        Assert.Contains(parts[2], new[] { "(system)", "(bundled)" });
        Assert.Equal(parts[1], await room.QueryTextAsync("SELECT sqlite_version()"));
    }

    [Fact]
    public async Task Opening_and_migrating_again_changes_nothing()
    {
        await using var room = await SqliteRoom.OpenAsync();
        await room.Store.WriteAsync(States.Write("a", null));
        var before = await room.QueryTextAsync("SELECT group_concat(sql) FROM sqlite_master");

        await room.Store.OpenAsync(CancellationToken.None);
        await room.RestartAsync();

        Assert.Equal(before, await room.QueryTextAsync("SELECT group_concat(sql) FROM sqlite_master"));
        Assert.Equal(SqliteSchema.CurrentVersion, await room.QueryInt64Async("SELECT count(*) FROM schema_version"));
        Assert.NotNull((await States.ReadAsync(room.Store, "a")).Payload);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_alone()
    {
        await using var room = await SqliteRoom.OpenAsync();
        await room.Store.CloseAsync();
        room.Tamper("INSERT INTO schema_version(version, applied_at_ms) VALUES(999, 0)");

        var refusal = await Assert.ThrowsAsync<StorageCorruptException>(
            () => room.NewStore().OpenAsync(CancellationToken.None));

        Assert.Contains("schema version 999", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"versions 1 to {SqliteSchema.CurrentVersion}", refusal.Message, StringComparison.Ordinal);
        room.Tamper("DELETE FROM schema_version WHERE version = 999");
        await room.RestartAsync();
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        await using var room = SqliteRoom.Prepare();
        room.Tamper("CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)");

        var refusal = await Assert.ThrowsAsync<StorageCorruptException>(
            () => room.Store.OpenAsync(CancellationToken.None));

        Assert.Contains("another program", refusal.Message, StringComparison.Ordinal);
        using var session = SqliteSession.Open(room.Options.Path, readOnly: true, TimeSpan.Zero);
        Assert.Equal(1, session.QueryInt64("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_says_so_and_is_left_alone()
    {
        await using var room = SqliteRoom.Prepare();
        var bytes = Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7)).ToArray();
        await File.WriteAllBytesAsync(room.Options.Path, bytes);

        var refusal = await Assert.ThrowsAsync<StorageCorruptException>(
            () => room.Store.OpenAsync(CancellationToken.None));

        Assert.Contains(room.Options.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("not a SQLite database", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(room.Options.Path));
    }

    [Theory]
    [InlineData(SqliteCheck.Quick)]
    [InlineData(SqliteCheck.Full)]
    public async Task A_damaged_page_is_found_by_the_check_at_open(SqliteCheck check)
    {
        await using var room = await SqliteRoom.OpenAsync(options => options.CheckAtOpen = check);
        for (var i = 0; i < 200; i++)
        {
            await room.Store.WriteAsync(States.Write($"k{i}", null, "\"" + new string('x', 500) + "\""));
        }

        await room.RestartAsync();
        await room.Store.CloseAsync();
        var bytes = await File.ReadAllBytesAsync(room.Options.Path);
        for (var page = 24; page < bytes.Length / 4_096; page++)
        {
            bytes.AsSpan(page * 4_096, 200).Fill(0xA5);
        }

        await File.WriteAllBytesAsync(room.Options.Path, bytes);

        var refusal = await Assert.ThrowsAsync<StorageCorruptException>(
            () => room.NewStore().OpenAsync(CancellationToken.None));

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(room.Options.Path));
    }

    [Fact]
    public async Task Damage_met_by_a_read_is_told_as_damage()
    {
        await using var room = await SqliteRoom.OpenAsync();
        for (var i = 0; i < 200; i++)
        {
            await room.Store.WriteAsync(States.Write($"k{i}", null, "\"" + new string('x', 500) + "\""));
        }

        await room.Store.CloseAsync();
        var bytes = await File.ReadAllBytesAsync(room.Options.Path);
        for (var page = 24; page < bytes.Length / 4_096; page++)
        {
            bytes.AsSpan(page * 4_096, 200).Fill(0xA5);
        }

        await File.WriteAllBytesAsync(room.Options.Path, bytes);
        await room.RestartAsync();

        var failure = await Assert.ThrowsAsync<StorageCorruptException>(
            () => room.QueryInt64Async("SELECT sum(length(payload)) FROM grain_state NOT INDEXED"));

        Assert.Contains("restore the last backup", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_owner_of_the_file_is_refused_until_the_first_has_closed()
    {
        await using var room = await SqliteRoom.OpenAsync();
        await using var second = room.NewStore();

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => second.OpenAsync(CancellationToken.None));

        Assert.Contains("another server uses this database", refusal.Message, StringComparison.Ordinal);
        Assert.True((await room.Store.WriteAsync(States.Write("a", null))).Done);
        await room.Store.CloseAsync();
        await second.OpenAsync(CancellationToken.None);
        Assert.NotNull((await States.ReadAsync(second, "a")).Payload);
    }

    [Fact]
    public async Task Stores_that_are_not_exclusive_share_a_file_and_see_each_others_writes()
    {
        await using var room = await SqliteRoom.OpenAsync(options => options.ExclusiveOwner = false);
        await using var second = room.NewStore();
        await second.OpenAsync(CancellationToken.None);

        await room.Store.WriteAsync(States.Write("a", null));
        var result = await second.WriteAsync(States.Write("a", 1));
        var stale = await room.Store.WriteAsync(States.Write("a", 1));

        Assert.Equal(new StateWriteResult(true, 2), result);
        Assert.Equal(new StateWriteResult(false, 2), stale);
    }

    [Fact]
    public async Task A_path_that_cannot_be_made_says_which_and_what_to_do()
    {
        await using var room = SqliteRoom.Prepare();
        var file = Path.Combine(room.DirectoryPath, "file");
        await File.WriteAllTextAsync(file, "in the way");
        room.Options.Path = Path.Combine(file, "trading.db");

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => room.NewStore().OpenAsync(CancellationToken.None));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:Path", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_in_the_files_place_says_what_to_check()
    {
        await using var room = SqliteRoom.Prepare();
        Directory.CreateDirectory(room.Options.Path);

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => room.Store.OpenAsync(CancellationToken.None));

        Assert.Contains("cannot be opened", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(room.Options.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_open_refuses_reads_and_writes()
    {
        await using var room = SqliteRoom.Prepare();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => States.ReadAsync(room.Store, "a"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => room.Store.WriteAsync(States.Write("a", null)));
    }

    private static async Task<string?> QueryAsync(SqliteStore store, string sql) =>
        await store.ReadAsync(sql, static (session, text) => session.QueryText(text), CancellationToken.None);
}
