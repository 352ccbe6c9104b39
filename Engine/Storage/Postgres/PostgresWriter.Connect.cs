using System.Globalization;
using Npgsql;
using Polly;
using Polly.Retry;

namespace OrleansTrading.Engine.Storage;

/// <content>A writer's connection, and how a commit ended whose answer was lost.</content>
internal sealed partial class PostgresWriter
{
    private const string Register = """
        INSERT INTO orleanstrading.storage_writer(writer, batch, seen_at_ms) VALUES($1, 0, $2)
        ON CONFLICT(writer) DO NOTHING
        """;

    private const string Unregister = "DELETE FROM orleanstrading.storage_writer WHERE writer = $1";

    private const string LastBatch =
        "SELECT batch FROM orleanstrading.storage_writer WHERE writer = $1 FOR UPDATE";

    private static readonly TimeSpan LookUpPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan OwnerPause = TimeSpan.FromMilliseconds(100);

    private static readonly string Own = string.Create(
        CultureInfo.InvariantCulture, $"SELECT pg_try_advisory_lock({PostgresStorageConstants.OwnerLock})");

    /// <summary>Opens the connection now, so that a start fails where it cannot.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public void Open()
    {
        try
        {
            _connection ??= Connect();
        }
        catch (PostgresFailure failure)
        {
            throw failure.ToStorageException();
        }
    }

    /// <summary>Takes the writer's row away. Only after <see cref="GroupCommitWriter.DrainAsync"/>.</summary>
    public void Leave()
    {
        try
        {
            if (_connection is { } connection && !IsUnsettled)
            {
                using var command = new NpgsqlCommand(Unregister, connection);
                command.Parameters.Add(PostgresParameters.Of(_id));
                command.ExecuteNonQuery();
            }
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            // A row that stays is taken away by a later start.
        }

        CloseSession();
    }

    /// <inheritdoc/>
    protected override void Reconnect() => _ = ReadWhatStays();

    private NpgsqlConnection Connect()
    {
        var connection = _server.OpenWriter();
        try
        {
            if (_ownsDatabase)
            {
                TakeOwnership(connection);
            }

            using var register = new NpgsqlCommand(Register, connection);
            register.Parameters.Add(PostgresParameters.Of(_id));
            register.Parameters.Add(PostgresParameters.Of(NowUnixMs));
            register.ExecuteNonQuery();
            return connection;
        }
        catch (Exception failure)
        {
            connection.Dispose();
            if (PostgresFailure.IsOne(failure))
            {
                throw new PostgresFailure(failure, Place);
            }

            throw;
        }
    }

    private void TakeOwnership(NpgsqlConnection connection)
    {
        // A server that was killed a moment ago still holds the lock until PostgreSQL notices.
        var patience = new ResiliencePipelineBuilder<bool> { TimeProvider = _time }.AddRetry(
            new RetryStrategyOptions<bool>
            {
                ShouldHandle = new PredicateBuilder<bool>().HandleResult(false),
                MaxRetryAttempts = (int)(PostgresStorageConstants.OwnerPatienceSeconds / OwnerPause.TotalSeconds),
                Delay = OwnerPause,
            }).Build();
        using var own = PostgresSql.Command(Own, connection);
        if (!patience.Execute(() => own.ExecuteScalar() is true))
        {
            throw new StorageUnavailableException(
                $"{Place} is in use by another server. Stop that one, or give this one a database of its own; servers "
                + "that share one are a cluster, which runs on Orleans (docs/operating.md).");
        }
    }

    /// <summary>Looks up how a commit ended, for as long as callers may wait for it.</summary>
    /// <exception cref="PostgresFailure">It was not committed: nothing was written.</exception>
    private Outcome LookUp(Exception lost, int items)
    {
        var began = _time.GetTimestamp();
        var patience = new ResiliencePipelineBuilder { TimeProvider = _time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => new ValueTask<bool>(
                arguments.Outcome.Exception is StorageException
                && _time.GetElapsedTime(began) < _options.SettleTime),
            MaxRetryAttempts = int.MaxValue,
            Delay = LookUpPause,
        }).Build();
        long? last;
        try
        {
            last = patience.Execute(ReadWhatStays);
        }
        catch (StorageException)
        {
            StorageLog.CommitFailed(Logger, Place, items, lost);
            return Outcome.Unknown;
        }

        IsUnsettled = false;
        var isCommitted = last == _batchNumber;
        StorageLog.CommitLookedUp(Logger, Place, items, isCommitted);
        return isCommitted ? Outcome.Committed : throw new PostgresFailure(lost, Place);
    }

    /// <summary>The number of the last batch that stays; waits for one whose transaction has not ended yet.</summary>
    /// <exception cref="StorageException">It cannot be read now.</exception>
    private long? ReadWhatStays()
    {
        try
        {
            using var command = new NpgsqlCommand(LastBatch, _connection ??= Connect());
            command.Parameters.Add(PostgresParameters.Of(_id));
            return command.ExecuteScalar() as long?;
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            CloseSession();
            throw new PostgresFailure(failure, Place).ToStorageException();
        }
        catch (PostgresFailure failure)
        {
            throw failure.ToStorageException();
        }
    }
}
