namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One database. Everything the adapters do goes through it, and every provider behaves alike behind it. A write that
/// was acknowledged is seen by every later read.
/// </summary>
internal interface IStore : ILedgerSource, IStorageStatus, IAsyncDisposable
{
    /// <summary>Opens the database, making or migrating its tables as needed. Does nothing when it is open.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says why and what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Lets no more writes in, commits those that wait, and closes. May be called again.</summary>
    Task CloseAsync();

    /// <summary>Queues a write for the next transaction.</summary>
    Task<TResult> WriteAsync<TResult>(WriteCommand<TResult> command);

    /// <summary>All reminders of a grain, by name.</summary>
    ValueTask<IReadOnlyList<ReminderRow>> ReadRemindersAsync(GrainId grainId, CancellationToken cancellationToken);

    /// <summary>A page of all reminders behind a row, by type, key and name; null: from the first.</summary>
    ValueTask<IReadOnlyList<ReminderRow>> PageRemindersAsync(
        ReminderRow? after,
        int max,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IListingStore.PageByOwnerAsync"/>
    ValueTask<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind,
        string owner,
        ListingCursor? before,
        int max,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IListingStore.PageAwaitingOperatorAsync"/>
    ValueTask<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IHistoryStore.PageAsync"/>
    ValueTask<IReadOnlyList<HistoryRow>> PageHistoryAsync(
        HistoryFilter filter,
        long before,
        int max,
        CancellationToken cancellationToken);
}
