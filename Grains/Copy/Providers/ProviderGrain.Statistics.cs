using System.Text.Json;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Copy.Providers;

/// <content>What those who consider copying are told, and signals of the past.</content>
internal sealed partial class ProviderGrain
{
    /// <summary>Signals that were published after one that is still found for a repeated request.</summary>
    private const int FindMax = 10_000;

    private static readonly TimeSpan s_countedFor = TimeSpan.FromMinutes(1);

    private ProviderStatistics? statistics;
    private Task<int>? counting;
    private DateTimeOffset countedAt;

    public async Task<ProviderStatistics?> GetStatisticsAsync()
    {
        // Publishing goes on meanwhile: what is told is what was stored when it was asked.
        if (statistics is not { } stored || State.Command is not { } command)
        {
            return null;
        }

        var subscribers = await CountSubscribersAsync();
        var report = command.Account is { } account
            ? (await GrainFactory.GetGrain<ITradingAccountGrain>(account.Value).GetFactsAsync(null))?.Report
            : null;
        return stored with
        {
            Subscribers = subscribers,
            OpenResultCents = report is null ? null : report.EquityCents - report.BalanceCents,
            Currency = report?.Currency ?? stored.Currency,
        };
    }

    /// <summary>Who asks while they are counted gets that count, and who asks within the minute.</summary>
    private Task<int> CountSubscribersAsync()
    {
        var now = time.GetUtcNow();
        if (counting is null || counting.IsFaulted || now - countedAt > s_countedFor)
        {
            (counting, countedAt) = (CountAsync(), now);
        }

        return counting;

        async Task<int> CountAsync()
        {
            var counts = await Task.WhenAll(Enumerable.Range(0, CopyConstants.Shards).Select(part =>
                GrainFactory.GetGrain<ISubscriberShardGrain>(ShardKeys.Of(Id, part)).CountAsync()));
            return counts.Sum();
        }
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
    private async Task<Outcome<CopySignal>> FindSignalAsync(long number)
    {
        if (State.Number - number > FindMax)
        {
            return Outcome.Refused<CopySignal>(
                ErrorCodes.IdempotencyKeyReused,
                "Idempotency-Key",
                $"This key published signal {number}, over {FindMax} signals ago. The list of signals has it. Use a"
                + " new key for a new signal.");
        }

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
                    return Outcome.Of(signal);
                }
            }

            before = page[^1].Position;
        }
    }
}
