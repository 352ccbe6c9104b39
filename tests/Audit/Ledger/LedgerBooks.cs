using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Audit.Ledger;

/// <summary>A platform's whole ledger in memory, read as an auditor reads it: each entry recomputed.</summary>
internal sealed class LedgerBooks
{
    private LedgerBooks(List<LedgerEntry> entries, List<string> problems)
    {
        Entries = entries;
        Problems = problems;
    }

    /// <summary>All entries that can be believed, oldest first.</summary>
    internal IReadOnlyList<LedgerEntry> Entries { get; }

    /// <summary>What is stored as an entry and is none, and why.</summary>
    internal IReadOnlyList<string> Problems { get; }

    internal static async Task<LedgerBooks> ReadAsync(IServiceProvider services)
    {
        var audit = services.GetRequiredService<ILedgerAuditStore>();
        var settled = await audit.SettledAsync(default);
        var (entries, problems) = (new List<LedgerEntry>(), new List<string>());
        IReadOnlyList<LedgerAuditRow> page;
        long after = 0;
        do
        {
            page = await audit.ReadAsync(after, settled, LedgerConstants.PageMax, default);
            entries.AddRange(page.Select(row => row.Entry).OfType<LedgerEntry>());
            problems.AddRange(page.Where(row => row.Problem is not null)
                .Select(row => $"{row.Stream} {row.Sequence}: {row.Problem}"));
            after = page.Count == 0 ? after : page[^1].Position;
        }
        while (page.Count == LedgerConstants.PageMax);
        return new LedgerBooks(entries, problems);
    }

    /// <summary>Debits less credits of an account, in one asset.</summary>
    internal BigInteger Balance(string account, string asset) => Entries
        .SelectMany(entry => entry.Booking.Postings)
        .Where(posting => posting.Account == account && posting.Asset == asset)
        .Aggregate(BigInteger.Zero, (sum, posting) => sum + posting.Units);

    /// <summary>What moved an account in one asset, a line each.</summary>
    internal string Explain(string account, string asset) => string.Join('\n', Entries
        .SelectMany(e => e.Booking.Postings.Select(p => (e.Booking, Posting: p)))
        .Where(one => one.Posting.Account == account && one.Posting.Asset == asset)
        .Select(one => $"{one.Booking.Kind} {one.Booking.Subject}: {one.Posting.Units}"));
}
