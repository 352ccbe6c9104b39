using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

public sealed class CheckpointerTests
{
    private const int CheckpointPages = 100;

    // The writer's own copying at the factor can meet the thread's, which has the lock; then it comes a little later.
    private const long LogBytesMax = 2 * Checkpointer.LogPagesMaxFactor * CheckpointPages * (4_096 + 24);

    [Fact]
    public async Task Under_writes_that_never_pause_the_file_follows_and_the_log_stays_short()
    {
        const int Writers = 16;
        const long FileBytes = 3 * LogBytesMax;
        await using var room = await SqliteRoom.OpenAsync(options => options.CheckpointPages = CheckpointPages);
        var payload = "{\"Note\":\"" + new string('x', 3_000) + "\"}";
        var enough = 0;

        var written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            // What SQLite copies while the store is open is all there is to wait for: each write brings it nearer.
            var count = 0;
            for (; count < 5_000 && Volatile.Read(ref enough) == 0; count++)
            {
                await room.Store.WriteAsync(States.Write($"{writer}-{count}", null, payload));
                Assert.InRange(Length(room.Options.Path + "-wal"), 0, LogBytesMax);
                if (Length(room.Options.Path) > FileBytes)
                {
                    Volatile.Write(ref enough, 1);
                }
            }

            return count;
        }));

        Assert.Equal(1, enough);
        Assert.Equal(written.Sum(), await room.QueryInt64Async("SELECT count(*) FROM grain_state"));
        Assert.Equal("ok", await room.QueryTextAsync("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task The_log_is_copied_while_the_writer_is_busy_with_something_else()
    {
        const int Rows = 150;
        await using var room = await SqliteRoom.OpenAsync(options =>
        {
            options.CheckpointPages = CheckpointPages;
            options.BatchItemsMax = Rows;
        });
        var payload = "{\"Note\":\"" + new string('x', 3_000) + "\"}";

        // One transaction of less than the pages at which the writer would copy them itself, more than those at which
        // it asks for it; the next one keeps the writer until the copying is seen.
        var gather = new HoldWriter();
        _ = room.Store.WriteAsync(gather);
        await gather.Entered;
        var writing = Enumerable.Range(0, Rows)
            .Select(i => room.Store.WriteAsync(States.Write($"k{i}", null, payload))).ToArray();
        var hold = new HoldWriter();
        var holding = room.Store.WriteAsync(hold);
        gather.Release();
        await Task.WhenAll(writing);
        await hold.Entered;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Length(room.Options.Path) < Rows * payload.Length)
        {
            patience.Token.ThrowIfCancellationRequested();
            await room.QueryInt64Async("SELECT count(*) FROM grain_state");
        }

        hold.Release();
        await holding;
        Assert.Equal(Rows, await room.QueryInt64Async("SELECT count(*) FROM grain_state"));
    }

    [Fact]
    public async Task A_log_that_cannot_be_copied_stops_no_write()
    {
        await using var room = await SqliteRoom.OpenAsync(options => options.CheckpointPages = CheckpointPages);
        var payload = "{\"Note\":\"" + new string('x', 3_000) + "\"}";

        // A reader's snapshot is older than all that follows: none of it may be copied over what it sees.
        using var reader = SqliteSession.Open(room.Options.Path, readOnly: true, TimeSpan.FromSeconds(5));
        reader.Execute("BEGIN");
        Assert.Equal(0, reader.QueryInt64("SELECT count(*) FROM grain_state"));
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True((await room.Store.WriteAsync(States.Write($"k{i}", null, payload))).Done);
        }

        Assert.Equal(0, reader.QueryInt64("SELECT count(*) FROM grain_state"));
        Assert.Equal(1_000, await room.QueryInt64Async("SELECT count(*) FROM grain_state"));
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
