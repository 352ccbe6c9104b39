using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>
/// Reports and rejections on their way to subscriptions: of one in the order in which they came, of different ones side
/// by side, and no more at once than may be. A report is confirmed when its subscription has stored it.
/// </summary>
internal sealed class ReportDesk(BridgeSession session)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SubscriptionId, Queue<object>> _waiting = [];
    private readonly Queue<SubscriptionId> _turns = new();
    private TaskCompletionSource? _idle;
    private int _underWay;

    /// <summary>Adds a report or a rejection, for which the session has room.</summary>
    /// <returns>True: the room is given back when it is done.</returns>
    internal bool Add(SubscriptionId subscription, object work)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(subscription, out var queue))
            {
                queue.Enqueue(work);
                return true;
            }

            _waiting.Add(subscription, new Queue<object>([work]));
            _turns.Enqueue(subscription);
            if (_underWay >= session.Services.Options.ReportsUnderWayMax)
            {
                return true;
            }

            _underWay++;
        }

        _ = WorkAsync();
        return true;
    }

    /// <summary>Ends when nothing waits and nothing is under way.</summary>
    internal Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>One of those who work here: takes a subscription's next work, and then whoever's turn it is.</summary>
    private async Task WorkAsync()
    {
        try
        {
            while (!session.HasEnded && TakeNext(out var subscription) is { } work)
            {
                await DoAsync(subscription, work);
                session.Release(1);
                Finish(subscription);
            }
        }
        catch (Exception failure)
        {
            session.Fail("storing a report", failure);
        }
    }

    private object? TakeNext(out SubscriptionId subscription)
    {
        lock (_gate)
        {
            if (_turns.TryDequeue(out subscription))
            {
                return _waiting[subscription].Peek();
            }

            _underWay--;
            return null;
        }
    }

    /// <summary>The work is done: the subscription's next one waits for its turn behind the others'.</summary>
    private void Finish(SubscriptionId subscription)
    {
        lock (_gate)
        {
            var queue = _waiting[subscription];
            queue.Dequeue();
            if (queue.Count > 0)
            {
                _turns.Enqueue(subscription);
                return;
            }

            _waiting.Remove(subscription);
            if (_waiting.Count == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }

    private Task DoAsync(SubscriptionId subscription, object work)
    {
        var grain = session.Services.Grains.GetGrain<ISubscriptionGrain>(subscription.Value);
        return work is OrderReport report
            ? StoreAsync(grain, report)
            : grain.RejectAsync(session.Account, (OrderRejection)work);
    }

    private async Task StoreAsync(ISubscriptionGrain grain, OrderReport report)
    {
        if (await session.Services.ReportInTurnAsync(
            () => grain.ReportAsync(session.Account, report), session.Ending))
        {
            session.Services.Metrics.ReportStored();
        }
        else
        {
            // Kept at the client it would come again for ever and take a place of those that can be stored.
            session.Services.Logger.ReportIsNobodys(
                session.Account, report.Subscription, report.Number, report.Sequence, report.Order, report.Deal);
        }

        session.Post(ServerLines.Confirmed(report.Number));
    }
}
