using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A few read-only connections, lent to one read each. A read runs on its caller's thread; how many run at once, and
/// how many may wait for a connection, is bounded.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "CloseAsync closes the connections; a semaphore without a wait handle holds nothing, and those who "
        + "still wait on it must find the pool closed, not the semaphore disposed.")]
internal sealed class ReadPool(SqliteStorageOptions options, Func<SqliteSession> open)
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _places = new(options.ReadersMax, options.ReadersMax);
    private int _waiting;
    private volatile bool _closed;

    /// <summary>Runs a query on a connection of the pool.</summary>
    /// <exception cref="StorageException">The read failed, or too many are waiting.</exception>
    public async ValueTask<TResult> ReadAsync<TArg, TResult>(
        TArg arg,
        Func<SqliteSession, TArg, TResult> query,
        CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
            if (_closed)
            {
                throw new StorageUnavailableException("The storage is closed. Nothing was read.");
            }

            session = _idle.TryTake(out var idle) ? idle : open();
            var result = query(session, arg);
            _idle.Add(session);
            session = null;
            return result;
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToStorageException();
        }
        finally
        {
            // Still held only after a failure: a connection that failed is not lent again.
            session?.Dispose();
            _places.Release();
        }
    }

    /// <summary>Waits for the reads that run and closes all connections.</summary>
    public async Task CloseAsync()
    {
        _closed = true;
        for (var place = 0; place < options.ReadersMax; place++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        // Whoever still waits gets a place and finds the pool closed.
        _places.Release(options.ReadersMax);
    }

    private ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            return ValueTask.CompletedTask;
        }

        return WaitAsync(cancellationToken);
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = Interlocked.Increment(ref _waiting);
        try
        {
            if (waiting > options.ReadWaitersMax)
            {
                throw new StorageOverloadedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{waiting - 1} reads wait already; the limit is {options.ReadWaitersMax}. ")
                    + "Send less, or raise Storage:ReadWaitersMax or Storage:ReadersMax.");
            }

            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
