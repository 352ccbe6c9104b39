using OrleansTrading.Grains;

namespace OrleansTrading.Simulation.Copying;

/// <content>Whether, at the end, both sides' books agree.</content>
internal sealed partial class SimulatedCopier
{
    /// <summary>
    /// Until nothing is under way and the books agree. What is idle for this long, and does not agree, never will.
    /// </summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(6);

    /// <summary>
    /// So long must they agree: by then what waits for its next attempt, or for somebody to look, has been done.
    /// </summary>
    private static readonly TimeSpan AgreedTime = TimeSpan.FromSeconds(75);

    private async Task SettleAsync()
    {
        TimeSpan? idleSince = null;
        TimeSpan? agreedSince = null;
        while (world.Violation is null)
        {
            await world.Loop.Outside.DelayAsync(LookPeriod);
            if (!world.Faults.IsOver || world.Floor.Providers.Any(provider => !provider.IsDone) || !Terminal.IsIdle)
            {
                (idleSince, agreedSince) = (null, null);
                continue;
            }

            idleSince ??= world.Loop.Elapsed;
            foreach (var copying in subscriptions)
            {
                copying.Differs = await WhatDiffersAsync(copying);
            }

            if (subscriptions.TrueForAll(copying => copying.Differs is null) && Terminal.IsIdle)
            {
                agreedSince ??= world.Loop.Elapsed;
                if (world.Loop.Elapsed - agreedSince > AgreedTime)
                {
                    return;
                }

                continue;
            }

            agreedSince = null;
            if (world.Loop.Elapsed - idleSince > IdleMax)
            {
                world.Violate("I12", $"Nothing happens any more, and the books do not agree: {Describe()}");
            }
        }
    }

    private async Task<string?> WhatDiffersAsync(Copying copying)
    {
        var id = copying.Id;
        if (await caller.CallAsync("looks at it", grains => Grain(grains, id).GetAsync()) is not { } view)
        {
            return $"{id} is not known any more";
        }

        var positions = new Dictionary<long, PositionView>();
        foreach (var copy in view.Copies)
        {
            if (await PositionAsync(copy.Position.Value) is { } position)
            {
                positions.Add(copy.Ticket, position);
            }
        }

        return view.OrdersWaiting > 0 ? $"{id} has {view.OrdersWaiting} orders without a result"
            : WhatIsMissed(copying, view)
            ?? WhatDiffers(id, view, positions)
            ?? await WhatIsLeftOutAsync(copying, view);
    }

    private Task<PositionView?> PositionAsync(string id) => caller.CallAsync(
        "looks at a position", grains => grains.GetGrain<IPositionGrain>(id).GetAsync());

    private static string? WhatIsMissed(Copying copying, SubscriptionView view)
    {
        var isOver = view.Status == SubscriptionStatus.Ended;
        return isOver && view.Copies.Count > 0 ? $"{view.Id} has ended with {view.Copies.Count} copies"
            : !isOver && view.SignalNumber != copying.Provider.Published
                ? $"{view.Id} has seen signal {view.SignalNumber} of {copying.Provider.Published}"
            : null;
    }

    /// <summary>Each copy is a position of the broker's with the same volume; each open position is a copy.</summary>
    private string? WhatDiffers(
        SubscriptionId id, SubscriptionView view, Dictionary<long, PositionView> positions)
    {
        var known = new HashSet<long>();
        foreach (var copy in view.Copies)
        {
            if (!positions.TryGetValue(copy.Ticket, out var position) || position.OpenSequence == 0)
            {
                return $"{id} waits to open {copy}";
            }

            known.Add(position.OpenSequence);
            var real = Terminal.Broker.Find(id, position.OpenSequence);
            if (real is null || real.Volume != copy.Volume || real.Volume != position.Volume
                || real.IsPending != (position.OpenedAt is null))
            {
                return $"{id} has {copy} and {position}, the broker {real}";
            }
        }

        var stranger = Terminal.Broker.Positions.FirstOrDefault(position =>
            position.Subscription == id && position.IsOpen && !known.Contains(position.OpenSequence));
        return stranger is null ? null : $"the broker has {stranger}, which {id} does not know";
    }

    /// <summary>What the provider has closed is not open here; what it has open is copied, was, or skipped.</summary>
    private async Task<string?> WhatIsLeftOutAsync(Copying copying, SubscriptionView view)
    {
        var open = copying.Provider.Open;
        foreach (var copy in view.Copies)
        {
            if (!open.ContainsKey(copy.Ticket))
            {
                return $"{view.Id} has {copy}, which the provider has closed";
            }
        }

        if (view.Status != SubscriptionStatus.Active)
        {
            return null;
        }

        long untold = 0;
        foreach (var (ticket, number) in open)
        {
            var isNew = number > copying.First.SignalNumber && view.Copies.All(copy => copy.Ticket != ticket);
            untold += isNew && await PositionAsync(PositionId.Derive(view.Id, ticket).Value) is null ? 1 : 0;
        }

        return untold <= view.Skipped ? null
            : $"of {view.Id} {untold} tickets were left out, and {view.Skipped} skipped";
    }
}
