using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>One database of a PostgreSQL server: its schema, its writers and its readers.</summary>
[SuppressMessage(
    "Usage",
    "CA2213:Disposable fields should be disposed",
    Justification = "A semaphore without a wait handle holds nothing; see DisposeAsync.")]
internal sealed class PostgresStore(
    PostgresStorageOptions options,
    TimeProvider time,
    StorageMetrics metrics,
    ILogger<PostgresStore> logger) : IStore
{
    private const string ForgetWriters = "DELETE FROM orleanstrading.storage_writer WHERE seen_at_ms < $1";

    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private PostgresServer? _server;
    private PostgresResilience? _resilience;
    private PostgresReader? _reader;
    private PostgresLookups? _lookups;
    private PostgresWriter[] _writers = [];
    private volatile bool _isOpen;

    /// <inheritdoc/>
    public string EngineVersion { get; private set; } = "PostgreSQL";

    /// <inheritdoc/>
    public string Place => _server?.Place ?? "PostgreSQL";

    /// <inheritdoc/>
    public bool IsReady => _isOpen
        && _resilience is { IsClosed: true }
        && !_writers.Any(writer => writer.IsUnsettled || writer.IsFailing);

    /// <summary>Gets the writers, for tests that make the server fail.</summary>
    internal IReadOnlyList<PostgresWriter> Writers => _writers;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            if (!_isOpen)
            {
                await StartAsync(cancellationToken);
                _isOpen = true;
                StorageLog.Opened(logger, Place, EngineVersion, PostgresSchema.CurrentVersion);
            }
        }
        catch
        {
            await ReleaseAsync();
            throw;
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        await _lifecycle.WaitAsync();
        try
        {
            if (_isOpen)
            {
                _isOpen = false;
                var place = Place;
                await ReleaseAsync();
                StorageLog.Closed(logger, place);
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public Task<TResult> WriteAsync<TResult>(WriteCommand<TResult> command)
    {
        var writers = _writers;
        if (!_isOpen || writers.Length == 0)
        {
            return Task.FromException<TResult>(NotOpen());
        }

        // Equal slots meet at one writer, which keeps their order.
        var writer = (uint)(command.Slot?.GetHashCode() ?? 0) % (uint)writers.Length;
        return writers[writer].WriteAsync(command);
    }

    /// <inheritdoc/>
    public ValueTask<StoredState> ReadStateAsync(StateKey key, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, cancellation) => PostgresStates.ReadAsync(connection, key, cancellation),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReminderRow>> ReadRemindersAsync(
        GrainId grainId,
        CancellationToken cancellationToken) =>
        PageAsync(() => PostgresReminders.ReadOfGrain(grainId), PostgresReminders.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReminderRow>> PageRemindersAsync(
        ReminderRow? after,
        int max,
        CancellationToken cancellationToken) =>
        PageAsync(() => PostgresReminders.PageAfter(after, max), PostgresReminders.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind,
        string owner,
        ListingCursor? before,
        int max,
        CancellationToken cancellationToken) =>
        PageAsync(
            () => PostgresListings.PageByOwner(kind, owner, before, max), PostgresListings.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind,
        DateTimeOffset now,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken) =>
        PageAsync(
            () => PostgresListings.PageOverdue(kind, now, after, max), PostgresListings.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken) =>
        PageAsync(
            () => PostgresListings.PageAwaitingOperator(kind, after, max), PostgresListings.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistoryRow>> PageHistoryAsync(
        HistoryFilter filter,
        long before,
        int max,
        CancellationToken cancellationToken) =>
        PageAsync(() => PostgresHistory.Page(filter, before, max), PostgresHistory.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRecord>> PageLedgerAsync(
        LedgerFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, cancellation) => PostgresLedger.ReadAsync(connection, filter, before, max, cancellation),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRecord>> ReadLedgerAsync(
        long after,
        long until,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, cancellation) =>
                PostgresLedger.ReadOldestFirstAsync(connection, after, until, max, cancellation),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRecord>> FindLedgerAsync(
        LedgerStream stream,
        IReadOnlyCollection<UInt128> ids,
        CancellationToken cancellationToken) =>
        WhyNotRead() is { } refusal
            ? ValueTask.FromException<IReadOnlyList<LedgerRecord>>(refusal)
            : _lookups!.FindAsync(stream, ids, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerBalance>> ReadBalancesAsync(
        string account,
        long untilTicks100ns,
        CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, cancellation) =>
                PostgresLedgerBalances.ReadAsync(connection, account, untilTicks100ns, cancellation),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> PageLedgerAccountsAsync(
        string prefix,
        string? after,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, cancellation) =>
                PostgresLedgerBalances.ReadAccountsAsync(connection, prefix, after, max, cancellation),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> ReadLedgerSettledAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedgerSettled.ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> ReadStrayPostingAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedger.ReadStrayAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LedgerStream?> ReadStreamWithoutEntriesAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedger.ReadLostAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerBalance>> ReadLedgerSumsAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedgerBalances.ReadSumsAsync, cancellationToken);

    // May be called more than once: the container disposes it once for each service it stands for. The semaphore has
    // no handle to give back, and a late caller must find the store closed rather than an exception about it.
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var server = _server = new PostgresServer(options);
        var version = await server.PrepareAsync(now.ToUnixTimeMilliseconds(), logger, cancellationToken);
        EngineVersion = $"PostgreSQL {version}";
        _resilience = new PostgresResilience(options, server.Place, time, metrics, logger);
        _reader = new PostgresReader(server, options, _resilience);
        _lookups = new PostgresLookups((wanted, cancellation) => ReadAsync(
            (connection, token) => PostgresLedger.FindAsync(connection, wanted, token), cancellation));
        _writers = [.. Enumerable.Range(0, options.WritersMax).Select(NewWriter)];
        foreach (var writer in _writers)
        {
            writer.Open();
        }

        await ForgetWritersAsync(now.AddDays(-PostgresStorageConstants.WriterRetentionDays), cancellationToken);
        foreach (var writer in _writers)
        {
            metrics.Watch(writer);
            writer.Start();
        }
    }

    private PostgresWriter NewWriter(int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"storage-writer-{index}"),
        ownsDatabase: options.ExclusiveOwner && index == 0,
        _server!,
        options,
        _resilience!,
        time,
        metrics,
        logger);

    private async Task ReleaseAsync()
    {
        await Task.WhenAll(_writers.Select(writer => writer.DrainAsync()));
        foreach (var writer in _writers)
        {
            metrics.Unwatch(writer);
        }

        if (_reader is { } reader)
        {
            await reader.CloseAsync();
        }

        foreach (var writer in _writers)
        {
            writer.Leave();
        }

        if (_server is { } server)
        {
            await server.DisposeAsync();
        }

        _writers = [];
        _reader = null;
        _lookups = null;
        _server = null;
    }

    private ValueTask<int> ForgetWritersAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _reader!.ReadAsync(
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(ForgetWriters, connection);
                command.Parameters.Add(PostgresParameters.Of(before.ToUnixTimeMilliseconds()));
                return await command.ExecuteNonQueryAsync(cancellation);
            },
            cancellationToken);

    private ValueTask<IReadOnlyList<TRow>> PageAsync<TRow>(
        Func<NpgsqlCommand> query,
        Func<NpgsqlDataReader, TRow> row,
        CancellationToken cancellationToken) =>
        WhyNotRead() is { } refusal
            ? ValueTask.FromException<IReadOnlyList<TRow>>(refusal)
            : _reader!.PageAsync(query, row, cancellationToken);

    private ValueTask<TResult> ReadAsync<TResult>(
        Func<NpgsqlConnection, CancellationToken, Task<TResult>> query,
        CancellationToken cancellationToken) =>
        WhyNotRead() is { } refusal
            ? ValueTask.FromException<TResult>(refusal)
            : _reader!.ReadAsync(query, cancellationToken);

    private StorageUnavailableException? WhyNotRead() => !_isOpen || _reader is null
        ? NotOpen()
        : _writers.Any(writer => writer.IsUnsettled)
            ? new StorageUnavailableException(
                $"{Place}: the answer to a commit was lost and its outcome is not settled yet, so nothing can be read "
                + "that is sure to stay. The store goes on by itself when the server answers; see the log.")
            : null;

    private StorageUnavailableException NotOpen() => new(
        $"The storage {Place} is not open: the host has not started it yet or has stopped it. Nothing was done.");
}
