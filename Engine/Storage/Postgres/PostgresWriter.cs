using Microsoft.Extensions.Logging;
using Npgsql;
using Polly.CircuitBreaker;

namespace OrleansTrading.Engine.Storage;

/// <summary>One write connection, and the batches that are written on it.</summary>
/// <remarks>
/// A failure before the commit is one that wrote nothing: it is tried again if it is a passing one. When the answer to
/// a commit is lost, the batch's number in <c>storage_writer</c> tells how it ended: the transaction that stores it
/// holds that row's lock until it is committed or undone, so whoever gets the lock reads what stays, even when the old
/// connection still lives on the server. Only if that takes too long are callers told that they cannot know.
/// </remarks>
internal sealed partial class PostgresWriter : GroupCommitWriter
{
    private readonly PostgresServer _server;
    private readonly PostgresStorageOptions _options;
    private readonly PostgresResilience _resilience;
    private readonly TimeProvider _time;
    private readonly bool _ownsDatabase;
    private readonly Guid _id = Guid.NewGuid();
    private readonly PostgresEtags _etags = new();
    private readonly HashSet<object> _slots = [];
    private NpgsqlConnection? _connection;
    private long _batchNumber;

    /// <summary>Makes a writer.</summary>
    /// <param name="name">Its thread's name.</param>
    /// <param name="ownsDatabase">Whether it holds the lock that keeps other servers out.</param>
    /// <param name="server">Makes its connections.</param>
    /// <param name="options">Limits.</param>
    /// <param name="resilience">What its calls go through.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="logger">Logs.</param>
    public PostgresWriter(
        string name,
        bool ownsDatabase,
        PostgresServer server,
        PostgresStorageOptions options,
        PostgresResilience resilience,
        TimeProvider time,
        StorageMetrics metrics,
        ILogger logger)
        : base(name, server.Place, options, metrics, logger)
    {
        _ownsDatabase = ownsDatabase;
        _server = server;
        _options = options;
        _resilience = resilience;
        _time = time;
    }

    private enum Outcome
    {
        Committed,
        Unknown,
    }

    /// <summary>Gets or sets what is done right before each commit: tests make the server fail with it.</summary>
    public Action<NpgsqlConnection>? Committing { get; set; }

    // A connection that is gone is made anew by the next try; what is waited for otherwise is an open outcome.
    /// <inheritdoc/>
    public override bool IsConnected => true;

    private long NowUnixMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public override void CloseSession()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            // It was broken, which is why it is closed.
        }

        _connection = null;
    }

    /// <inheritdoc/>
    protected override void CommitBatch(IReadOnlyList<WriteCommand> batch)
    {
        if (batch.Count == 0)
        {
            CommitRound([]);
        }

        // A statement cannot write one row twice. Equal slots are rare: an activation has one write under way.
        for (IReadOnlyList<WriteCommand> left = batch; left.Count > 0;)
        {
            var round = new List<WriteCommand>(left.Count);
            var later = new List<WriteCommand>();
            _slots.Clear();
            foreach (var command in left)
            {
                (command.Slot is not { } slot || _slots.Add(slot) ? round : later).Add(command);
            }

            CommitRound(round);
            left = later;
        }
    }

    private void CommitRound(List<WriteCommand> round)
    {
        if (IsUnsettled && Recover() is { } trouble)
        {
            FailAll(round, trouble);
            return;
        }

        try
        {
            var began = _time.GetTimestamp();
            if (_resilience.Calls.Execute(() => TryCommit(round)) == Outcome.Unknown)
            {
                FailAll(round, () => new StorageOutcomeUnknownException(
                    $"{Place}: the answer to a commit was lost and could not be looked up in {_options.SettleTime}. "
                    + "This write may be durable or not. Drop the state in memory and read it again before going on."));
                return;
            }

            Committed(round, _time.GetElapsedTime(began));
        }
        catch (BrokenCircuitException open)
        {
            FailAll(round, () => _resilience.NotLetThrough(open));
        }
        catch (PostgresFailure failure) when (failure.IsAboutItems && round.Count > 1)
        {
            // One of them cannot be stored as it is. Each for itself, so that the others are.
            foreach (var command in round)
            {
                CommitRound([command]);
            }
        }
        catch (PostgresFailure failure)
        {
            LogRolledBack(round, failure);
            FailAll(round, failure.ToStorageException);
        }
        catch (Exception failure)
        {
            LogRolledBack(round, failure);
            FailAll(round, () => new StorageUnavailableException(
                $"A write to {Place} failed before its commit. Nothing was written. {failure.Message}",
                failure));
        }
    }

    /// <summary>One try.</summary>
    /// <exception cref="PostgresFailure">Nothing was written.</exception>
    private Outcome TryCommit(List<WriteCommand> round)
    {
        var connection = _connection ??= Connect();
        var number = ++_batchNumber;
        NpgsqlTransaction transaction;
        try
        {
            transaction = Execute(connection, round, number);
            Committing?.Invoke(connection);
        }
        catch (Exception failure)
        {
            // Without a COMMIT the server undoes all, at the latest when it sees that the connection is gone.
            CloseSession();
            if (PostgresFailure.IsOne(failure) || failure is WriterForgottenException)
            {
                throw new PostgresFailure(failure, Place);
            }

            throw;
        }

        try
        {
            transaction.Commit();
            return Outcome.Committed;
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            IsUnsettled = true;
            CloseSession();
            return LookUp(failure, round.Count);
        }
    }

    private NpgsqlTransaction Execute(NpgsqlConnection connection, List<WriteCommand> round, long number)
    {
        var batch = new PostgresBatch(connection, _etags, NowUnixMs);
        foreach (var command in round)
        {
            command.Forget();
            command.Accept(batch);
        }

        var transaction = connection.BeginTransaction();
        batch.Execute(_id, number);
        return transaction;
    }
}
