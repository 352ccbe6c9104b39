using OrleansTrading.Grains.Copy.Providers;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>Where prices went after a provider opened something, as the provider's trust hears of it.</summary>
public sealed class MarkOutTests
{
    private static readonly ProviderId Provider = ProviderId.Derive(CopyWorld.Bob, "signals");

    private static readonly ProviderTicket Ticket = Copied.Ticket(7) with { Price = Price("1.08345") };

    [Fact]
    public void Middle_of_bid_and_ask_is_exact_and_each_horizon_stands_for_itself()
    {
        var ten = ObservedSignals.MarkOut(Provider, Ticket, Mark(10, "1.08340", "1.08347"))!;
        var sixty = ObservedSignals.MarkOut(Provider, Ticket, Mark(60, "1.08340", "1.08347"))!;
        var again = ObservedSignals.MarkOut(Provider, Ticket, Mark(10, "1.08340", "1.08347"))!;
        var other = ObservedSignals.MarkOut(Provider, Ticket with { Ticket = 8 }, Mark(10, "1.08340", "1.08347"))!;

        Assert.Equal(new ObservedPrice(1_083_435, 6), ten.LaterPrice);
        Assert.Equal(new ObservedPrice(108_345, 5), ten.EntryPrice);
        Assert.Equal((Ticket.OpenedAt, Ticket.Symbol, TradeSide.Buy), (ten.At, ten.Symbol, ten.Side));
        Assert.Equal(ten, again);
        Assert.Equal(3, new HashSet<UInt128> { ten.Id, sixty.Id, other.Id }.Count);
        Assert.Equal(
            TradeSide.Sell,
            ObservedSignals.MarkOut(Provider, Ticket with { Kind = OrderKind.SellStop }, Mark(10, "1", "1"))!.Side);
    }

    [Fact]
    public void Highest_price_with_all_decimals_is_taken()
    {
        var price = new SymbolPrice(99_999_999_900_000_000, 8);
        var mark = Mark(1, "1", "1") with { Bid = price, Ask = price };

        Assert.Equal(
            new ObservedPrice(999_999_999_000_000_000, 9),
            ObservedSignals.MarkOut(Provider, Ticket with { Price = price }, mark)!.LaterPrice);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void Price_of_another_time_says_nothing(int milliseconds, bool saysSomething)
    {
        var mark = Mark(1, "1.08340", "1.08347") with { At = Ticket.OpenedAt.AddMilliseconds(milliseconds) };

        Assert.Equal(saysSomething, ObservedSignals.MarkOut(Provider, Ticket, mark) is not null);
    }

    [Fact]
    public void What_has_no_price_says_nothing()
    {
        var mark = Mark(1, "1.08340", "1.08347");

        Assert.Null(ObservedSignals.MarkOut(Provider, Ticket with { IsPending = true }, mark));
        Assert.Null(ObservedSignals.MarkOut(Provider, Ticket with { Price = SymbolPrice.None(5) }, mark));
        Assert.Null(ObservedSignals.MarkOut(Provider, Ticket, mark with { Bid = SymbolPrice.None(5) }));
        Assert.Null(ObservedSignals.MarkOut(Provider, Ticket, mark with { Ask = Price("1.0834") }));
        Assert.Null(ObservedSignals.MarkOut(Provider, Ticket, mark with { Ask = Price("1.08339") }));
    }

    [Fact]
    public void Only_the_last_fills_are_remembered()
    {
        var fills = new RecentFills();
        for (var ticket = 1; ticket <= RecentFills.Max + 1; ticket++)
        {
            fills.Take(Signal(SignalAction.Open, Copied.Ticket(ticket)));
        }

        fills.Take(Signal(SignalAction.Open, Copied.Ticket(1_000, kind: OrderKind.BuyStop)));
        fills.Take(Signal(SignalAction.Close, Copied.Ticket(1_001)));

        Assert.Null(fills.Find(1));
        Assert.NotNull(fills.Find(2));
        Assert.NotNull(fills.Find(RecentFills.Max + 1));
        Assert.Null(fills.Find(1_000));
        Assert.Null(fills.Find(1_001));
    }

    [Fact]
    public async Task Terminal_tells_the_trust_of_what_is_open_or_was_opened_lately()
    {
        await using var world = await CopyWorld.StartAsync();
        var account = (await world.RegisterAsync(CopyWorld.Bob, TradingRole.Provider)).Id;
        var stranger = (await world.RegisterAsync(CopyWorld.Bob, TradingRole.Provider)).Id;
        IProviderGrain Grain() =>
            world.Grains.GetGrain<IProviderGrain>(ProviderId.Derive(CopyWorld.Bob, "terminal").Value);
        var provider = Grain();
        Assert.Null((await provider.CreateAsync(
            new CreateProvider { User = CopyWorld.Bob, Name = "Bob's", Account = account })).Refusal);
        var opened = world.Time.GetUtcNow().AddSeconds(-20);
        var mark = new TerminalMark
        {
            Ticket = 1,
            Horizon = TrustHorizon.OneSecond,
            At = opened.AddSeconds(1.5),
            Bid = Price("1.08449"),
            Ask = Price("1.08457"),
        };

        Assert.False(await provider.MarkAsync(account, mark));
        await PublishAsync(provider, account, 1, SignalAction.Open, 1, opened);
        await PublishAsync(provider, account, 2, SignalAction.Close, 1, opened.AddSeconds(1));
        await PublishAsync(provider, account, 3, SignalAction.Open, 2, opened.AddSeconds(2));
        Assert.True(await provider.MarkAsync(account, mark));
        Assert.True(await provider.MarkAsync(account, mark));
        Assert.False(await provider.MarkAsync(stranger, mark));
        Assert.False(await provider.MarkAsync(account, mark with { Ticket = 3 }));
        Assert.False(await provider.MarkAsync(account, mark with { Horizon = TrustHorizon.TenSeconds }));
        await SeenAsync(world, TrustFeature.MarkOutOneSecond);

        await world.RestartAsync();
        provider = Grain();
        Assert.False(await provider.MarkAsync(account, mark));
        Assert.True(await provider.MarkAsync(
            account, mark with { Ticket = 2, Horizon = TrustHorizon.TenSeconds, At = opened.AddSeconds(12) }));
        await SeenAsync(world, TrustFeature.MarkOutTenSeconds);
        await SeenAsync(world, TrustFeature.MarkOutOneSecond);
    }

    /// <summary>Waits until the trust has one sample of a feature, and it is that of the test's prices.</summary>
    private static Task<TrustView> SeenAsync(CopyWorld world, TrustFeature feature) => Eventually.GetAsync(
        world.Grains.GetGrain<ITrustGrain>(CopyWorld.Bob.Value).GetAsync,
        view => view.Reasons.Any(reason => reason is { Samples: 1, Value: 996 } && reason.Feature == feature),
        $"a sample of {feature}",
        world.Log.ToString);

    private static async Task PublishAsync(
        IProviderGrain provider,
        TradingAccountId account,
        long number,
        SignalAction action,
        long ticket,
        DateTimeOffset at)
    {
        var answer = await provider.PublishFromTerminalAsync(account, new TerminalSignal
        {
            Number = number,
            At = at,
            Action = action,
            Ticket = ticket,
            Symbol = "EURUSD",
            Kind = OrderKind.Buy,
            Volume = new Lots(10),
            Price = Price("1.08345"),
            StopLoss = SymbolPrice.None(5),
            TakeProfit = SymbolPrice.None(5),
        });
        Assert.Equal(PublishStatus.Ok, answer.Status);
    }

    private static CopySignal Signal(SignalAction action, ProviderTicket ticket) =>
        new() { Number = ticket.Ticket, At = ticket.OpenedAt, Action = action, Ticket = ticket };

    private static TerminalMark Mark(int seconds, string bid, string ask) => new()
    {
        Ticket = 7,
        Horizon = seconds switch
        {
            1 => TrustHorizon.OneSecond,
            10 => TrustHorizon.TenSeconds,
            _ => TrustHorizon.OneMinute,
        },
        At = Ticket.OpenedAt.AddSeconds(seconds),
        Bid = Price(bid),
        Ask = Price(ask),
    };

    private static SymbolPrice Price(string text) =>
        SymbolPrice.TryParse(text, out var price) ? price : throw new FormatException(text);
}
