using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy.Positions;
using OrleansTrading.Grains.Copy.Subscriptions;
using OrleansTrading.Simulation.Copying;

namespace OrleansTrading.Simulation.Audit;

/// <content>What was copied, at the platform and at the brokers.</content>
internal sealed partial class FinalAudit
{
    private readonly SortedDictionary<string, PositionState> positions = Load<PositionState>(world, "position");
    private readonly SortedDictionary<string, SubscriptionState> subscriptions =
        Load<SubscriptionState>(world, "subscription");

    private void CheckCopies()
    {
        foreach (var copier in world.Floor.Copiers)
        {
            foreach (var copying in copier.Subscriptions)
            {
                CheckSubscription(copier, copying.Id, subscriptions[copying.Id.Value]);
            }
        }
    }

    private void CheckSubscription(SimulatedCopier copier, SubscriptionId id, SubscriptionState state)
    {
        var own = positions.Values.Where(position => position.Terms?.Subscription == id).ToList();
        var known = own.Where(position => position.OpenSequence != 0)
            .ToLookup(position => position.OpenSequence);
        foreach (var real in copier.Terminal.Broker.Positions.Where(position => position.Subscription == id))
        {
            // What an order opened is one position of the platform's: no ticket was opened twice.
            var position = known[real.OpenSequence].SingleOrDefault();
            Require(
                position is not null && position.Volume == real.Volume && position.Opened == real.Opened
                    && position.NetProfitCents == real.NetCents
                    && (position.Status is PositionStatus.Closed) != real.IsOpen,
                "I12",
                () => $"the broker has {real} with {real.NetCents}, the platform {position?.Status}"
                    + $" {position?.Volume} of {position?.Opened} with {position?.NetProfitCents}");
            Require(
                !real.IsOpen
                    || ($"{position?.StopLoss}" == real.StopLoss && $"{position?.TakeProfit}" == real.TakeProfit),
                "I12",
                () => $"the broker has {real} with stops {real.StopLoss} and {real.TakeProfit}, the platform"
                    + $" {position?.StopLoss} and {position?.TakeProfit}");
        }

        foreach (var position in own.Where(position => position.OpenSequence != 0))
        {
            Require(
                copier.Terminal.Broker.Find(id, position.OpenSequence) is not null,
                "I12",
                () => $"{position.Terms!.Id} was opened by {position.OpenSequence}, of which the broker knows nothing");
        }

        var closed = own.Where(position => PositionTransitions.IsTerminal(position.Status))
            .Sum(position => position.NetProfitCents);
        Require(
            state.NetProfitCents == closed,
            "I12",
            () => $"{id} has {state.NetProfitCents} of profit, its closed positions {closed}");
        Require(
            state.Sequence >= copier.Terminal.LastOf(id),
            "I12",
            () => $"{id} is at {state.Sequence}, its terminal at {copier.Terminal.LastOf(id)}");
    }
}
