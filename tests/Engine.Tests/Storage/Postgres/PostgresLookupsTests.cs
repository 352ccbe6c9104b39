using System.Collections.Concurrent;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Look-ups that wait share queries, and each is told its own.</summary>
public sealed class PostgresLookupsTests : IDisposable
{
    private readonly ConcurrentQueue<(IReadOnlyList<LedgerKey> Keys, TaskCompletionSource Go)> _queries = new();
    private readonly SemaphoreSlim _asked = new(0);

    public void Dispose() => _asked.Dispose();

    [Fact]
    public async Task Who_waits_while_two_queries_run_shares_the_next()
    {
        var lookups = new PostgresLookups(ReadAsync);
        var first = await BeginAsync(lookups, "first");
        var second = await BeginAsync(lookups, "second");
        var others = Enumerable.Range(0, 50).Select(i => FindAsync(lookups, $"q{i}")).ToList();
        Assert.Equal(2, _queries.Count);

        Release();
        await _asked.WaitAsync();
        Assert.Equal(3, _queries.Count);
        Release();
        Release();
        await Task.WhenAll([first, second, .. others]);

        Assert.Equal(50, _queries.Last().Keys.Count);
        Assert.Equal(50, _queries.Last().Keys.Select(key => key.Stream).Distinct().Count());
        Assert.Equal(3, _queries.Count);
    }

    [Fact]
    public async Task A_query_takes_no_more_look_ups_once_it_has_a_thousand_ids()
    {
        var lookups = new PostgresLookups(ReadAsync);
        var running = new[] { await BeginAsync(lookups, "first"), await BeginAsync(lookups, "second") };
        var ids = Enumerable.Range(1, 400).Select(i => (UInt128)i).ToArray();
        var others = Enumerable.Range(0, 4).Select(i => FindAsync(lookups, $"q{i}", ids)).ToList();

        Release();
        await _asked.WaitAsync();
        Assert.Equal(1_200, _queries.Last().Keys.Count);
        Release();
        await _asked.WaitAsync();
        Assert.Equal(400, _queries.Last().Keys.Count);
        Release();
        Release();
        await Task.WhenAll([.. running, .. others]);
    }

    [Fact]
    public async Task A_query_that_fails_is_told_to_each_with_an_exception_of_its_own_and_the_next_works()
    {
        var lookups = new PostgresLookups(ReadAsync);
        var running = new[] { await BeginAsync(lookups, "first"), await BeginAsync(lookups, "second") };
        var shared = new[] { FindAsync(lookups, "a"), FindAsync(lookups, "b") };

        Release();
        await _asked.WaitAsync();
        Release();
        _queries.Last().Go.SetException(new StorageUnavailableException("gone"));
        await Task.WhenAll(running);
        var failures = new List<StorageUnavailableException>();
        foreach (var lookup in shared)
        {
            failures.Add(await Assert.ThrowsAsync<StorageUnavailableException>(() => lookup));
        }

        Assert.NotSame(failures[0], failures[1]);
        Assert.Equal(["gone", "gone"], failures.Select(failure => failure.Message));
        var next = FindAsync(lookups, "c");
        await _asked.WaitAsync();
        Release();
        Assert.Empty(await next);
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_any_more_is_let_go()
    {
        var lookups = new PostgresLookups(ReadAsync);
        using var tired = new CancellationTokenSource();
        var lookup = lookups.FindAsync(new LedgerStream("t", "k", "n"), [1], tired.Token).AsTask();
        await _asked.WaitAsync();

        await tired.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lookup);
        Release();
    }

    private async Task<Task> BeginAsync(PostgresLookups lookups, string key)
    {
        var lookup = FindAsync(lookups, key);
        await _asked.WaitAsync();
        return lookup;
    }

    private static Task<IReadOnlyList<LedgerRecord>> FindAsync(
        PostgresLookups lookups, string key, params UInt128[] ids) =>
        lookups.FindAsync(new LedgerStream("t", key, "n"), ids.Length == 0 ? [1] : ids, default).AsTask();

    /// <summary>Lets the oldest query that still runs end.</summary>
    private void Release() => _queries.First(query => !query.Go.Task.IsCompleted).Go.SetResult();

    private async ValueTask<IReadOnlyList<LedgerRecord>> ReadAsync(
        IReadOnlyList<LedgerKey> keys, CancellationToken cancellationToken)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queries.Enqueue((keys, go));
        _asked.Release();
        await go.Task;
        return [];
    }
}
