using System.Numerics;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Simulation.Disk;

/// <summary>The ledger's tables, in memory. One writer commits in order: what is here is settled.</summary>
internal sealed class DiskLedger
{
    private readonly List<LedgerEntry> entries = [];
    private readonly Dictionary<(LedgerStream Stream, long Sequence), LedgerEntry> places = [];
    private readonly Dictionary<(LedgerStream Stream, UInt128 Id), long> ids = [];
    private readonly Dictionary<string, List<long>> bySubject = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<long>> byAccount = new(StringComparer.Ordinal);

    internal IReadOnlyList<LedgerEntry> Entries => entries;

    internal void Append(IReadOnlyList<LedgerEntry> added)
    {
        foreach (var entry in added)
        {
            // As the database's unique indices: a stream has one entry in each place, and one of each id.
            places.Add((entry.Stream, entry.Sequence), entry);
            ids.Add((entry.Stream, entry.Id), entries.Count + 1);
            entries.Add(entry);
            Note(bySubject, entry.Booking.Subject);
            foreach (var account in entry.Booking.Postings.Select(p => p.Account).Distinct(StringComparer.Ordinal))
            {
                Note(byAccount, account);
            }
        }
    }

    internal IReadOnlyList<LedgerRecord> Page(LedgerFilter filter, long? before, int max)
    {
        var positions = filter switch
        {
            { Account: { } account } => byAccount.GetValueOrDefault(account) ?? [],
            { Subject: { } subject } => bySubject.GetValueOrDefault(subject) ?? [],
            _ => Enumerable.Range(1, entries.Count).Select(position => (long)position),
        };
        return
        [
            .. positions.Reverse()
                .Where(position => position < (before ?? long.MaxValue))
                .Where(position => filter.Stream is not { } stream || At(position).Stream == stream)
                .Where(position => filter.Id is not { } id || At(position).Id == id)
                .Take(max)
                .Select(Record),
        ];
    }

    internal IReadOnlyList<LedgerRecord> Find(LedgerStream stream, IReadOnlyCollection<UInt128> wanted) =>
    [
        .. wanted.Select(id => ids.GetValueOrDefault((stream, id))).Where(position => position > 0).Distinct().Order()
            .Select(Record),
    ];

    internal IReadOnlyList<LedgerRecord> Read(long after, long until, int max) =>
    [
        .. Enumerable.Range(1, entries.Count).Select(position => (long)position)
            .Where(position => position > after && position <= until).Take(max).Select(Record),
    ];

    internal IReadOnlyList<LedgerBalance> Balances(string account, long untilTicks100ns) => Sums(
        account,
        (byAccount.GetValueOrDefault(account) ?? []).Select(At)
            .Where(entry => StorageTime.ToTicks100ns(entry.Booking.At) <= untilTicks100ns)
            .SelectMany(entry => entry.Booking.Postings)
            .Where(posting => posting.Account == account));

    internal IReadOnlyList<LedgerBalance> Sums() => Sums("*", entries.SelectMany(entry => entry.Booking.Postings));

    internal IReadOnlyList<string> Accounts(string prefix, string? after, int max) =>
    [
        .. byAccount.Keys.Where(account => account.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(account, after) > 0).Order(StringComparer.Ordinal).Take(max),
    ];

    private static List<LedgerBalance> Sums(string account, IEnumerable<LedgerPosting> postings) =>
    [
        .. postings.GroupBy(posting => posting.Asset, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new LedgerBalance(
                account, group.Key, group.Aggregate(BigInteger.Zero, (sum, posting) => sum + posting.Units))),
    ];

    private LedgerEntry At(long position) => entries[(int)position - 1];

    private void Note(Dictionary<string, List<long>> index, string name)
    {
        if (!index.TryGetValue(name, out var positions))
        {
            index.Add(name, positions = []);
        }

        positions.Add(entries.Count);
    }

    private LedgerRecord Record(long position)
    {
        var entry = At(position);
        var record = new LedgerRecord
        {
            Position = position,
            Stream = entry.Stream,
            Sequence = entry.Sequence,
            Id = LedgerEncoding.IdText(entry.Id),
            AtTicks100ns = StorageTime.ToTicks100ns(entry.Booking.At),
            Kind = entry.Booking.Kind,
            Owner = entry.Booking.Owner,
            Subject = entry.Booking.Subject,
            Reference = entry.Booking.Reference,
            Reverses = entry.Booking.Reverses is { } id ? LedgerEncoding.IdText(id) : null,
            Hash = entry.Hash,
            PreviousHash = places.GetValueOrDefault((entry.Stream, entry.Sequence - 1))?.Hash,
        };
        record.Postings.AddRange(entry.Booking.Postings);
        return record;
    }
}
