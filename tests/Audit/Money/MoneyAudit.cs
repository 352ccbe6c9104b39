using OrleansTrading.Grains;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Audit.Money;

/// <summary>
/// Compares what a platform at rest has stored with what the networks tell of its accounts: everything that arrived was
/// recorded once and has come to an end, everything that left was owed once, and each account holds to the last unit
/// what the two leave.
/// </summary>
/// <remarks>
/// The platform's part of the comparison is its states, the networks' part is read anew. Neither is derived from the
/// other; the only arithmetic is the refund fee and the excess, as docs/exactly-once.md has them.
/// </remarks>
internal sealed partial class MoneyAudit
{
    private readonly StoredBooks _books;
    private readonly IReadOnlyList<ChainBook> _chains;
    private readonly AssetCatalog _catalog;
    private readonly IReadOnlySet<string> _reasons;
    private readonly Findings _findings;

    private MoneyAudit(
        StoredBooks books,
        IReadOnlyList<ChainBook> chains,
        AssetCatalog catalog,
        IReadOnlySet<string> reasons,
        Findings findings)
    {
        _books = books;
        _chains = chains;
        _catalog = catalog;
        _reasons = reasons;
        _findings = findings;
    }

    /// <param name="books">What is stored.</param>
    /// <param name="chains">What the networks tell.</param>
    /// <param name="catalog">The assets, with their fees and dust limits.</param>
    /// <param name="reasons">
    /// The reasons for which payments may have gone back or been parked, of <see cref="PaymentReasons"/>: what the
    /// customers of the run gave cause for.
    /// </param>
    /// <param name="findings">Where what is wrong goes.</param>
    internal static void Check(
        StoredBooks books,
        IReadOnlyList<ChainBook> chains,
        AssetCatalog catalog,
        IReadOnlySet<string> reasons,
        Findings findings)
    {
        var audit = new MoneyAudit(books, chains, catalog, reasons, findings);
        audit.CheckQuotes();
        audit.CheckPayments();
        audit.CheckTransfers();
        foreach (var chain in chains)
        {
            audit.CheckArrived(chain);
            audit.CheckLeft(chain);
            audit.CheckBalances(chain);
        }

        audit.CheckTreasuries();
    }

    /// <summary>The transfer's outcome if it took effect; null when it did not, or there is no such transfer.</summary>
    private TransferView? FindLanded(TransferId id) =>
        _books.Transfers.GetValueOrDefault(id.Value)?.Outcome is { Status: TransferStatus.Landed } landed
            ? landed
            : null;

    /// <summary>At rest nothing is open, nothing is set aside, and nobody has stopped signing.</summary>
    private void CheckTreasuries()
    {
        foreach (var (account, state) in _books.Treasuries)
        {
            _findings.Same(null, state.Halted, $"treasury {account}: halted");
            foreach (var open in state.Open)
            {
                _findings.Add($"treasury {account}: {open.Request.Id} is still {open.Status}");
            }

            foreach (var (quote, reservation) in state.Reservations)
            {
                _findings.Add($"treasury {account}: {reservation.Amount} is still set aside for {quote}");
            }
        }
    }
}
