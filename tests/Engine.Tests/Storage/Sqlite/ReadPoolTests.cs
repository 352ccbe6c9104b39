using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>How many reads run and wait at once.</summary>
public sealed class ReadPoolTests : IAsyncLifetime
{
    private SqliteRoom _room = null!;

    public async Task InitializeAsync() => _room = await SqliteRoom.OpenAsync(options =>
    {
        options.ReadersMax = 1;
        options.ReadWaitersMax = 1;
    });

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public async Task A_read_beyond_those_that_may_wait_is_turned_away_and_the_others_are_answered()
    {
        using var held = new HeldRead(_room.Store);
        await held.Entered;
        var waiting = _room.QueryInt64Async("SELECT 2");

        var overload = await Assert.ThrowsAsync<StorageOverloadedException>(() => _room.QueryInt64Async("SELECT 3"));

        Assert.Contains("ReadWaitersMax", overload.Message, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        held.Release();
        Assert.Equal(1, await held.Result);
        Assert.Equal(2, await waiting);
        Assert.Equal(4, await _room.QueryInt64Async("SELECT 4"));
    }

    [Fact]
    public async Task A_read_withdrawn_while_it_waits_makes_room_for_another()
    {
        using var held = new HeldRead(_room.Store);
        await held.Entered;
        using var source = new CancellationTokenSource();
        var withdrawn = _room.Store.ReadAsync(
            "SELECT 2",
            static (session, sql) => session.QueryInt64(sql),
            source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        var next = _room.QueryInt64Async("SELECT 3");
        held.Release();
        Assert.Equal(3, await next);
    }

    [Fact]
    public async Task Closing_waits_for_the_read_that_runs_and_refuses_the_one_that_waits()
    {
        using var held = new HeldRead(_room.Store);
        await held.Entered;
        var waiting = _room.QueryInt64Async("SELECT 2");
        var closing = _room.Store.CloseAsync();

        held.Release();

        Assert.Equal(1, await held.Result);
        await closing;

        // It may have been let in before the pool closed; else it was refused. It never hangs.
        try
        {
            Assert.Equal(2, await waiting);
        }
        catch (StorageUnavailableException refused)
        {
            Assert.Contains("closed", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_connection_that_failed_is_not_lent_again()
    {
        var sessions = new HashSet<SqliteSession>();
        await _room.Store.ReadAsync(sessions, static (session, seen) => seen.Add(session), CancellationToken.None);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _room.QueryInt64Async("SELECT * FROM nowhere"));

        var isNew = await _room.Store.ReadAsync(
            sessions,
            static (session, seen) => seen.Add(session),
            CancellationToken.None);

        Assert.True(isNew);
    }

    [Fact]
    public async Task A_read_cannot_write()
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _room.QueryTextAsync("DELETE FROM storage_meta"));

        Assert.Equal(2, await _room.QueryInt64Async("SELECT count(*) FROM storage_meta"));
    }

    /// <summary>A read that keeps its connection until told to go on.</summary>
    private sealed class HeldRead : IDisposable
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public HeldRead(SqliteStore store) => Result = Task.Run(async () => await store.ReadAsync(
            this,
            static (_, held) =>
            {
                held._entered.SetResult();
                return held._released.Wait(TimeSpan.FromSeconds(60)) ? 1 : 0;
            },
            CancellationToken.None));

        public Task Entered => _entered.Task;

        public Task<int> Result { get; }

        public void Release() => _released.Set();

        public void Dispose() => _released.Dispose();
    }
}
