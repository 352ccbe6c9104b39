using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One database file: its lock, its schema, its writer and its readers. Everything the adapters do goes through
/// <see cref="WriteAsync"/> and <see cref="ReadAsync"/>. A write that was acknowledged is seen by every later read.
/// </summary>
[SuppressMessage(
    "Usage",
    "CA2213:Disposable fields should be disposed",
    Justification = "A semaphore without a wait handle holds nothing; see DisposeAsync.")]
internal sealed class SqliteStore(
    SqliteStorageOptions options,
    TimeProvider time,
    StorageMetrics metrics,
    ILogger<SqliteStore> logger) : IStorageStatus, IAsyncDisposable
{
    private const int WriterCacheKiB = 65_536;
    private const int ReaderCacheKiB = 16_384;
    private const int PageBytes = 4_096;

    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly string _path = System.IO.Path.GetFullPath(options.Path);
    private StoreLock? _lock;
    private ReadPool? _readers;
    private Checkpointer? _checkpointer;
    private GroupCommitWriter? _writer;
    private volatile bool _isOpen;

    /// <inheritdoc/>
    public string EngineVersion { get; } = SqliteNative.Initialize(options.PreferSystemEngine);

    /// <inheritdoc/>
    public string Path => _path;

    /// <inheritdoc/>
    public bool IsReady => _isOpen && _writer is { IsUnsettled: false };

    /// <summary>Gets or sets what is done to each new writer connection: tests make SQLite fail with it.</summary>
    public Action<SqliteSession>? WriterOpened { get; set; }

    /// <summary>Opens the file, making or migrating it as needed. Does nothing when it is open.</summary>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
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

    /// <summary>Lets no more writes in, commits those that wait, and closes the file. May be called again.</summary>
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

    /// <summary>Queues a write for the next transaction.</summary>
    public Task<TResult> WriteAsync<TResult>(WriteCommand<TResult> command) =>
        _writer is { } writer && _isOpen
            ? writer.WriteAsync(command)
            : Task.FromException<TResult>(NotOpen());

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
        _writer = new GroupCommitWriter(options, session, OpenWriter, _checkpointer, time, metrics, logger);
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
        var directory = System.IO.Path.GetDirectoryName(_path)!;
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
            if (!System.IO.Path.Exists(_path))
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
