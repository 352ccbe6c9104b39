using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>The first thing that is wrong with the ledger.</summary>
/// <param name="Stream">The stream; null: it is about no stream.</param>
/// <param name="Sequence">The entry's number in the stream; 0: it is about no entry.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
public sealed record LedgerProblem(LedgerStream? Stream, long Sequence, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => Stream is { } stream
        ? string.Create(CultureInfo.InvariantCulture, $"{stream} {Sequence}: {Problem}")
        : Problem;
}

/// <summary>How far the ledger was checked.</summary>
/// <param name="Position">The last entry that was checked; all up to it are in order if there is no problem.</param>
/// <param name="Entries">How many entries were checked.</param>
/// <param name="IsAtEnd">Whether nothing was left that is settled.</param>
/// <param name="Latest">The latest time that an entry bears up to here; null: there is none.</param>
/// <param name="Problem">The first that is wrong; null: nothing.</param>
/// <param name="Accounts">How many postings the accounts had that were checked.</param>
public sealed record LedgerCheck(
    long Position,
    long Entries,
    bool IsAtEnd,
    DateTimeOffset? Latest,
    LedgerProblem? Problem,
    IReadOnlyDictionary<string, int> Accounts);

/// <summary>Recomputes the ledger from what is stored: hashes, streams, balances of entries, times, sums.</summary>
/// <param name="ledger">Reads pages.</param>
/// <param name="audit">Reads what cannot be believed, too.</param>
public sealed class LedgerVerifier(ILedgerStore ledger, ILedgerAuditStore audit)
{
    /// <summary>Checks the entries behind a position, up to a number of them.</summary>
    /// <param name="after">The last position that is checked already; 0: none.</param>
    /// <param name="latest">The latest time that an entry bears up to there; null: unknown.</param>
    /// <param name="entriesMax">Entries at most, rounded up to whole pages.</param>
    /// <param name="withEnds">Whether each stream's end is compared with the state that the stream is of.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How far it got, and the first problem: nothing behind it was looked at.</returns>
    public async Task<LedgerCheck> CheckAsync(
        long after,
        DateTimeOffset? latest,
        long entriesMax,
        bool withEnds,
        CancellationToken cancellationToken)
    {
        var settled = await audit.SettledAsync(cancellationToken);
        var accounts = new Dictionary<string, int>(StringComparer.Ordinal);
        long entries = 0;
        while (entries < entriesMax)
        {
            var page = await audit.ReadAsync(after, settled, LedgerConstants.PageMax, cancellationToken);
            foreach (var row in page)
            {
                if (ProblemOf(row, latest) is { } problem)
                {
                    return new LedgerCheck(after, entries, IsAtEnd: false, latest, problem, accounts);
                }

                var booking = row.Entry!.Booking;
                latest = latest is { } known && known > booking.At ? known : booking.At;
                after = row.Position;
                entries++;
                foreach (var posting in booking.Postings)
                {
                    accounts[posting.Account] = accounts.GetValueOrDefault(posting.Account) + 1;
                }
            }

            if (withEnds && await FindWrongEndAsync(page, cancellationToken) is { } wrong)
            {
                return new LedgerCheck(after, entries, IsAtEnd: false, latest, wrong, accounts);
            }

            if (page.Count < LedgerConstants.PageMax)
            {
                return new LedgerCheck(after, entries, IsAtEnd: true, latest, Problem: null, accounts);
            }
        }

        return new LedgerCheck(after, entries, IsAtEnd: false, latest, Problem: null, accounts);
    }

    /// <summary>Checks what no single entry shows: lines without an entry, streams without entries, sums.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The first problem; null: there is none.</returns>
    public async Task<LedgerProblem?> CheckWholeAsync(CancellationToken cancellationToken)
    {
        if (await audit.StrayPostingAsync(cancellationToken) is { } stray)
        {
            return new LedgerProblem(null, 0, string.Create(
                CultureInfo.InvariantCulture, $"postings at position {stray} belong to no entry."));
        }

        if (await audit.StreamWithoutEntriesAsync(cancellationToken) is { } lost)
        {
            return new LedgerProblem(lost, 0, "the state has a stream, and its first entry is missing.");
        }

        foreach (var sum in await audit.SumsAsync(cancellationToken))
        {
            if (!sum.Units.IsZero)
            {
                return new LedgerProblem(null, 0, $"all postings of {sum.Asset} add up to {sum.Units}, not to zero.");
            }
        }

        return null;
    }

    /// <summary>
    /// Looks for what has been due for too long: a hold past its time, a transfer that has not arrived.
    /// </summary>
    /// <param name="kinds">The kinds of what is listed with its deadline.</param>
    /// <param name="before">What was due before this time is overdue.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The first problem; null: there is none.</returns>
    public async Task<LedgerProblem?> FindOverdueAsync(
        IEnumerable<string> kinds, DateTimeOffset before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        foreach (var kind in kinds)
        {
            if (await audit.OverdueAsync(kind, before, cancellationToken) is { } row)
            {
                return new LedgerProblem(null, 0, $"{kind} {row.Id} has something due since {row.Deadline:u}.");
            }
        }

        return null;
    }

    private static LedgerProblem? ProblemOf(LedgerAuditRow row, DateTimeOffset? latest) =>
        row.Problem is { } problem ? new LedgerProblem(row.Stream, row.Sequence, problem)
        : latest - row.Entry!.Booking.At > LedgerConstants.LatenessMax
            ? new LedgerProblem(row.Stream, row.Sequence, string.Create(
                CultureInfo.InvariantCulture,
                $"it bears the time {row.Entry.Booking.At:O}, and was stored after one of {latest:O}."))
        : null;

    private async Task<LedgerProblem?> FindWrongEndAsync(
        IReadOnlyList<LedgerAuditRow> page,
        CancellationToken cancellationToken)
    {
        foreach (var stream in page.Select(row => row.Stream).Distinct())
        {
            // The state may be written meanwhile: its end lies between what was read before it and after it.
            var before = await NewestAsync(stream, cancellationToken);
            var end = await audit.ReadEndAsync(stream, cancellationToken);
            var after = await NewestAsync(stream, cancellationToken);
            if (end is not var (sequence, hash))
            {
                continue;
            }

            if (sequence < before.Sequence || sequence > after.Sequence)
            {
                return new LedgerProblem(stream, after.Sequence, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the stream ends here, and its state says that it ends with entry {sequence}."));
            }

            if (sequence == after.Sequence && hash != after.Hash)
            {
                return new LedgerProblem(stream, sequence, "its hash is not the one that its state has.");
            }
        }

        return null;
    }

    private async Task<LedgerEntry> NewestAsync(LedgerStream stream, CancellationToken cancellationToken) =>
        (await ledger.PageAsync(LedgerFilter.OfStream(stream), before: null, max: 1, cancellationToken))[0].Entry;
}
