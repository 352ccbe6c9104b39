using OrleansTrading.Engine.Storage;
using OrleansTrading.Servers;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>What callers are told when the server fails, and that the store finds its way back by itself.</summary>
public sealed class PostgresFailureTests : IAsyncLifetime
{
    private PostgresRoom _room = null!;

    public async Task InitializeAsync() => _room = await PostgresRoom.OpenAsync(options => options.WritersMax = 1);

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public async Task A_write_whose_connection_is_ended_before_the_commit_is_made_on_another_one()
    {
        var ended = 0;
        _room.Store.Writers[0].Committing = connection =>
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                End(connection.ProcessID);
            }
        };

        var result = await _room.Store.WriteAsync(States.Write("a", null, "{\"n\":1}"));

        Assert.Equal(1, ended);
        Assert.True(result.Done);
        Assert.Equal(result.Etag, (await States.ReadAsync(_room.Store, "a")).Etag);
        Assert.Equal(1L, await _room.QueryAsync("SELECT count(*) FROM orleanstrading.grain_state"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_is_lost_is_looked_up_and_its_callers_get_what_is_true(bool isCommitted)
    {
        await using var proxy = await CutProxy.StartAsync(_room.Options.ConnectionString);
        await using var store = _room.NewStore(new PostgresStorageOptions
        {
            ConnectionString = proxy.ConnectionString,
            WritersMax = 1,
            ExclusiveOwner = false,
        });
        await store.OpenAsync(CancellationToken.None);
        var first = await store.WriteAsync(States.Write("a", null, "{\"n\":1}"));
        var cuts = 0;
        store.Writers[0].Committing = _ =>
        {
            if (Interlocked.Exchange(ref cuts, 1) == 0)
            {
                // The COMMIT reaches the server or not; its answer never reaches the client.
                proxy.CutAtNextRequest(isForwarded: isCommitted);
            }
        };

        var second = await store.WriteAsync(States.Write("a", first.Etag, "{\"n\":2}"));

        Assert.Equal(1, cuts);
        Assert.True(second.Done);
        var stored = await States.ReadAsync(_room.Store, "a");
        Assert.Equal("{\"n\":2}"u8.ToArray(), stored.Payload);
        Assert.Equal(second.Etag, stored.Etag);
        Assert.True(store.IsReady);
    }

    [Fact]
    public async Task A_commit_that_cannot_be_looked_up_is_unknown_and_nothing_is_read_until_it_is_settled()
    {
        await using var proxy = await CutProxy.StartAsync(_room.Options.ConnectionString);
        await using var store = _room.NewStore(new PostgresStorageOptions
        {
            ConnectionString = proxy.ConnectionString,
            WritersMax = 1,
            ExclusiveOwner = false,
            SettleTime = TimeSpan.FromMilliseconds(200),
        });
        await store.OpenAsync(CancellationToken.None);
        await store.WriteAsync(States.Write("a", null, "{\"n\":1}"));
        store.Writers[0].Committing = _ => proxy.CutAtNextRequest(isForwarded: true, untilReopened: true);

        var unknown = await Assert.ThrowsAsync<StorageOutcomeUnknownException>(
            () => store.WriteAsync(States.Write("b", null, "{\"n\":2}")));

        Assert.Contains("read it again", unknown.Message, StringComparison.Ordinal);
        Assert.False(store.IsReady);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => States.ReadAsync(store, "b"));

        store.Writers[0].Committing = null;
        proxy.Reopen();
        await Eventually(() => store.IsReady);
        Assert.Equal("{\"n\":2}"u8.ToArray(), (await States.ReadAsync(store, "b")).Payload);
    }

    [Fact]
    public async Task A_transaction_that_still_lives_on_the_server_is_waited_for_before_its_outcome_is_told()
    {
        await using var proxy = await CutProxy.StartAsync(_room.Options.ConnectionString);
        await using var store = _room.NewStore(new PostgresStorageOptions
        {
            ConnectionString = proxy.ConnectionString,
            WritersMax = 1,
            ExclusiveOwner = false,
        });
        await store.OpenAsync(CancellationToken.None);
        var cuts = 0;
        store.Writers[0].Committing = _ =>
        {
            if (Interlocked.Exchange(ref cuts, 1) == 0)
            {
                // The client's side is cut; the server's stays open with the transaction in it, and its locks.
                proxy.CutAtNextRequest(isForwarded: false, keepServerSide: true);
            }
        };

        var writing = store.WriteAsync(States.Write("a", null, "{\"n\":1}"));
        await Eventually(async () => await _room.QueryAsync(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted "
            + "AND a.datname = current_database()") is not 0L);
        Assert.False(writing.IsCompleted);
        proxy.CloseServerSides();

        Assert.True((await writing).Done);
        Assert.Equal(1L, await _room.QueryAsync("SELECT count(*) FROM orleanstrading.grain_state"));
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_loses_nothing_that_was_acknowledged()
    {
        await using var server = await LocalPostgres.StartAsync();
        await using var room = await PostgresRoom.OpenAsync(server: server);
        var acknowledged = new Dictionary<string, long?>(StringComparer.Ordinal);
        var isGoing = true;
        var load = Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
        {
            for (var i = 0; Volatile.Read(ref isGoing); i++)
            {
                var key = $"c{caller}-{i}";
                try
                {
                    var result = await room.Store.WriteAsync(States.Write(key, null));
                    lock (acknowledged)
                    {
                        acknowledged[key] = result.Etag;
                    }
                }
                catch (StorageException)
                {
                    // Told that it was not written, or that nobody knows: no promise.
                }
            }
        }));
        await Eventually(() => Count() > 500);

        await server.CrashAsync();
        var refused = await Assert.ThrowsAnyAsync<StorageException>(async () =>
        {
            while (true)
            {
                await room.Store.WriteAsync(States.Write($"x{Guid.NewGuid()}", null));
            }
        });
        var before = Count();
        await server.ResumeAsync();
        await Eventually(() => Count() > before + 500);
        Volatile.Write(ref isGoing, false);
        await load;

        Assert.NotEmpty(refused.Message);
        foreach (var (key, etag) in acknowledged)
        {
            Assert.Equal(etag, (await States.ReadAsync(room.Store, key)).Etag);
        }

        int Count()
        {
            lock (acknowledged)
            {
                return acknowledged.Count;
            }
        }
    }

    [Fact]
    public async Task While_a_server_keeps_failing_calls_are_refused_at_once_and_say_so()
    {
        await using var server = await LocalPostgres.StartAsync();
        await using var room = await PostgresRoom.OpenAsync(
            options => options.BreakerPause = TimeSpan.FromMinutes(1), server);
        using var breaks = new CounterTotal(room.Meter, "storage.breaks");
        using var retries = new CounterTotal(room.Meter, "storage.retries");
        await server.CrashAsync();

        StorageUnavailableException refused;
        do
        {
            refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => States.ReadAsync(room.Store, "a"));
        }
        while (!refused.Message.Contains("left alone", StringComparison.Ordinal));

        Assert.False(room.Store.IsReady);
        Assert.Equal(1, breaks.Total);
        Assert.True(retries.Total > 0);
        Assert.Contains("127.0.0.1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_item_that_cannot_be_stored_is_rejected_alone()
    {
        var hold = _room.Store.Writers[0].Committing;
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        _room.Store.Writers[0].Committing = _ =>
        {
            _room.Store.Writers[0].Committing = hold;
            entered.Release();
            release.Wait();
        };
        var first = _room.Store.WriteAsync(States.Write("first", null));
        await entered.WaitAsync();

        // PostgreSQL has no U+0000 in a text; JSON as our serialiser writes it has none either.
        var good = _room.Store.WriteAsync(States.Write("good", null));
        var bad = _room.Store.WriteAsync(States.Write("bad", null, "\"\0\""));
        release.Release();

        Assert.True((await first).Done);
        Assert.True((await good).Done);
        var rejected = await Assert.ThrowsAsync<StorageRejectedException>(() => bad);
        Assert.Equal(WriteOutcome.NotWritten, rejected.Outcome);
        Assert.Null((await States.ReadAsync(_room.Store, "bad")).Etag);
    }

    private static async Task Eventually(Func<bool> holds) => await Eventually(() => Task.FromResult(holds()));

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private void End(int backend)
    {
        using var connection = new Npgsql.NpgsqlConnection(_room.Options.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand("SELECT pg_terminate_backend($1, 5000)", connection);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<int> { TypedValue = backend });
        Assert.Equal(true, command.ExecuteScalar());
    }
}
