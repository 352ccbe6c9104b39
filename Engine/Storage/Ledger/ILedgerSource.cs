namespace OrleansTrading.Engine.Storage;

/// <summary>What is read for the ledger, of a store or of a database that is only looked at.</summary>
internal interface ILedgerSource
{
    ValueTask<StoredState> ReadStateAsync(StateKey key, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerStore.PageAsync"/>
    ValueTask<IReadOnlyList<LedgerRecord>> PageLedgerAsync(
        LedgerFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerAuditStore.ReadAsync"/>
    ValueTask<IReadOnlyList<LedgerRecord>> ReadLedgerAsync(
        long after,
        long until,
        int max,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerStore.FindAsync"/>
    ValueTask<IReadOnlyList<LedgerRecord>> FindLedgerAsync(
        LedgerStream stream,
        IReadOnlyCollection<UInt128> ids,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerStore.BalancesAsync"/>
    ValueTask<IReadOnlyList<LedgerBalance>> ReadBalancesAsync(
        string account,
        long untilTicks100ns,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerStore.AccountsAsync"/>
    ValueTask<IReadOnlyList<string>> PageLedgerAccountsAsync(
        string prefix,
        string? after,
        int max,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerAuditStore.SettledAsync"/>
    ValueTask<long> ReadLedgerSettledAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerAuditStore.StrayPostingAsync"/>
    ValueTask<long?> ReadStrayPostingAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerAuditStore.StreamWithoutEntriesAsync"/>
    ValueTask<LedgerStream?> ReadStreamWithoutEntriesAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ILedgerAuditStore.SumsAsync"/>
    ValueTask<IReadOnlyList<LedgerBalance>> ReadLedgerSumsAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IListingStore.PageOverdueAsync"/>
    ValueTask<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind,
        DateTimeOffset now,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken);
}
