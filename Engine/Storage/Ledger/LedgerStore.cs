using System.Text.Json;

namespace OrleansTrading.Engine.Storage;

/// <summary>The ledger, in the same database as the states.</summary>
/// <param name="store">Where it is read.</param>
/// <param name="writer">Where snapshots are written; null: the database is only looked at.</param>
internal sealed class LedgerStore(ILedgerSource store, IStore? writer) : ILedgerStore, ILedgerAuditStore
{
    /// <summary>Behind a prefix: a text above all names that begin with it. U+10FFFF is no character.</summary>
    public const string BehindPrefix = "\U0010FFFF";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LedgerRow>> PageAsync(
        LedgerFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken)
    {
        RequirePage(max, LedgerConstants.PageMax);
        var records = await store.PageLedgerAsync(filter, before, max, cancellationToken);
        return [.. records.Select(record => record.ToRow())];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LedgerRow>> FindAsync(
        LedgerStream stream,
        IReadOnlyCollection<UInt128> ids,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        RequirePage(ids.Count, LedgerConstants.PageMax);
        var records = await store.FindLedgerAsync(stream, ids, cancellationToken);
        return [.. records.Select(record => record.ToRow())];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LedgerBalance>> BalancesAsync(
        string account,
        DateTimeOffset? at,
        CancellationToken cancellationToken)
    {
        StorageText.Require(account);
        var until = at is { } time ? StorageTime.ToTicks100ns(time) : long.MaxValue;
        return await store.ReadBalancesAsync(account, until, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> AccountsAsync(
        string prefix,
        string? after,
        int max,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        StorageText.RequireLength(prefix);
        RequirePage(max, LedgerConstants.AccountsPageMax);
        return await store.PageLedgerAccountsAsync(prefix, after, max, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> SettledAsync(CancellationToken cancellationToken) =>
        await store.ReadLedgerSettledAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LedgerAuditRow>> ReadAsync(
        long after,
        long until,
        int max,
        CancellationToken cancellationToken)
    {
        RequirePage(max, LedgerConstants.PageMax);
        var records = await store.ReadLedgerAsync(after, until, max, cancellationToken);
        return [.. records.Select(record => record.ToAuditRow())];
    }

    /// <inheritdoc/>
    public async Task<long?> StrayPostingAsync(CancellationToken cancellationToken) =>
        await store.ReadStrayPostingAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<(long Sequence, string Hash)?> ReadEndAsync(
        LedgerStream stream,
        CancellationToken cancellationToken)
    {
        var key = StateKey.Create(stream.GrainType, stream.GrainKey, stream.StateName);
        var stored = await store.ReadStateAsync(key, cancellationToken);
        if (stored.Payload is null)
        {
            return null;
        }

        using var state = JsonDocument.Parse(stored.Payload);
        var draft = state.RootElement.EnumerateObject()
            .Where(member => member.Name.Equals(DraftName, StringComparison.OrdinalIgnoreCase))
            .Select(member => member.Value.Deserialize<LedgerDraft>())
            .FirstOrDefault() ?? new LedgerDraft();
        return (draft.Sequence, draft.Hash);
    }

    /// <inheritdoc/>
    public async Task<LedgerStream?> StreamWithoutEntriesAsync(CancellationToken cancellationToken) =>
        await store.ReadStreamWithoutEntriesAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LedgerBalance>> SumsAsync(CancellationToken cancellationToken) =>
        await store.ReadLedgerSumsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ListingRow?> OverdueAsync(
        string kind, DateTimeOffset before, CancellationToken cancellationToken) =>
        await store.PageOverdueAsync(kind, before, after: null, max: 1, cancellationToken) is [var row, ..]
            ? row
            : null;

    /// <inheritdoc/>
    public Task<bool> SnapshotAsync(
        string account,
        DateTimeOffset until,
        int postingsMin,
        CancellationToken cancellationToken)
    {
        StorageText.Require(account);
        ArgumentOutOfRangeException.ThrowIfLessThan(postingsMin, 1);
        return writer?.WriteAsync(new SnapshotLedgerCommand(
                account, StorageTime.ToTicks100ns(until), postingsMin, cancellationToken))
            ?? throw new StorageUnavailableException("The database is only looked at: no snapshot was made.");
    }

    /// <summary>What <see cref="IBookedState.Ledger"/> is called in a state's JSON, in whatever case.</summary>
    private const string DraftName = "ledger";

    private static void RequirePage(int max, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, limit);
    }
}
