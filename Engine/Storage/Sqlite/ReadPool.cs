using System.Collections.Concurrent;

namespace OrleansTrading.Engine.Storage;

/// <summary>A few read-only connections, lent to one read each. A read runs on its caller's thread.</summary>
internal sealed class ReadPool(SqliteStorageOptions options, Func<SqliteSession> open)
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly ReadGate _gate = new(options);

    /// <summary>Runs a query on a connection of the pool.</summary>
    /// <exception cref="StorageException">The read failed, or too many are waiting.</exception>
    public async ValueTask<TResult> ReadAsync<TArg, TResult>(
        TArg arg,
        Func<SqliteSession, TArg, TResult> query,
        CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
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
            _gate.Leave();
        }
    }

    /// <summary>Waits for the reads that run and closes all connections.</summary>
    public async Task CloseAsync()
    {
        await _gate.CloseAsync();
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }
}
