using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The house-keeping that keeps cleared states from piling up for ever.</summary>
public sealed class ForgetClearedTests : IAsyncLifetime
{
    private const int Cleared = 2_100;
    private SqliteRoom _room = null!;

    public async Task InitializeAsync() => _room = await SqliteRoom.OpenAsync();

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public async Task Clears_are_remembered_for_the_retention_time_and_then_all_forgotten()
    {
        await Task.WhenAll(
            Enumerable.Range(0, Cleared).Select(i => _room.Store.WriteAsync(States.Write($"k{i}", null))));
        await Task.WhenAll(Enumerable.Range(0, Cleared).Select(i => _room.Store.WriteAsync(
            new ClearStateCommand(States.Key($"k{i}"), 1, StateAttachments.None, CancellationToken.None))));
        await _room.Store.WriteAsync(States.Write("alive", null));

        await ForgetAsync(_room.Options.ClearedRetention - TimeSpan.FromMinutes(5));
        Assert.Equal(Cleared + 1, await _room.QueryInt64Async("SELECT count(*) FROM grain_state"));

        await ForgetAsync(_room.Options.ClearedRetention + TimeSpan.FromMinutes(5));
        Assert.Equal(1, await _room.QueryInt64Async("SELECT count(*) FROM grain_state"));
        Assert.Equal(2, await _room.QueryInt64Async("SELECT value FROM storage_meta WHERE name = 'etag_floor'"));
    }

    [Fact]
    public async Task A_store_that_cannot_write_is_left_for_the_next_time()
    {
        await _room.Store.CloseAsync();

        await ForgetAsync(TimeSpan.FromDays(100));
    }

    private async Task ForgetAsync(TimeSpan later)
    {
        using var host = new StorageHost(
            _room.Store,
            _room.Options,
            new LaterClock(later),
            NullLogger<StorageHost>.Instance);
        await host.ForgetOnceAsync(CancellationToken.None);
    }

    private sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
