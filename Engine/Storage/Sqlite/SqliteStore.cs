using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One database file: its lock, its schema, its writer and its readers.
/// </summary>
[SuppressMessage(
    "Usage",
    "CA2213:Disposable fields should be disposed",
    Justification = "A semaphore without a wait handle holds nothing; see DisposeAsync.")]
internal sealed class SqliteStore(
    SqliteStorageOptions options,
    TimeProvider time,
    StorageMetrics metrics,
    ILogger<SqliteStore> logger) : IStore
{
    private const int WriterCacheKiB = 65_536;
    private const int ReaderCacheKiB = 16_384;
    private const int PageBytes = 4_096;

    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly string _path = Path.GetFullPath(options.Path);
    private StoreLock? _lock;
    private ReadPool? _readers;
    private Checkpointer? _checkpointer;
    private SqliteWriter? _writer;
    private volatile bool _isOpen;

    /// <inheritdoc/>
    public string EngineVersion { get; } = $"SQLite {SqliteNative.Initialize(options.PreferSystemEngine)}";

    /// <inheritdoc/>
    public string Place => _path;

    /// <inheritdoc/>
    public bool IsReady => _isOpen && _writer is { IsUnsettled: false, IsFailing: false };

    /// <summary>Gets or sets what is done to each new writer connection: tests make SQLite fail with it.</summary>
    public Action<SqliteSession>? WriterOpened { get; set; }

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            if (!_isOpen)
            {
                Open();
                _isOpen = true;
                StorageLog.Opened(logger, _path, EngineVersion, SqliteSchema.CurrentVersion);
            }
        }
        catch (SqliteFailure failure)
        {
            await ReleaseAsync();
            throw failure.ToStorageException();
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
                await ReleaseAsync();
                StorageLog.Closed(logger, _path);
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public Task<TResult> WriteAsync<TResult>(WriteCommand<TResult> command) =>
        _writer is { } writer && _isOpen
            ? writer.WriteAsync(command)
            : Task.FromException<TResult>(NotOpen());

    /// <inheritdoc/>
    public ValueTask<StoredState> ReadStateAsync(StateKey key, CancellationToken cancellationToken) =>
        ReadAsync(key, SqliteStates.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReminderRow>> ReadRemindersAsync(
        GrainId grainId,
        CancellationToken cancellationToken) =>
        ReadAsync(grainId, SqliteReminders.ReadOfGrain, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReminderRow>> PageRemindersAsync(
        ReminderRow? after,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((after, max), SqliteReminders.ReadAfter, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind,
        string owner,
        ListingCursor? before,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((kind, owner, before, max), SqliteListings.ReadByOwner, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind,
        DateTimeOffset now,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((kind, now, after, max), SqliteListings.ReadOverdue, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((kind, after, max), SqliteListings.ReadAwaitingOperator, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistoryRow>> PageHistoryAsync(
        HistoryFilter filter,
        long before,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((filter, before, max), SqliteHistory.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRecord>> PageLedgerAsync(
        LedgerFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((filter, before, max), SqliteLedger.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRecord>> ReadLedgerAsync(
        long after,
        long until,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((after, until, max), SqliteLedger.ReadOldestFirst, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRecord>> FindLedgerAsync(
        LedgerStream stream,
        IReadOnlyCollection<UInt128> ids,
        CancellationToken cancellationToken) =>
        ReadAsync((stream, ids), SqliteLedger.Find, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerBalance>> ReadBalancesAsync(
        string account,
        long untilTicks100ns,
        CancellationToken cancellationToken) =>
        ReadAsync((account, untilTicks100ns), SqliteLedgerBalances.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> PageLedgerAccountsAsync(
        string prefix,
        string? after,
        int max,
        CancellationToken cancellationToken) =>
        ReadAsync((prefix, after, max), SqliteLedgerBalances.ReadAccounts, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> ReadLedgerSettledAsync(CancellationToken cancellationToken) =>
        ReadAsync(false, SqliteLedger.ReadSettled, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> ReadStrayPostingAsync(CancellationToken cancellationToken) =>
        ReadAsync(false, SqliteLedger.ReadStray, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LedgerStream?> ReadStreamWithoutEntriesAsync(CancellationToken cancellationToken) =>
        ReadAsync(false, SqliteLedger.ReadLost, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerBalance>> ReadLedgerSumsAsync(CancellationToken cancellationToken) =>
        ReadAsync(false, SqliteLedgerBalances.ReadSums, cancellationToken);

    /// <summary>Reads what is committed.</summary>
    public ValueTask<TResult> ReadAsync<TArg, TResult>(
        TArg arg,
        Func<SqliteSession, TArg, TResult> query,
        CancellationToken cancellationToken)
    {
        if (!_isOpen || _readers is not { } readers || _writer is not { } writer)
        {
            return ValueTask.FromException<TResult>(NotOpen());
        }

        return writer.IsUnsettled
            ? ValueTask.FromException<TResult>(new StorageUnavailableException(
                $"A commit to {_path} failed and its outcome is not settled yet, so nothing can be read that is sure "
                + "to stay. The store repairs itself as soon as the disk accepts writes; see the log."))
            : readers.ReadAsync(arg, query, cancellationToken);
    }

    // May be called more than once: the container disposes it once for each service it stands for. The semaphore has
    // no handle to give back, and a late caller must find the store closed rather than an exception about it.
    public async ValueTask DisposeAsync() => await CloseAsync();

    private void Open()
    {
        CreateDirectory();
        if (options.ExclusiveOwner)
        {
            _lock = StoreLock.Acquire(_path);
        }

        CreateFile();

        var session = OpenWriter();
        try
        {
            Check(session);
            SqliteSchema.Migrate(session, time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _readers = new ReadPool(options, OpenReader);
        _checkpointer = new Checkpointer(options, OpenCheckpointer, logger);
        _writer = new SqliteWriter(options, session, OpenWriter, _checkpointer, time, metrics, logger);
        metrics.Watch(_writer);
        _checkpointer.Start();
        _writer.Start();
    }

    private async Task ReleaseAsync()
    {
        if (_writer is { } writer)
        {
            await writer.DrainAsync();
            metrics.Unwatch(writer);
        }

        if (_checkpointer is { } checkpointer)
        {
            await checkpointer.CloseAsync();
        }

        if (_readers is { } readers)
        {
            await readers.CloseAsync();
        }

        // The last connection to close folds the write-ahead log back into the file.
        _writer?.CloseSession();
        _lock?.Dispose();
        _writer = null;
        _checkpointer = null;
        _readers = null;
        _lock = null;
    }

    private SqliteSession OpenWriter()
    {
        var session = SqliteSession.Open(_path, readOnly: false, options.BusyTimeout);
        try
        {
            var mode = session.QueryText("PRAGMA journal_mode = WAL");
            if (mode != "wal")
            {
                throw new StorageUnavailableException(
                    $"{_path} cannot use a write-ahead log (journal mode is {mode}). Put it on a local disk: network "
                    + "file systems lack the shared memory it needs.");
            }

            SyncFully(session);
            session.Execute("PRAGMA temp_store = MEMORY");
            session.Execute($"PRAGMA cache_size = -{WriterCacheKiB}");
            var logPagesMax = (long)Checkpointer.LogPagesMaxFactor * options.CheckpointPages;
            session.Execute($"PRAGMA wal_autocheckpoint = {logPagesMax}");
            session.Execute($"PRAGMA journal_size_limit = {logPagesMax * PageBytes}");
            WriterOpened?.Invoke(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private SqliteSession OpenCheckpointer()
    {
        var session = SqliteSession.Open(_path, readOnly: false, options.BusyTimeout);
        try
        {
            SyncFully(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // FULL: the log is synced at each commit, so an acknowledged write survives a power cut, not only a crash.
    private static void SyncFully(SqliteSession session)
    {
        session.Execute("PRAGMA synchronous = FULL");
        session.Execute("PRAGMA fullfsync = ON");
        session.Execute("PRAGMA checkpoint_fullfsync = ON");
    }

    private SqliteSession OpenReader()
    {
        var session = SqliteSession.Open(_path, readOnly: true, options.BusyTimeout);
        session.Execute($"PRAGMA cache_size = -{ReaderCacheKiB}");
        return session;
    }

    private void Check(SqliteSession session)
    {
        if (options.CheckAtOpen == SqliteCheck.None)
        {
            return;
        }

        var answer = session.QueryText(
            options.CheckAtOpen == SqliteCheck.Quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)");
        if (answer != "ok")
        {
            throw new StorageCorruptException(
                $"{_path} is damaged: {answer}. Nothing was changed. Keep a copy of the file with its -wal companion "
                + "and restore the last backup.");
        }
    }

    private void CreateDirectory()
    {
        var directory = Path.GetDirectoryName(_path)!;
        try
        {
            PrivateFiles.CreateDirectory(directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                $"The directory {directory} cannot be created ({failure.Message}). Create it for this process, or set "
                + "Storage:Path to a place it may write to.",
                failure);
        }
    }

    // Made before SQLite would, which lets everybody read it; the companions it makes take over this file's mode.
    private void CreateFile()
    {
        try
        {
            if (!Path.Exists(_path))
            {
                PrivateFiles.Open(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                $"{_path} cannot be created ({failure.Message}). Let this process write to its directory, or set "
                + "Storage:Path to a place it may write to.",
                failure);
        }
    }

    private StorageUnavailableException NotOpen() => new(
        $"The storage {_path} is not open: the host has not started it yet or has stopped it. Nothing was done.");
}
