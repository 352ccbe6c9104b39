using System.Text.Json;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Copy.Providers;

/// <content>What those who consider copying are told, and signals of the past.</content>
internal sealed partial class ProviderGrain
{
    private static readonly TimeSpan s_countedFor = TimeSpan.FromMinutes(1);

    private ProviderStatistics? statistics;
    private (int Count, DateTimeOffset At) subscribers = (0, DateTimeOffset.MinValue);

    public async Task<ProviderStatistics?> GetStatisticsAsync()
    {
        // Publishing goes on meanwhile: what is told is what was stored when it was asked.
        if (statistics is not { } stored || State.Command is not { } command)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (now - subscribers.At > s_countedFor)
        {
            var counts = await Task.WhenAll(Enumerable.Range(0, CopyConstants.Shards).Select(part =>
                GrainFactory.GetGrain<ISubscriberShardGrain>(ShardKeys.Of(Id, part)).CountAsync()));
            subscribers = (counts.Sum(), now);
        }

        var report = command.Account is { } account
            ? (await GrainFactory.GetGrain<ITradingAccountGrain>(account.Value).GetFactsAsync(null))?.Report
            : null;
        return stored with
        {
            Subscribers = subscribers.Count,
            OpenResultCents = report is null ? null : report.EquityCents - report.BalanceCents,
            Currency = report?.Currency ?? stored.Currency,
        };
    }

    private ProviderStatistics StatisticsOf()
    {
        var open = State.Open.Where(ticket => !ticket.IsPending).ToList();
        var sums = State.Statistics;
        return new ProviderStatistics
        {
            Since = State.CreatedAt,
            LastSignalAt = sums.LastSignalAt,
            Subscribers = 0,
            OpenPositions = open.Count,
            PendingOrders = State.Open.Count - open.Count,
            OldestOpenAt = open.Count == 0 ? null : open.Min(ticket => ticket.OpenedAt),
            WorstOpenResultCents = sums.WorstOpenCents,
            Currency = sums.Currency,
            Closed = sums.Closed,
            Unpriced = sums.Unpriced,
            Wins = sums.Wins,
            Losses = sums.Losses,
            HoldingTime = sums.Closed == 0 ? null : TimeSpan.FromMilliseconds(sums.HeldMilliseconds / sums.Closed),
            Moves = sums.Moves,
            Money = sums.Money,
        };
    }

    /// <summary>
    /// A signal that was published. Numbers have no gaps and each has one event, so that it is as many events ago as
    /// there were signals since.
    /// </summary>
    private async Task<CopySignal> FindSignalAsync(long number)
    {
        long? before = null;
        while (true)
        {
            var page = await history.PageAsync(
                HistoryFilter.OfSubject(Id.Value), before, StorageConstants.ListingPageMax, CancellationToken.None);
            Check.That(page.Count > 0, $"signal {number} of {Id} was published");
            foreach (var row in page.Where(row => row.Event.Kind == HistoryKinds.SignalPublished))
            {
                var signal = JsonSerializer.Deserialize<CopySignal>(row.Event.Details, GrainJson.Options)!;
                if (signal.Number == number)
                {
                    return signal;
                }
            }

            before = page[^1].Position;
        }
    }
}
