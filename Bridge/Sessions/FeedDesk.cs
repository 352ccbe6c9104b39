using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>
/// Keeps each subscription's orders in sequence for one client: what was sent is dropped, what is missing is fetched.
/// </summary>
internal sealed class FeedDesk(BridgeSession session)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SubscriptionId, Feed> _feeds = [];
    private bool _isListed;

    /// <summary>The client's journal has a subscription.</summary>
    /// <returns>False when it said so before, or of too many.</returns>
    internal bool TryKnow(SubscriptionId subscription, long lastSequence)
    {
        lock (_gate)
        {
            if (_feeds.TryGetValue(subscription, out var known))
            {
                // A grain may have been quicker, with an order: nothing was sent yet, for nothing was listed.
                var isFirst = known is { IsFetchDue: true, LastSent: 0 };
                _feeds[subscription] = isFirst ? new Feed(subscription, lastSequence) { IsFetchDue = true } : known;
                return isFirst;
            }

            return _feeds.Count < BridgeConstants.SubscriptionsMax
                && _feeds.TryAdd(subscription, new Feed(subscription, lastSequence));
        }
    }

    /// <summary>Tells the client of each subscription and its orders.</summary>
    /// <returns>False when the session ended before all was told.</returns>
    internal async Task<bool> ResumeAsync(IReadOnlyList<SubscriptionId> subscriptions)
    {
        foreach (var feed in List(subscriptions))
        {
            await FetchAsync(feed);
            if (session.HasEnded)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A subscription has an order.</summary>
    internal void Deliver(SignedOrder order)
    {
        lock (_gate)
        {
            if (GetLocked(order.Subscription) is not { } feed)
            {
                return;
            }

            feed.Wanted = Math.Max(feed.Wanted, order.Sequence);
            if (feed.IsFetching)
            {
                return;
            }

            if (feed.Told is not null && order.Sequence == feed.LastSent + 1)
            {
                SendLocked(feed, order);
            }
            else if (feed.Told is null || order.Sequence > feed.LastSent)
            {
                FetchLocked(feed);
            }
        }
    }

    /// <summary>A subscription is to be asked: its values, or what it has.</summary>
    internal void Refresh(SubscriptionId subscription)
    {
        lock (_gate)
        {
            if (GetLocked(subscription) is { } feed)
            {
                FetchLocked(feed);
            }
        }
    }

    /// <summary>The client misses something behind a sequence.</summary>
    internal void BeginAgain(OrderRejection rejection)
    {
        lock (_gate)
        {
            // Of many orders behind a gap each is refused, and all are sent again when the first refusal comes.
            if (!_feeds.TryGetValue(rejection.Subscription, out var feed) || feed.Told is null
                || (feed.LastRestart.Behind == rejection.LastSequence && rejection.Sequence <= feed.LastRestart.Sent))
            {
                return;
            }

            feed.Restart = rejection.LastSequence;
            FetchLocked(feed);
        }
    }

    /// <summary>True when the client was told of the subscription, and may be asked about its orders.</summary>
    internal bool IsTold(SubscriptionId subscription)
    {
        lock (_gate)
        {
            return _feeds.TryGetValue(subscription, out var feed) && feed.Told is not null;
        }
    }

    /// <summary>Measures how long a report took.</summary>
    internal void Reported(OrderReport report)
    {
        if (!session.Services.Metrics.TimesOrders || !Words.IsResult(report.Kind))
        {
            return;
        }

        lock (_gate)
        {
            if (_feeds.TryGetValue(report.Subscription, out var feed) && feed.TakeSentAt(report.Sequence) is { } sentAt)
            {
                session.Services.Metrics.OrderTook(session.Services.Time.GetElapsedTime(sentAt));
            }
        }
    }

    /// <summary>What is to be told first: what the account lists, and what grains spoke of meanwhile.</summary>
    private List<Feed> List(IReadOnlyList<SubscriptionId> subscriptions)
    {
        lock (_gate)
        {
            _isListed = true;
            foreach (var subscription in subscriptions)
            {
                if (GetLocked(subscription) is { } feed)
                {
                    feed.IsFetchDue = true;
                }
            }

            var due = _feeds.Values.Where(feed => feed.IsFetchDue)
                .OrderBy(feed => feed.Id.Value, StringComparer.Ordinal).ToList();
            due.ForEach(feed => feed.IsFetching = true);
            return due;
        }
    }

    private Feed? GetLocked(SubscriptionId subscription)
    {
        if (!_feeds.TryGetValue(subscription, out var feed) && _feeds.Count < BridgeConstants.SubscriptionsMax)
        {
            feed = new Feed(subscription, journalLast: 0);
            _feeds.Add(subscription, feed);
        }

        return feed;
    }

    /// <summary>Before the account's list is known nothing is fetched: what is due is fetched with it.</summary>
    private void FetchLocked(Feed feed)
    {
        feed.IsFetchDue = true;
        if (_isListed && !feed.IsFetching && !session.HasEnded)
        {
            feed.IsFetching = true;
            _ = Task.Run(() => FetchAsync(feed));
        }
    }

    private async Task FetchAsync(Feed feed)
    {
        try
        {
            do
            {
                var answer = await session.Services.CallInTurnAsync(() => AskAsync(feed), session.Ending);
                if (answer is null)
                {
                    Forget(feed);
                    return;
                }

                if (!await SendAsync(feed, answer))
                {
                    return;
                }
            }
            while (IsMoreDue(feed));
        }
        catch (Exception failure)
        {
            session.Fail($"fetching orders of {feed.Id}", failure);
        }
    }

    private Task<SubscriptionFeed?> AskAsync(Feed feed)
    {
        long last;
        lock (_gate)
        {
            feed.TakeRestart();
            feed.IsFetchDue = false;
            feed.Asked = feed.Wanted;
            last = feed.LastSent;
        }

        return session.Services.Grains.GetGrain<ISubscriptionGrain>(feed.Id.Value).ResumeAsync(session.Account, last);
    }

    /// <summary>
    /// Whether something has come since the subscription was asked that was not in its answer. What was wanted before
    /// and is not given is not asked for again.
    /// </summary>
    private bool IsMoreDue(Feed feed)
    {
        lock (_gate)
        {
            feed.IsFetching = feed.IsFetchDue || feed.Wanted > Math.Max(feed.LastSent, feed.Asked);
            return feed.IsFetching;
        }
    }

    /// <summary>The account does not copy it any more. What the client knows stays, should it begin again.</summary>
    private void Forget(Feed feed)
    {
        lock (_gate)
        {
            feed.Told = null;
            feed.IsFetching = false;
            if (feed.IsFetchDue)
            {
                FetchLocked(feed);
            }
            else if (feed.JournalLast == 0)
            {
                _feeds.Remove(feed.Id);
            }
        }
    }

    private async Task<bool> SendAsync(Feed feed, SubscriptionFeed answer)
    {
        var terms = FeedTerms.Of(answer);
        var last = feed.Told is null ? answer.Base : Math.Max(answer.Base, feed.LastSent);
        if (feed.Told != terms || last > feed.LastSent)
        {
            if (!await session.WaitForRoomAsync())
            {
                return false;
            }

            lock (_gate)
            {
                feed.Told = terms;
                feed.LastSent = last;
                session.Post(ServerLines.Subscription(answer, last));
            }
        }

        foreach (var order in answer.Orders)
        {
            if (order.Sequence <= feed.LastSent)
            {
                continue;
            }

            if (!await session.WaitForRoomAsync())
            {
                return false;
            }

            lock (_gate)
            {
                if (order.Sequence > feed.LastSent + 1 && order.Sequence - 1 > feed.JournalLast)
                {
                    // What is left out has its result. A client that lost its journal has to be told to go on here.
                    session.Post(ServerLines.Subscription(answer, order.Sequence - 1));
                }

                SendLocked(feed, order);
            }
        }

        lock (_gate)
        {
            feed.LastSent = Math.Max(feed.LastSent, feed.JournalLast);
        }

        return true;
    }

    private void SendLocked(Feed feed, SignedOrder order)
    {
        feed.LastSent = order.Sequence;
        if (session.Services.Metrics.TimesOrders)
        {
            feed.NoteSent(order.Sequence, session.Services.Time.GetTimestamp());
        }

        session.Services.Metrics.OrderSent(isKnown: order.Sequence <= feed.JournalLast);
        session.Post(ServerLines.Signal(order), hasMac: false);
    }
}
