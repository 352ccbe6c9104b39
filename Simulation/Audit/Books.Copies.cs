using System.Text.Json;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy.Subscriptions;

namespace OrleansTrading.Simulation.Audit;

/// <content>What is copied.</content>
internal sealed partial class Books
{
    private readonly Dictionary<string, (long Sequence, long Signal)> subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subscription, long Sequence), PositionOrder> orders = [];

    /// <summary>Sequences and signals only rise, and a sequence is one order for good.</summary>
    private void LookAtSubscription(string id, byte[] payload)
    {
        var state = JsonSerializer.Deserialize<SubscriptionState>(payload, GrainJson.Options)!;
        var before = subscriptions.GetValueOrDefault(id);
        if (state.Sequence < before.Sequence || state.SignalNumber < before.Signal)
        {
            world.Violate(
                "I12", $"{id} went from {before} back to {(state.Sequence, state.SignalNumber)}");
        }

        subscriptions[id] = (state.Sequence, state.SignalNumber);
        foreach (var order in state.Orders)
        {
            if (!orders.TryAdd((id, order.Sequence), order) && !GrainJson.AreSame(orders[(id, order.Sequence)], order))
            {
                world.Violate("I12", $"{id} has two orders with sequence {order.Sequence}: {order}");
            }
        }
    }
}
