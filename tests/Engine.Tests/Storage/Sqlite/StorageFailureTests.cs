using OrleansTrading.Engine.Storage;
using SQLitePCL;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>What callers are told when SQLite fails, and that the store finds its way back.</summary>
public sealed class StorageFailureTests : IAsyncLifetime
{
    private SqliteRoom _room = null!;
    private int _commitsToPass;
    private int _commitsToRefuse;

    public async Task InitializeAsync()
    {
        _room = SqliteRoom.Prepare();
        _room.Store.WriterOpened = session => raw.sqlite3_commit_hook(session.Handle, RefuseCommit, null);
        await _room.Store.OpenAsync(CancellationToken.None);
    }

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public async Task A_failed_commit_leaves_every_write_of_its_batch_unknown_and_the_store_goes_on()
    {
        await _room.Store.WriteAsync(States.Write("a", null, "{\"n\":1}"));
        var hold = await HoldAsync();
        var update = _room.Store.WriteAsync(States.Write("a", 1, "{\"n\":2}"));
        var insert = _room.Store.WriteAsync(States.Write("b", null, "{\"n\":3}"));
        var conflicting = _room.Store.WriteAsync(States.Write("a", 9, "{\"n\":4}"));
        hold.Release();

        foreach (var write in new[] { update, insert, conflicting })
        {
            var unknown = await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => write);
            Assert.Equal(WriteOutcome.Unknown, unknown.Outcome);
            Assert.Contains("read it again", unknown.Message, StringComparison.Ordinal);
        }

        // What a holder finds when it reads again is final, and from there it can go on.
        var found = await States.ReadAsync(_room.Store, "a");
        Assert.Equal(1, found.Etag);
        Assert.Equal(new StateWriteResult(true, 2), await _room.Store.WriteAsync(States.Write("a", 1, "{\"n\":5}")));
        Assert.True((await _room.Store.WriteAsync(States.Write("b", null))).Done);
        Assert.True(_room.Store.IsReady);
        Assert.Equal(1, await _room.QueryInt64Async("SELECT value FROM storage_meta WHERE name = 'fence'"));
    }

    [Fact]
    public async Task Nothing_is_read_while_an_outcome_is_open()
    {
        await _room.Store.WriteAsync(States.Write("a", null));
        Volatile.Write(ref _commitsToRefuse, int.MaxValue);

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => _room.Store.WriteAsync(States.Write("a", 1)));

        Assert.False(_room.Store.IsReady);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => States.ReadAsync(_room.Store, "a"));
        var refused = await Assert.ThrowsAnyAsync<StorageException>(
            () => _room.Store.WriteAsync(States.Write("b", null)));
        Assert.Equal(WriteOutcome.NotWritten, refused.Outcome);

        Volatile.Write(ref _commitsToRefuse, 0);
        Assert.True((await _room.Store.WriteAsync(States.Write("b", null))).Done);
        Assert.Equal(1, (await States.ReadAsync(_room.Store, "a")).Etag);
    }

    [Fact]
    public async Task A_full_disk_fails_the_batch_for_certain_says_so_and_passes_when_there_is_space()
    {
        await _room.Store.WriteAsync(new SqlCommand("PRAGMA max_page_count = 20"));
        var big = "\"" + new string('x', 200_000) + "\"";

        var hold = new HoldWriter();
        _ = _room.Store.WriteAsync(hold);
        await hold.Entered;
        var neighbour = _room.Store.WriteAsync(States.Write("small", null));
        var writing = _room.Store.WriteAsync(States.Write("big", null, big));
        hold.Release();

        var full = await Assert.ThrowsAsync<StorageUnavailableException>(() => writing);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => neighbour);
        Assert.Equal(WriteOutcome.NotWritten, full.Outcome);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Contains(_room.Options.Path, full.Message, StringComparison.Ordinal);
        Assert.Null((await States.ReadAsync(_room.Store, "big")).Etag);
        Assert.Null((await States.ReadAsync(_room.Store, "small")).Etag);

        await _room.Store.WriteAsync(new SqlCommand("PRAGMA max_page_count = 1000000"));
        Assert.True((await _room.Store.WriteAsync(States.Write("big", null, big))).Done);
    }

    [Fact]
    public async Task A_lock_held_by_another_program_is_a_certain_failure_that_passes_with_the_lock()
    {
        await _room.DisposeAsync();
        _room = await SqliteRoom.OpenAsync(options => options.BusyTimeout = TimeSpan.Zero);
        using (var other = SqliteSession.Open(_room.Options.Path, readOnly: false, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");

            var busy = await Assert.ThrowsAsync<StorageUnavailableException>(
                () => _room.Store.WriteAsync(States.Write("a", null)));

            Assert.Equal(WriteOutcome.NotWritten, busy.Outcome);
            Assert.Contains("BusyTimeout", busy.Message, StringComparison.Ordinal);
        }

        Assert.True((await _room.Store.WriteAsync(States.Write("a", null))).Done);
    }

    [Fact]
    public async Task A_bug_in_one_command_undoes_its_batch_for_certain_and_the_writer_lives()
    {
        var hold = new HoldWriter();
        _ = _room.Store.WriteAsync(hold);
        await hold.Entered;
        var innocent = _room.Store.WriteAsync(States.Write("a", null));
        var broken = _room.Store.WriteAsync(new BrokenCommand());
        hold.Release();

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => broken);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => innocent);
        Assert.Null((await States.ReadAsync(_room.Store, "a")).Etag);
        Assert.True((await _room.Store.WriteAsync(States.Write("a", null))).Done);
    }

    /// <summary>Holds a batch whose commit passes; that of the batch gathering behind it is refused.</summary>
    private async Task<HoldWriter> HoldAsync()
    {
        var hold = new HoldWriter();
        _ = _room.Store.WriteAsync(hold);
        await hold.Entered;
        Volatile.Write(ref _commitsToPass, 1);
        Volatile.Write(ref _commitsToRefuse, 1);
        return hold;
    }

    /// <summary>SQLite asks this in each commit; anything but 0 makes the commit fail.</summary>
    private int RefuseCommit(object userData)
    {
        if (Volatile.Read(ref _commitsToPass) > 0)
        {
            Interlocked.Decrement(ref _commitsToPass);
            return 0;
        }

        if (Volatile.Read(ref _commitsToRefuse) == 0)
        {
            return 0;
        }

        Interlocked.Decrement(ref _commitsToRefuse);
        return 1;
    }
}
