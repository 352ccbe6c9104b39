namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The read model behind lists: the rows of the stored <see cref="IListedState"/>s, read without waking a grain.
/// </summary>
public interface IListingStore
{
    /// <summary>Reads one page of an owner's rows of one kind, newest first.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="before">The last row already seen. Null: from the newest.</param>
    /// <param name="max">Rows at most, 1 to <see cref="StorageConstants.ListingPageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The rows; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind,
        string owner,
        ListingCursor? before,
        int max,
        CancellationToken cancellationToken);

    /// <summary>Reads one page of the open rows of one kind whose deadline has passed, oldest deadline first.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="now">A row is overdue when its deadline is before this time.</param>
    /// <param name="after">The last row already seen. Null: from the oldest deadline.</param>
    /// <param name="max">Rows at most, 1 to <see cref="StorageConstants.ListingPageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The rows; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind,
        DateTimeOffset now,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken);

    /// <summary>Reads one page of the rows of one kind that wait for a person, oldest creation first.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="after">The last row already seen. Null: from the oldest.</param>
    /// <param name="max">Rows at most, 1 to <see cref="StorageConstants.ListingPageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The rows; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind,
        ListingCursor? after,
        int max,
        CancellationToken cancellationToken);
}
