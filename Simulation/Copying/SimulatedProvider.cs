using System.Globalization;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// Somebody who publishes signals, over the API or from a terminal, each until it is answered, and remembers what the
/// answers promised.
/// </summary>
internal sealed class SimulatedProvider
{
    private const int OpenMax = 6;
    private const int Digits = 5;

    private readonly SimulatedWorld world;
    private readonly SplitMix draw;
    private readonly SimulatedCaller caller;
    private readonly TradingAccountId? account;
    private readonly List<Ticket> open = [];
    private long tickets = 100;
    private long published;

    internal SimulatedProvider(SimulatedWorld world, int number)
    {
        this.world = world;
        var name = string.Create(CultureInfo.InvariantCulture, $"provider {number}");
        draw = SplitMix.Of(world.Seed, name);
        caller = new SimulatedCaller(world, draw, name);
        User = UserId.Derive(new AccountId(name));
        Id = ProviderId.Derive(User, "signals");
        account = draw.Chance(50) ? TradingAccountId.Derive(User, "terminal") : null;
    }

    internal UserId User { get; }

    internal ProviderId Id { get; }

    internal bool IsDone { get; private set; }

    /// <summary>How many signals were promised.</summary>
    internal long Published => published;

    /// <summary>What it has open: each ticket, and the number of the signal that opened it.</summary>
    internal IReadOnlyDictionary<long, long> Open =>
        open.ToDictionary(ticket => ticket.Number, ticket => ticket.OpenNumber);

    internal string Describe() => $"{Id} {caller.Doing}";

    internal async Task LiveAsync()
    {
        if (account is { } terminal)
        {
            await caller.CallAsync("registers", grains => Account(grains, terminal).RegisterAsync(
                new RegisterTradingAccount
                {
                    User = User, Role = TradingRole.Provider, Login = 1, TradeServer = "Demo",
                }));
        }

        var made = await caller.CallAsync("becomes a provider", grains => Provider(grains).CreateAsync(
            new CreateProvider { User = User, Name = "P", Account = account }));
        if (made.Refusal is { } refusal)
        {
            world.Violate("I12", $"{Id} may not publish: {refusal}");
            return;
        }

        for (var left = Math.Min(4 * world.Settings.QuotesMax ?? int.MaxValue, draw.Between(6, 30)); left > 0; left--)
        {
            await PublishAsync(Draw());
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(
                draw.Chance(30) ? draw.Below(300) : draw.Between(500, 14_000)));
        }

        IsDone = true;
    }

    private static SymbolPrice Price(long points) => new(points, Digits);

    private static ITradingAccountGrain Account(IGrainFactory grains, TradingAccountId id) =>
        grains.GetGrain<ITradingAccountGrain>(id.Value);

    private IProviderGrain Provider(IGrainFactory grains) => grains.GetGrain<IProviderGrain>(Id.Value);

    private PublishSignal Draw()
    {
        var what = draw.Below(100);
        var ticket = open.Count == 0 || (what < 40 && open.Count < OpenMax) ? null : open[draw.Below(open.Count)];
        if (ticket is null)
        {
            return DrawOpening();
        }

        var command = Command(ticket);
        return what switch
        {
            < 60 => command with
            {
                Action = SignalAction.Modify,
                StopLoss = Price(ticket.IsLong ? 107_000 + draw.Below(200) : 109_000 + draw.Below(200)),
            },
            < 72 when ticket.IsPending => command with { Action = SignalAction.Fill, Volume = ticket.Left },
            _ when ticket.IsPending => command with { Action = SignalAction.Cancel },
            < 80 when ticket.Left.Hundredths > 1 => command with
            {
                Action = SignalAction.Close, Volume = new Lots(draw.Between(1, (int)ticket.Left.Hundredths - 1)),
            },
            _ => command with { Action = SignalAction.Close, Volume = ticket.Left },
        };
    }

    private PublishSignal DrawOpening()
    {
        var kind = draw.Chance(70)
            ? draw.Pick(OrderKind.Buy, OrderKind.Sell)
            : draw.Pick(OrderKind.BuyLimit, OrderKind.SellLimit, OrderKind.BuyStop, OrderKind.SellStop);
        var symbol = SimulatedFloor.Symbols[draw.Below(SimulatedFloor.Symbols.Count)];
        return Command(new Ticket(++tickets, symbol, kind)) with
        {
            Action = SignalAction.Open, Volume = new Lots(draw.Between(1, 300)), Price = Price(108_345),
        };
    }

    private PublishSignal Command(Ticket ticket) => new()
    {
        Key = string.Create(CultureInfo.InvariantCulture, $"signal {published + 1}"),
        Action = SignalAction.Open,
        Ticket = ticket.Number,
        Symbol = ticket.Symbol,
        Kind = ticket.Kind,
    };

    /// <summary>Until it is answered: then it is stored for good, with the number that comes next.</summary>
    private async Task PublishAsync(PublishSignal command)
    {
        if (account is { } terminal)
        {
            await PublishFromTerminalAsync(terminal, command);
        }
        else
        {
            var told = await caller.CallAsync("publishes", grains => Provider(grains).PublishAsync(command));
            while (told.Refusal?.Code == ErrorCodes.Overloaded)
            {
                await world.Loop.Outside.DelayAsync(TimeSpan.FromSeconds(2));
                told = await caller.CallAsync("publishes", grains => Provider(grains).PublishAsync(command));
            }

            if (told.Value?.Number != published + 1)
            {
                world.Violate("I12", $"{Id} published {command} as signal {published + 1}, and was told {told}");
            }
        }

        published++;
        Follow(command);
        world.Coverage.Hit($"signal {command.Action.ToString().ToLowerInvariant()}");
    }

    private async Task PublishFromTerminalAsync(TradingAccountId terminal, PublishSignal command)
    {
        var signal = new TerminalSignal
        {
            Number = published + 1,
            At = world.Loop.Now,
            Action = command.Action,
            Ticket = command.Ticket,
            Symbol = command.Symbol!,
            Kind = command.Kind!.Value,
            Volume = command.Volume ?? default,
            Price = command.Price ?? Price(108_345),
            StopLoss = command.StopLoss ?? SymbolPrice.None(Digits),
            TakeProfit = SymbolPrice.None(Digits),
        };
        while (true)
        {
            var last = await caller.CallAsync(
                "asks for its last number", grains => Provider(grains).GetLastNumberAsync(terminal));
            // Of two activations one may be behind.
            if (last != published && last != published + 1 && !world.HadTwoProcesses)
            {
                world.Violate("I12", $"{Id} has published {published} signals, and is told {last}");
            }

            var told = await caller.CallAsync(
                "publishes", grains => Provider(grains).PublishFromTerminalAsync(terminal, signal));
            switch (told.Status)
            {
                case PublishStatus.Ok:
                    return;
                case PublishStatus.Refused:
                    world.Violate("I12", $"{Id} may not publish {signal}: {told}");
                    return;
            }

            await world.Loop.Outside.DelayAsync(TimeSpan.FromSeconds(1));
        }
    }

    private void Follow(PublishSignal command)
    {
        var ticket = open.Find(each => each.Number == command.Ticket);
        switch (command.Action)
        {
            case SignalAction.Open:
                open.Add(new Ticket(command.Ticket, command.Symbol!, command.Kind!.Value)
                {
                    OpenNumber = published,
                    Left = command.Volume!.Value,
                    IsPending = command.Kind is not (OrderKind.Buy or OrderKind.Sell),
                });
                break;
            case SignalAction.Fill:
                ticket!.IsPending = false;
                break;
            case SignalAction.Close:
                ticket!.Left = ticket.Left.Less(command.Volume!.Value);
                break;
            case SignalAction.Cancel:
                ticket!.Left = default;
                break;
        }

        open.RemoveAll(each => each.Left.IsZero);
    }

    private sealed class Ticket(long number, string symbol, OrderKind kind)
    {
        internal long Number { get; } = number;

        internal string Symbol { get; } = symbol;

        internal OrderKind Kind { get; } = kind;

        internal bool IsLong => Kind is OrderKind.Buy or OrderKind.BuyLimit or OrderKind.BuyStop;

        internal long OpenNumber { get; init; }

        internal bool IsPending { get; set; }

        internal Lots Left { get; set; }
    }
}
