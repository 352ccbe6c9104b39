using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>The history in memory, with pages as the real one has them.</summary>
internal sealed class FakeHistory : IHistoryStore
{
    private readonly Lock gate = new();
    private readonly List<HistoryRow> rows = [];

    internal void Add(string kind, string owner, string subject, string details = "{}")
    {
        lock (gate)
        {
            // Positions have gaps, as an append-only table's may have.
            rows.Add(new HistoryRow(
                (rows.Count + 1) * 3,
                $"test/{subject}",
                new HistoryEvent(kind, owner, subject, Samples.Start.AddSeconds(rows.Count), details)));
        }
    }

    public Task<IReadOnlyList<HistoryRow>> PageAsync(
        HistoryFilter filter, long? before, int max, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<HistoryRow>>(
            [
                .. rows.Where(row => (filter.Owner ?? row.Event.Owner) == row.Event.Owner)
                    .Where(row => (filter.Subject ?? row.Event.Subject) == row.Event.Subject)
                    .Where(row => row.Position < (before ?? long.MaxValue))
                    .Reverse().Take(max),
            ]);
        }
    }
}
