using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Market;

/// <summary>
/// One fetch per feed and second, whatever the number of callers: callers share the fetch under way, then its answer
/// for <see cref="CoalescingOptions.Lifetime"/>, a failure likewise, so that an outage is not hammered.
/// </summary>
internal sealed class CoalescingPriceSource(
    IPriceSource inner, CoalescingOptions options, TimeProvider clock, ILogger<CoalescingPriceSource> log)
    : IPriceSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public string Description => inner.Description;

    public async Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answers = Task.WhenAll(Join(feeds));

        // Leaving the wait leaves the fetch alone: others may be waiting for it too.
        return await answers.WaitAsync(cancellationToken);
    }

    private Task<PriceAnswer>[] Join(IReadOnlyList<string> feeds)
    {
        var answers = new Task<PriceAnswer>[feeds.Count];
        List<Entry>? due = null;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            for (var i = 0; i < feeds.Count; i++)
            {
                if (Find(feeds[i], now) is not { } entry)
                {
                    answers[i] = Task.FromResult(new PriceAnswer(
                        null, $"No price of {feeds[i]}: {options.FeedsMax} others are in use, which is the limit."));
                    continue;
                }

                entry.AskedAt = now;
                if (IsDue(entry, now))
                {
                    entry.Begin();
                    (due ??= []).Add(entry);
                }

                answers[i] = entry.Answer;
            }

            if (due is not null)
            {
                AddCompanions(due, now);
            }
        }

        if (due is not null)
        {
            // On the pool: the fetch belongs to all callers, so it must not run as a turn of the first one's grain.
            _ = Task.Run(() => FetchAsync(due), CancellationToken.None);
        }

        return answers;
    }

    private Entry? Find(string feed, long now)
    {
        if (_entries.TryGetValue(feed, out var entry))
        {
            return entry;
        }

        if (_entries.Count >= options.FeedsMax && !EvictOne(now))
        {
            return null;
        }

        entry = new Entry(feed);
        _entries.Add(feed, entry);
        return entry;
    }

    private bool EvictOne(long now)
    {
        var victim = _entries.Values
            .Where(entry => IsDue(entry, now) && clock.GetElapsedTime(entry.AskedAt, now) > options.TogetherFor)
            .MinBy(entry => entry.AskedAt);
        return victim is not null && _entries.Remove(victim.Feed);
    }

    private void AddCompanions(List<Entry> due, long now)
    {
        foreach (var entry in _entries.Values)
        {
            if (IsDue(entry, now) && clock.GetElapsedTime(entry.AskedAt, now) < options.TogetherFor)
            {
                entry.Begin();
                due.Add(entry);
            }
        }

        // Order is stated: the same feeds make the same request, whatever the dictionary's order is.
        due.Sort((one, other) => string.CompareOrdinal(one.Feed, other.Feed));
    }

    private bool IsDue(Entry entry, long now) =>
        !entry.IsUnderWay && (entry.FetchedAt is not { } at || clock.GetElapsedTime(at, now) >= options.Lifetime);

    private async Task FetchAsync(List<Entry> due)
    {
        var feeds = due.ConvertAll(entry => entry.Feed);
        IReadOnlyList<PriceAnswer> answers;
        try
        {
            answers = await inner.GetAsync(feeds, CancellationToken.None);
            if (answers.Count != due.Count)
            {
                throw new UnreachableException($"{due.Count} feeds were asked, {answers.Count} answered.");
            }
        }
        catch (Exception exception)
        {
            // A bug of the inner source, which promises not to throw. Callers wait on these entries: they must hear of
            // it.
            log.PriceSourceBroke(exception, inner.Description);
            answers = [.. feeds.Select(feed => new PriceAnswer(null, $"No price of {feed}: the price source failed."))];
        }

        Complete(due, answers);
    }

    private void Complete(List<Entry> due, IReadOnlyList<PriceAnswer> answers)
    {
        var finished = new TaskCompletionSource<PriceAnswer>[due.Count];
        var changed = new List<(string Feed, string? Problem)>();
        lock (_gate)
        {
            // From the end of the fetch, not its start: a slow source isn't asked again at once.
            var now = clock.GetTimestamp();
            for (var i = 0; i < due.Count; i++)
            {
                if (due[i].Problem != answers[i].Problem)
                {
                    changed.Add((due[i].Feed, answers[i].Problem));
                }

                finished[i] = due[i].End(now, answers[i].Problem);
            }
        }

        // Changes only: an outage is one line per feed, not one a second.
        foreach (var (feed, problem) in changed)
        {
            if (problem is null)
            {
                log.PriceIsBack(feed);
            }
            else
            {
                log.NoPrice(feed, problem);
            }
        }

        for (var i = 0; i < due.Count; i++)
        {
            finished[i].SetResult(answers[i]);
        }
    }

    /// <summary>One feed: the last fetch, or the one under way. Touched under the gate only.</summary>
    private sealed class Entry(string feed)
    {
        private TaskCompletionSource<PriceAnswer> _source = Fresh();

        public string Feed { get; } = feed;

        public long AskedAt { get; set; }

        public long? FetchedAt { get; private set; }

        public bool IsUnderWay { get; private set; }

        /// <summary>What was wrong with the last fetch; null: nothing, or none yet.</summary>
        public string? Problem { get; private set; }

        public Task<PriceAnswer> Answer => _source.Task;

        public void Begin()
        {
            IsUnderWay = true;
            _source = Fresh();
        }

        public TaskCompletionSource<PriceAnswer> End(long now, string? problem)
        {
            IsUnderWay = false;
            FetchedAt = now;
            Problem = problem;
            return _source;
        }

        private static TaskCompletionSource<PriceAnswer> Fresh() =>
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
