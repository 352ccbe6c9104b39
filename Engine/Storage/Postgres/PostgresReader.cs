using Npgsql;
using Polly.CircuitBreaker;

namespace OrleansTrading.Engine.Storage;

/// <summary>Reads on pooled connections: a bounded number at once, tried again as the writes are.</summary>
internal sealed class PostgresReader(
    PostgresServer server,
    PostgresStorageOptions options,
    PostgresResilience resilience)
{
    private readonly ReadGate _gate = new(options);

    /// <summary>Runs a query.</summary>
    /// <exception cref="StorageException">The read failed, or too many are waiting.</exception>
    public async ValueTask<TResult> ReadAsync<TResult>(
        Func<NpgsqlConnection, CancellationToken, Task<TResult>> query,
        CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            return await resilience.Calls.ExecuteAsync(
                (state, cancellation) => state.Reader.TryReadAsync(state.Query, cancellation),
                (Reader: this, Query: query),
                cancellationToken);
        }
        catch (BrokenCircuitException open)
        {
            throw resilience.NotLetThrough(open);
        }
        catch (PostgresFailure failure)
        {
            throw failure.ToStorageException();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Runs a query for a list of rows.</summary>
    /// <exception cref="StorageException">The read failed, or too many are waiting.</exception>
    public ValueTask<IReadOnlyList<TRow>> PageAsync<TRow>(
        Func<NpgsqlCommand> query,
        Func<NpgsqlDataReader, TRow> row,
        CancellationToken cancellationToken) =>
        ReadAsync((connection, token) => PageAsync(connection, query(), row, token), cancellationToken);

    /// <summary>Runs a query, and disposes of it.</summary>
    public static async Task<IReadOnlyList<TRow>> PageAsync<TRow>(
        NpgsqlConnection connection,
        NpgsqlCommand query,
        Func<NpgsqlDataReader, TRow> row,
        CancellationToken cancellationToken)
    {
        await using var command = query;
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Waits for the reads that run and lets no more begin.</summary>
    public Task CloseAsync() => _gate.CloseAsync();

    private async ValueTask<TResult> TryReadAsync<TResult>(
        Func<NpgsqlConnection, CancellationToken, Task<TResult>> query,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await server.OpenReaderAsync(cancellationToken);
            return await query(connection, cancellationToken);
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            throw new PostgresFailure(failure, server.Place);
        }
    }
}
