using System.Globalization;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation.Worlds;

/// <content>One quote from the request to its end.</content>
internal sealed partial class SimulatedCustomer
{
    private static readonly Dictionary<QuoteStatus, HashSet<QuoteStatus>> s_reachable = Reach();

    private async Task TradeAsync(int index)
    {
        var (pay, receive) = DrawPair();
        var units = pay.EverydayUnits * (UInt128)draw.Between(50, 150) / 100;
        var command = new CreateQuote
        {
            User = User,
            PayAsset = pay.Alias,
            PayAmount = AmountText.Format(units, pay.Decimals),
            ReceiveAsset = receive.Alias,
            ReceiveAddress = On(receive.Chain).Address,
            RefundAddress = draw.Chance(50) && Savings.FirstOrDefault(party => party.Chain.Name == pay.Chain) is { } own
                ? own.Address
                : draw.Chance(20) ? On(pay.Chain).Address : null,
        };
        if (await AskAsync(index, command) is not { } quote)
        {
            return;
        }

        var trade = new Trade(quote);
        trades.Add(trade);
        await AskAgainAsync(command, trade);
        await PayAsync(trade, pay, quote);
        await FollowAsync(trade);
    }

    private (SimulatedAsset Pay, SimulatedAsset Receive) DrawPair()
    {
        var pay = SimulatedAssets.All[draw.Below(SimulatedAssets.All.Count)];
        SimulatedAsset receive;
        do
        {
            receive = SimulatedAssets.All[draw.Below(SimulatedAssets.All.Count)];
        }
        while (receive.Chain == pay.Chain);
        return (pay, receive);
    }

    /// <summary>Asks for a quote until it is given, or refused for good.</summary>
    private async Task<QuoteView?> AskAsync(int index, CreateQuote command)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var made = await CallAsync(
                "asks for a quote", grains => Quote(grains, index, attempt).CreateAsync(command));
            if (made.Value is { } quote)
            {
                world.Trace.Note("quoted", number, quote.Id.Value);
                return quote;
            }

            world.Coverage.Hit($"refused {made.Refusal!.Code}");
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(1_000, 6_000)));
        }

        return null;
    }

    private IQuoteGrain Quote(IGrainFactory grains, int index, int attempt) => grains.GetGrain<IQuoteGrain>(
        QuoteId.Derive(User, string.Create(CultureInfo.InvariantCulture, $"{index}-{attempt}")).Value);

    /// <summary>The same key makes the same quote, and no other request may have it.</summary>
    private async Task AskAgainAsync(CreateQuote command, Trade trade)
    {
        if (!draw.Chance(30))
        {
            return;
        }

        var again = await CallAsync(
            "repeats the request",
            grains => grains.GetGrain<IQuoteGrain>(trade.Promised.Id.Value).CreateAsync(command));
        if (world.WasRestored)
        {
            // What it is now may be another quote than was promised before.
            return;
        }

        if (again.Value is not { } same || same.Pay != trade.Promised.Pay || same.Receive != trade.Promised.Receive
            || same.ExpiresAt != trade.Promised.ExpiresAt)
        {
            world.Violate("I6", $"{trade.Promised.Id} was answered otherwise when its request was repeated:"
                + $" {again.Refusal?.ToString() ?? again.Value?.ToString()}, first {trade.Promised}");
            return;
        }

        Learn(trade, same);
        var other = command with { ReceiveMemo = "other" };
        var refused = await CallAsync(
            "reuses the key", grains => grains.GetGrain<IQuoteGrain>(trade.Promised.Id.Value).CreateAsync(other));
        if (refused.Refusal?.Code != ErrorCodes.IdempotencyKeyReused && !world.WasRestored)
        {
            world.Violate("I6", $"{trade.Promised.Id} was given to another request with its key: {refused.Value}");
        }

        world.Coverage.Hit("request repeated");
    }

    private async Task PayAsync(Trade trade, SimulatedAsset asset, QuoteView quote)
    {
        var (units, to, memo) = (quote.Pay.Amount.Units, quote.Pay.Address, quote.Pay.Memo);
        await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 8_000)));
        var kind = world.Faults.Hits(FaultClass.Misbehaviour, "payment") ? 1 + draw.Below(8) : 0;
        world.Coverage.Hit($"payment {s_behaviours[kind]}");
        switch (kind)
        {
            case 0:
                await PayAsync(trade, asset, to, units, memo);
                break;

            case 1:
                await PayAsync(trade, asset, to, units * (UInt128)draw.Between(10, 99) / 100, memo);
                break;

            case 2:
                await PayAsync(trade, asset, to, units + (units * (UInt128)draw.Between(1, 40) / 100), memo);
                break;

            case 3:
                await world.Loop.Outside.DelayAsync(TimeSpan.FromSeconds(draw.Between(35, 110)));
                await PayAsync(trade, asset, to, units, memo);
                break;

            case 4:
                await PayAsync(trade, asset, to, units, memo);
                await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 20_000)));
                await PayAsync(trade, asset, to, units, memo);
                break;

            case 5:
                var other = SimulatedAssets.All.First(each => each.Chain == asset.Chain && each != asset);
                await PayAsync(trade, other, to, other.EverydayUnits, memo);
                break;

            case 6:
                await PayAsync(trade, asset, to, units, draw.Chance(50) ? null : "somebody else's");
                break;

            case 7:
                await PayAsync(trade, asset, to, units * (UInt128)draw.Between(10, 90) / 100, memo);
                await PayAsync(trade, asset, to, units, memo);
                break;

            default:
                // Never pays.
                break;
        }
    }

    private static readonly string[] s_behaviours =
    [
        "exact", "too little", "too much", "late", "twice", "in another asset", "with another memo",
        "too little, then exact", "never",
    ];

    /// <summary>Asks how the quote is going, until it has its end, and once more.</summary>
    private async Task FollowAsync(Trade trade)
    {
        while (!trade.Told.Terminal && !trade.IsForgotten)
        {
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(6_000, 25_000)));
            await LookAsync(trade);
        }

        await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(1_000, 9_000)));
        await LookAsync(trade);
    }

    private async Task LookAsync(Trade trade)
    {
        var view = await CallAsync(
            $"waits for {trade.Promised.Id}, told {trade.Told.Status}",
            grains => grains.GetGrain<IQuoteGrain>(trade.Promised.Id.Value).GetAsync());
        if (world.WasRestored)
        {
            (trade.IsForgotten, trade.Told) = (view is null, view ?? trade.Told);
        }
        else if (view is null)
        {
            world.Violate("I9", $"{trade.Promised.Id} was promised and is not known any more");
        }
        else
        {
            Learn(trade, view);
        }
    }

    /// <summary>What is told may only follow what was told before.</summary>
    private void Learn(Trade trade, QuoteView view)
    {
        var before = trade.Told;
        if (view.Status != before.Status && !s_reachable[before.Status].Contains(view.Status))
        {
            if (!view.Terminal && world.HadTwoProcesses)
            {
                // An activation that is behind another one tells what it knows; how it ends is told by neither wrongly.
                world.Coverage.Hit("told by an activation that was behind");
                return;
            }

            world.Violate("I6", $"{view.Id} was told {before.Status}, and is {view.Status} now");
        }

        if (view.Pay != trade.Promised.Pay || view.Receive != trade.Promised.Receive)
        {
            world.Violate("I6", $"{view.Id} has other terms than were promised: {view}");
        }

        trade.Told = view;
    }

    /// <summary>From each status, all that may follow, in one step or many.</summary>
    private static Dictionary<QuoteStatus, HashSet<QuoteStatus>> Reach()
    {
        var reachable = Enum.GetValues<QuoteStatus>().ToDictionary(
            from => from,
            from => QuoteTransitions.Allowed
                .Where(move => move.Key.From == from).Select(move => move.Value).ToHashSet());
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var next in reachable.Values)
            {
                var further = next.SelectMany(status => reachable[status]).ToList();
                var before = next.Count;
                next.UnionWith(further);
                changed |= next.Count > before;
            }
        }

        return reachable;
    }
}
