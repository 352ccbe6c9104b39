using System.Numerics;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>The ledger in memory, with pages as the real one has them.</summary>
internal sealed class FakeLedger : ILedgerStore
{
    private readonly List<LedgerRow> rows = [];

    internal void Add(string kind, string debit, string credit, string asset, UInt128 units, string subject = "s") =>
        Add(
            new LedgerStream("test", subject, "state"),
            kind,
            new LedgerPostings().Move(debit, credit, asset, units).ToList(),
            subject,
            "tx");

    internal void Add(
        LedgerStream stream, string kind, IReadOnlyList<LedgerPosting> postings, string subject, string reference)
    {
        var booking = new LedgerBooking(kind, "u1", subject, Samples.Start.AddSeconds(rows.Count), postings)
        {
            Reference = reference,
        };
        var entry = new LedgerEntry(stream, 1, (UInt128)(rows.Count + 1), booking, LedgerConstants.NoHash, "");
        rows.Add(new LedgerRow((rows.Count + 1) * 3, entry with { Hash = LedgerEncoding.Hash(entry) }));
    }

    public Task<IReadOnlyList<LedgerRow>> PageAsync(
        LedgerFilter filter, long? before, int max, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LedgerRow>>(
        [
            .. rows.Where(row => row.Position < (before ?? long.MaxValue))
                .Where(row => filter.Account is null
                    || row.Entry.Booking.Postings.Any(p => p.Account == filter.Account))
                .Where(row => (filter.Stream ?? row.Entry.Stream) == row.Entry.Stream)
                .Where(row => (filter.Subject ?? row.Entry.Booking.Subject) == row.Entry.Booking.Subject)
                .Where(row => (filter.Id ?? row.Entry.Id) == row.Entry.Id)
                .Reverse().Take(max),
        ]);

    public Task<IReadOnlyList<LedgerRow>> FindAsync(
        LedgerStream stream, IReadOnlyCollection<UInt128> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LedgerRow>>(
            [.. rows.Where(row => row.Entry.Stream == stream && ids.Contains(row.Entry.Id))]);

    public Task<IReadOnlyList<LedgerBalance>> BalancesAsync(
        string account, DateTimeOffset? at, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LedgerBalance>>(
        [
            .. rows.Where(row => at is null || row.Entry.Booking.At <= at)
                .SelectMany(row => row.Entry.Booking.Postings)
                .Where(posting => posting.Account == account)
                .GroupBy(posting => posting.Asset, StringComparer.Ordinal)
                .Select(group => new LedgerBalance(
                    account, group.Key, group.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Units))),
        ]);

    public Task<IReadOnlyList<string>> AccountsAsync(
        string prefix, string? after, int max, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(
        [
            .. rows.SelectMany(row => row.Entry.Booking.Postings).Select(posting => posting.Account)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Where(name => string.CompareOrdinal(name, after) > 0).Take(max),
        ]);
}

/// <summary>An audit that has found something.</summary>
internal sealed class FakeLedgerAudit : ILedgerAuditGrain
{
    public Task StartAsync() => throw new NotSupportedException();

    public Task<LedgerAuditView> GetAsync() => Task.FromResult(new LedgerAuditView
    {
        CaughtUpAt = Samples.Start,
        Entries = 42,
        Problem = "quote/q_1#quote 2: its hash is another.",
    });
}
