namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Reads the ledger. What is read is checked: an entry that does not balance or whose hash is not its own is never
/// given out, but fails as <see cref="StorageCorruptException"/>.
/// </summary>
public interface ILedgerStore
{
    /// <summary>Reads one page of entries, the newest first.</summary>
    /// <param name="filter">Which. Those of an account come by their times, others by their positions.</param>
    /// <param name="before">The position of the last entry already seen. Null: from the newest.</param>
    /// <param name="max">Entries at most, 1 to <see cref="LedgerConstants.PageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The entries; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<LedgerRow>> PageAsync(
        LedgerFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken);

    /// <summary>
    /// Looks for operations of one stream by the ids that their callers gave them. An id is in a stream once, for good:
    /// what is not found was not booked there when this was asked.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="ids">The ids, at most <see cref="LedgerConstants.PageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The entries that there are, the oldest first.</returns>
    Task<IReadOnlyList<LedgerRow>> FindAsync(
        LedgerStream stream,
        IReadOnlyCollection<UInt128> ids,
        CancellationToken cancellationToken);

    /// <summary>What an account held, in each asset that it ever had, ordered by asset.</summary>
    /// <param name="account">The account's name. One that nothing was posted to has no balances.</param>
    /// <param name="at">At the end of this instant: entries that bear this time or an earlier one. Null: all.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The balances.</returns>
    Task<IReadOnlyList<LedgerBalance>> BalancesAsync(
        string account,
        DateTimeOffset? at,
        CancellationToken cancellationToken);

    /// <summary>Reads the names of accounts, ordered byte by byte.</summary>
    /// <param name="prefix">What the names begin with; empty: anything.</param>
    /// <param name="after">The last name already seen. Null: from the first.</param>
    /// <param name="max">Names at most, 1 to <see cref="LedgerConstants.AccountsPageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The names; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<string>> AccountsAsync(
        string prefix,
        string? after,
        int max,
        CancellationToken cancellationToken);
}

/// <summary>An entry as it is stored, whether it can be believed or not.</summary>
/// <param name="Position">Its place among all entries.</param>
/// <param name="Stream">The stream that it says it is of.</param>
/// <param name="Sequence">The number in the stream that it says it has.</param>
/// <param name="Entry">The entry; null: it is none.</param>
/// <param name="Problem">What is wrong with it; null: nothing.</param>
public sealed record LedgerAuditRow(
    long Position,
    LedgerStream Stream,
    long Sequence,
    LedgerEntry? Entry,
    string? Problem);

/// <summary>What the audit of the ledger needs besides <see cref="ILedgerStore"/>.</summary>
public interface ILedgerAuditStore
{
    /// <summary>
    /// The highest position such that nothing will ever come at it or below it any more that is not there yet.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting for writers that are at work below it.</param>
    /// <returns>The position; 0: the ledger is empty.</returns>
    Task<long> SettledAsync(CancellationToken cancellationToken);

    /// <summary>Reads one page of entries as they are stored, unchecked, the oldest first.</summary>
    /// <param name="after">The position of the last entry already seen; 0: from the first.</param>
    /// <param name="until">The last position that is wanted, from <see cref="SettledAsync"/>.</param>
    /// <param name="max">Entries at most, 1 to <see cref="LedgerConstants.PageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The entries; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<LedgerAuditRow>> ReadAsync(
        long after,
        long until,
        int max,
        CancellationToken cancellationToken);

    /// <summary>Looks for a line that belongs to no entry.</summary>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The lowest position that lines have and no entry; null: there is none.</returns>
    Task<long?> StrayPostingAsync(CancellationToken cancellationToken);

    /// <summary>Reads where a state says that its stream ends.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>Number and hash of the last entry; null: no such state is stored here. Of states in the tables of
    /// Orleans' AdoNet provider nothing is known.</returns>
    Task<(long Sequence, string Hash)?> ReadEndAsync(LedgerStream stream, CancellationToken cancellationToken);

    /// <summary>Looks for a state that has a stream of which not even the first entry is there.</summary>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The stream; null: there is none.</returns>
    Task<LedgerStream?> StreamWithoutEntriesAsync(CancellationToken cancellationToken);

    /// <summary>Adds up all postings: a sum that is not zero is one of lines that were changed.</summary>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The sums by asset; the account of each is <c>*</c>.</returns>
    Task<IReadOnlyList<LedgerBalance>> SumsAsync(CancellationToken cancellationToken);

    /// <summary>Looks in a list for what should have been done before a time.</summary>
    /// <param name="kind">The kind of what is listed.</param>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The row with the earliest deadline; null: nothing is overdue.</returns>
    Task<ListingRow?> OverdueAsync(string kind, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Remembers an account's balances as of a time, if enough was posted since the last such snapshot.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="until">The time: more than <see cref="LedgerConstants.LatenessMax"/> ago.</param>
    /// <param name="postingsMin">Postings since the last snapshot, at least 1: with fewer nothing is done.</param>
    /// <param name="cancellationToken">Takes the write out of the queue.</param>
    /// <returns>Whether a snapshot was made.</returns>
    Task<bool> SnapshotAsync(
        string account,
        DateTimeOffset until,
        int postingsMin,
        CancellationToken cancellationToken);
}
