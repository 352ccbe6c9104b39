namespace OrleansTrading.Engine.Storage;

/// <summary>The ledger of a database that is only looked at, while a server works on it or not.</summary>
public sealed class LedgerReader : IAsyncDisposable
{
    private const int SinceVersion = 3;
    private readonly IAsyncDisposable _source;

    private LedgerReader(ILedgerSource source, IAsyncDisposable owned, string place)
    {
        var store = new LedgerStore(source, writer: null);
        Ledger = store;
        Audit = store;
        Place = place;
        _source = owned;
    }

    /// <summary>Gets the entries and balances.</summary>
    public ILedgerStore Ledger { get; }

    /// <summary>Gets what is to be checked.</summary>
    public ILedgerAuditStore Audit { get; }

    /// <summary>Gets the database's name for messages.</summary>
    public string Place { get; }

    /// <summary>Opens a SQLite file for reading.</summary>
    /// <param name="path">The database file.</param>
    /// <returns>The ledger in it.</returns>
    /// <exception cref="StorageException">It is missing, no database of ours, or newer or older than the ledger.
    /// </exception>
    public static LedgerReader OpenSqlite(string path)
    {
        var source = new SqliteLedgerSource(path);
        try
        {
            RequireLedger(source.Version, source.Place);
            return new LedgerReader(source, source, source.Place);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens a PostgreSQL database for reading.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The ledger in it.</returns>
    /// <exception cref="StorageException">It cannot be reached, or is newer or older than the ledger.</exception>
    public static async Task<LedgerReader> OpenPostgresAsync(
        PostgresStorageOptions options,
        CancellationToken cancellationToken)
    {
        var source = new PostgresLedgerSource(options);
        try
        {
            RequireLedger(
                await source.ReadAsync(
                    (connection, cancellation) =>
                        PostgresSchema.ReadVersionAsync(connection, source.Place, cancellation),
                    cancellationToken),
                source.Place);
            return new LedgerReader(source, source, source.Place);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static void RequireLedger(int version, string place)
    {
        if (version < SinceVersion)
        {
            throw new StorageUnavailableException(
                $"{place} has schema version {version}, from before there was a ledger ({SinceVersion}). A server of "
                + "this version migrates it at its start.");
        }
    }
}
