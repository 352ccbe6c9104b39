namespace OrleansTrading.Engine.Storage;

/// <summary>A SQLite file's ledger, on one read-only connection.</summary>
internal sealed class SqliteLedgerSource : ILedgerSource, IAsyncDisposable, IDisposable
{
    private readonly SqliteSession _session;

    public SqliteLedgerSource(string path)
    {
        SqliteNative.Initialize(preferSystem: true);
        Place = Path.GetFullPath(path);
        if (!File.Exists(Place))
        {
            throw new StorageUnavailableException(
                $"There is no database {Place}. Name the folder that the server has as --data.");
        }

        var patience = TimeSpan.FromMilliseconds(SqliteStorageConstants.BusyTimeoutMsDefault);
        _session = SqliteSession.Open(Place, readOnly: true, patience);
        Version = SqliteSchema.RequireKnown(_session);
    }

    public string Place { get; }

    public int Version { get; }

    public ValueTask<StoredState> ReadStateAsync(StateKey key, CancellationToken cancellationToken) =>
        Read(key, SqliteStates.Read, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRecord>> PageLedgerAsync(
        LedgerFilter filter, long? before, int max, CancellationToken cancellationToken) =>
        Read((filter, before, max), SqliteLedger.Read, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRecord>> ReadLedgerAsync(
        long after, long until, int max, CancellationToken cancellationToken) =>
        Read((after, until, max), SqliteLedger.ReadOldestFirst, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRecord>> FindLedgerAsync(
        LedgerStream stream, IReadOnlyCollection<UInt128> ids, CancellationToken cancellationToken) =>
        Read((stream, ids), SqliteLedger.Find, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerBalance>> ReadBalancesAsync(
        string account, long untilTicks100ns, CancellationToken cancellationToken) =>
        Read((account, untilTicks100ns), SqliteLedgerBalances.Read, cancellationToken);

    public ValueTask<IReadOnlyList<string>> PageLedgerAccountsAsync(
        string prefix, string? after, int max, CancellationToken cancellationToken) =>
        Read((prefix, after, max), SqliteLedgerBalances.ReadAccounts, cancellationToken);

    public ValueTask<long> ReadLedgerSettledAsync(CancellationToken cancellationToken) =>
        Read(false, SqliteLedger.ReadSettled, cancellationToken);

    public ValueTask<long?> ReadStrayPostingAsync(CancellationToken cancellationToken) =>
        Read(false, SqliteLedger.ReadStray, cancellationToken);

    public ValueTask<LedgerStream?> ReadStreamWithoutEntriesAsync(CancellationToken cancellationToken) =>
        Read(false, SqliteLedger.ReadLost, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerBalance>> ReadLedgerSumsAsync(CancellationToken cancellationToken) =>
        Read(false, SqliteLedgerBalances.ReadSums, cancellationToken);

    public ValueTask<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind, DateTimeOffset now, ListingCursor? after, int max, CancellationToken cancellationToken) =>
        Read((kind, now, after, max), SqliteListings.ReadOverdue, cancellationToken);

    public void Dispose() => _session.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private ValueTask<TResult> Read<TArg, TResult>(
        TArg arg, Func<SqliteSession, TArg, TResult> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(query(_session, arg));
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToStorageException();
        }
    }
}
