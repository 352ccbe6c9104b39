using System.Diagnostics.Metrics;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>How writes share a transaction, and that one's trouble stays its own.</summary>
public sealed class GroupCommitTests : IAsyncLifetime
{
    private SqliteRoom _room = null!;

    public async Task InitializeAsync() => _room = await SqliteRoom.OpenAsync();

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public async Task Writes_that_wait_together_share_one_commit()
    {
        var batches = new List<int>();
        using var listener = ListenToBatches(batches);
        var hold = await HoldAsync();
        var waiting = Enumerable.Range(0, 100)
            .Select(i => _room.Store.WriteAsync(States.Write($"w{i}", null))).ToArray();

        hold.Release();
        var results = await Task.WhenAll(waiting);

        Assert.All(results, result => Assert.True(result.Done));
        lock (batches)
        {
            Assert.Equal([1, 100], batches);
        }
    }

    [Fact]
    public async Task A_batch_stops_at_its_number_of_items()
    {
        await _room.DisposeAsync();
        _room = await SqliteRoom.OpenAsync(options => options.BatchItemsMax = 3);
        var batches = new List<int>();
        using var listener = ListenToBatches(batches);
        var hold = await HoldAsync();
        var waiting = Enumerable.Range(0, 7).Select(i => _room.Store.WriteAsync(States.Write($"w{i}", null))).ToArray();

        hold.Release();
        await Task.WhenAll(waiting);

        lock (batches)
        {
            Assert.Equal([1, 3, 3, 1], batches);
        }
    }

    [Fact]
    public async Task A_batch_stops_at_its_bytes_and_a_larger_write_goes_alone()
    {
        await _room.DisposeAsync();
        _room = await SqliteRoom.OpenAsync(options => options.BatchBytesMax = 4_096);
        var batches = new List<int>();
        using var listener = ListenToBatches(batches);
        var hold = await HoldAsync();
        int[] sizes = [2_000, 2_000, 2_000, 9_000, 100, 100];
        var waiting = sizes.Select(size => _room.Store.WriteAsync(new SqlCommand("SELECT 1", size))).ToArray();

        hold.Release();
        await Task.WhenAll(waiting);

        lock (batches)
        {
            Assert.Equal([1, 2, 1, 1, 2], batches);
        }
    }

    [Fact]
    public async Task A_conflict_fails_its_own_write_and_the_others_of_the_batch_stand()
    {
        await _room.Store.WriteAsync(States.Write("b", null, "{\"n\":1}"));
        var hold = await HoldAsync();
        var a = _room.Store.WriteAsync(States.Write("a", null, "{\"n\":2}"));
        var conflicting = _room.Store.WriteAsync(States.Write("b", 7, "{\"n\":3}"));
        var c = _room.Store.WriteAsync(States.Write("c", null, "{\"n\":4}"));

        hold.Release();

        Assert.True((await a).Done);
        Assert.Equal(new StateWriteResult(false, 1), await conflicting);
        Assert.True((await c).Done);
        Assert.Equal("{\"n\":1}"u8.ToArray(), (await States.ReadAsync(_room.Store, "b")).Payload);
        Assert.Equal("{\"n\":4}"u8.ToArray(), (await States.ReadAsync(_room.Store, "c")).Payload);
    }

    [Fact]
    public async Task Writes_of_one_key_in_one_batch_follow_each_other()
    {
        var hold = await HoldAsync();
        var first = _room.Store.WriteAsync(States.Write("k", null, "{\"n\":1}"));
        var second = _room.Store.WriteAsync(States.Write("k", 1, "{\"n\":2}"));
        var late = _room.Store.WriteAsync(States.Write("k", 1, "{\"n\":3}"));

        hold.Release();

        Assert.Equal(new StateWriteResult(true, 1), await first);
        Assert.Equal(new StateWriteResult(true, 2), await second);
        Assert.Equal(new StateWriteResult(false, 2), await late);
    }

    [Fact]
    public async Task An_item_the_database_refuses_is_rejected_alone()
    {
        var hold = await HoldAsync();
        var before = _room.Store.WriteAsync(States.Write("a", null));
        var refused = _room.Store.WriteAsync(new SqlCommand("INSERT INTO storage_meta VALUES('fence', 1)"));
        var after = _room.Store.WriteAsync(States.Write("c", null));

        hold.Release();

        Assert.True((await before).Done);
        var rejection = await Assert.ThrowsAsync<StorageRejectedException>(() => refused);
        Assert.Equal(WriteOutcome.NotWritten, rejection.Outcome);
        Assert.True((await after).Done);
        Assert.NotNull((await States.ReadAsync(_room.Store, "c")).Payload);
    }

    [Fact]
    public async Task A_write_withdrawn_while_it_waits_is_not_made()
    {
        using var source = new CancellationTokenSource();
        var hold = await HoldAsync();
        var withdrawn = _room.Store.WriteAsync(States.Write("a", null, cancellationToken: source.Token));
        var kept = _room.Store.WriteAsync(States.Write("b", null));
        await source.CancelAsync();

        hold.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        Assert.True((await kept).Done);
        Assert.Null((await States.ReadAsync(_room.Store, "a")).Etag);
    }

    [Fact]
    public async Task A_cancelled_token_after_the_write_was_taken_up_does_not_hide_its_result()
    {
        using var source = new CancellationTokenSource();
        var begun = new HoldWriter(source.Token);
        var result = _room.Store.WriteAsync(begun);
        await begun.Entered;

        await source.CancelAsync();
        begun.Release();

        Assert.True(await result);
    }

    [Fact]
    public async Task What_a_caller_does_with_its_result_does_not_run_on_the_writers_thread()
    {
        var hold = await HoldAsync();
        var threadName = _room.Store.WriteAsync(States.Write("a", null)).ContinueWith(
            _ => Thread.CurrentThread.Name,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        hold.Release();

        Assert.NotEqual("storage-writer", await threadName);
    }

    [Fact]
    public async Task A_full_queue_turns_the_next_write_away_at_once_and_keeps_the_others()
    {
        await _room.DisposeAsync();
        _room = await SqliteRoom.OpenAsync(options => options.QueueItemsMax = 3);
        var hold = await HoldAsync();
        var waiting = Enumerable.Range(0, 3).Select(i => _room.Store.WriteAsync(States.Write($"w{i}", null))).ToArray();

        var refused = _room.Store.WriteAsync(States.Write("late", null));

        Assert.True(refused.IsFaulted);
        var overload = await Assert.ThrowsAsync<StorageOverloadedException>(() => refused);
        Assert.Equal(WriteOutcome.NotWritten, overload.Outcome);
        Assert.Contains("QueueItemsMax", overload.Message, StringComparison.Ordinal);
        hold.Release();
        Assert.All(await Task.WhenAll(waiting), result => Assert.True(result.Done));
        Assert.True((await _room.Store.WriteAsync(States.Write("late", null))).Done);
    }

    [Fact]
    public async Task The_bytes_that_wait_are_bounded_too()
    {
        await _room.DisposeAsync();
        _room = await SqliteRoom.OpenAsync(options => options.QueueBytesMax = 1_000);
        var hold = await HoldAsync();
        var fits = _room.Store.WriteAsync(new SqlCommand("SELECT 1", 900));

        await Assert.ThrowsAsync<StorageOverloadedException>(
            () => _room.Store.WriteAsync(new SqlCommand("SELECT 1", 101)));
        var small = _room.Store.WriteAsync(new SqlCommand("SELECT 1", 100));

        hold.Release();
        await Task.WhenAll(fits, small);
        await _room.Store.WriteAsync(new SqlCommand("SELECT 1", 1_000));
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_refuses_what_comes_later()
    {
        var hold = await HoldAsync();
        var waiting = _room.Store.WriteAsync(States.Write("a", null));
        var closing = _room.Store.CloseAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => _room.Store.WriteAsync(States.Write("b", null)));
        hold.Release();
        await closing;

        Assert.True((await waiting).Done);
        await _room.RestartAsync();
        Assert.NotNull((await States.ReadAsync(_room.Store, "a")).Payload);
        Assert.Null((await States.ReadAsync(_room.Store, "b")).Etag);
    }

    [Fact]
    public async Task The_meter_tells_how_many_writes_wait_and_which_failed()
    {
        await _room.DisposeAsync();
        _room = await SqliteRoom.OpenAsync(options => options.QueueItemsMax = 5);
        var depth = 0;
        var failed = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == _room.Meter && instrument.Name is "storage.queue.depth" or "storage.failures")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => depth = value);
        listener.SetMeasurementEventCallback<long>((_, items, tags, _) => failed.Add($"{tags[0].Value} {items}"));
        listener.Start();
        var hold = await HoldAsync();
        var waiting = Enumerable.Range(0, 5).Select(i => _room.Store.WriteAsync(States.Write($"w{i}", null))).ToArray();

        listener.RecordObservableInstruments();
        await Assert.ThrowsAsync<StorageOverloadedException>(() => _room.Store.WriteAsync(States.Write("x", null)));

        Assert.Equal(5, depth);
        Assert.Equal(["overloaded 1"], failed);
        hold.Release();
        await Task.WhenAll(waiting);
        listener.RecordObservableInstruments();
        Assert.Equal(0, depth);
    }

    private async Task<HoldWriter> HoldAsync()
    {
        var hold = new HoldWriter();
        _ = _room.Store.WriteAsync(hold);
        await hold.Entered;
        return hold;
    }

    private MeterListener ListenToBatches(List<int> batches)
    {
        var meter = _room.Meter;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == meter && instrument.Name == "storage.batch.items")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, items, _, _) =>
        {
            lock (batches)
            {
                batches.Add(items);
            }
        });
        listener.Start();
        return listener;
    }
}
