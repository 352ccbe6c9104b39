using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>A PostgreSQL database's ledger.</summary>
internal sealed class PostgresLedgerSource(PostgresStorageOptions options) : ILedgerSource, IAsyncDisposable
{
    private readonly PostgresServer _server = new(options);

    public string Place => _server.Place;

    public ValueTask<StoredState> ReadStateAsync(StateKey key, CancellationToken cancellationToken) =>
        ReadAsync((connection, token) => PostgresStates.ReadAsync(connection, key, token), cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRecord>> PageLedgerAsync(
        LedgerFilter filter, long? before, int max, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => PostgresLedger.ReadAsync(connection, filter, before, max, token),
            cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRecord>> ReadLedgerAsync(
        long after, long until, int max, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => PostgresLedger.ReadOldestFirstAsync(connection, after, until, max, token),
            cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRecord>> FindLedgerAsync(
        LedgerStream stream, IReadOnlyCollection<UInt128> ids, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => PostgresLedger.FindAsync(
                connection, ids.Select(id => new LedgerKey(stream, id)), token),
            cancellationToken);

    public ValueTask<IReadOnlyList<LedgerBalance>> ReadBalancesAsync(
        string account, long untilTicks100ns, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => PostgresLedgerBalances.ReadAsync(connection, account, untilTicks100ns, token),
            cancellationToken);

    public ValueTask<IReadOnlyList<string>> PageLedgerAccountsAsync(
        string prefix, string? after, int max, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => PostgresLedgerBalances.ReadAccountsAsync(connection, prefix, after, max, token),
            cancellationToken);

    public ValueTask<long> ReadLedgerSettledAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedgerSettled.ReadAsync, cancellationToken);

    public ValueTask<long?> ReadStrayPostingAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedger.ReadStrayAsync, cancellationToken);

    public ValueTask<LedgerStream?> ReadStreamWithoutEntriesAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedger.ReadLostAsync, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerBalance>> ReadLedgerSumsAsync(CancellationToken cancellationToken) =>
        ReadAsync(PostgresLedgerBalances.ReadSumsAsync, cancellationToken);

    public ValueTask<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind, DateTimeOffset now, ListingCursor? after, int max, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => PostgresReader.PageAsync(
                connection, PostgresListings.PageOverdue(kind, now, after, max), PostgresListings.Read, token),
            cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal async ValueTask<TResult> ReadAsync<TResult>(
        Func<NpgsqlConnection, CancellationToken, Task<TResult>> query, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _server.OpenReaderAsync(cancellationToken);
            return await query(connection, cancellationToken);
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            throw new PostgresFailure(failure, Place).ToStorageException();
        }
    }
}
