using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <content>What grains have the terminal told.</content>
internal sealed partial class BridgeSession : IBridgeSession
{
    public Task DeliverAsync(SignedOrder order)
    {
        _feeds.Deliver(order);
        return Task.CompletedTask;
    }

    public Task AskAsync(SubscriptionId subscription, long sequence)
    {
        if (_feeds.IsTold(subscription))
        {
            Post(ServerLines.Ask(subscription, sequence));
        }

        return Task.CompletedTask;
    }

    public Task RefreshAsync(SubscriptionId subscription)
    {
        _feeds.Refresh(subscription);
        return Task.CompletedTask;
    }

    public Task WatchAsync(string symbol)
    {
        if (_mac is not null)
        {
            Post(ServerLines.Watch(symbol));
        }

        return Task.CompletedTask;
    }

    public Task EndAsync(string code)
    {
        End(SessionEnd.Of(code));
        return Task.CompletedTask;
    }
}
