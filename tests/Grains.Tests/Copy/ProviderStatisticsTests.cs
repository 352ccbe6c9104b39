using System.Globalization;
using System.Text.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Copy.Providers;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>What a provider's signals come to, and how little of them is written with each.</summary>
public sealed class ProviderStatisticsTests
{
    [Fact]
    public void Sums_follow_results_with_the_deepest_drawdown()
    {
        var sums = new[] { 300L, -100, -250, 0, 400, -50 }.Aggregate(new ResultFigures(), ResultSums.Plus);

        Assert.Equal(
            new ResultFigures
            {
                Count = 6, Gain = 700, Loss = 400, Best = 400, Worst = -250, Peak = 350, Drawdown = 350,
            },
            sums);
        Assert.Equal(300, sums.Net);
    }

    [Theory]
    [InlineData(OrderKind.Buy, "1.00000", "1.01000", 10_000, 50_000)]
    [InlineData(OrderKind.Sell, "1.00000", "1.01000", -10_000, -50_000)]
    [InlineData(OrderKind.Buy, "2.0", "1.5", -250_000, -2_500_000)]
    [InlineData(OrderKind.SellLimit, "1.00000", "1.00000", 0, 0)]
    public void A_result_is_the_move_of_the_price_and_what_it_is_worth(
        OrderKind kind, string from, string to, long move, long cents)
    {
        var statistics = new TradeStatistics();
        var ticket = Copied.Ticket(1, 50, kind) with { Price = Price(from), IsPending = false };

        statistics.Take(Closing(ticket, 50, Price(to)), ticket, Facts);

        Assert.Equal((1L, move > 0 ? 1L : 0, move < 0 ? 1L : 0, 0L), Counted(statistics));
        Assert.Equal((move, cents), (statistics.Moves.Net, statistics.Money.Net));
        Assert.Equal(60_000, statistics.HeldMilliseconds);
    }

    [Fact]
    public void Parts_of_a_position_are_one_trade_that_counts_when_nothing_is_left()
    {
        var statistics = new TradeStatistics();
        var ticket = Copied.Ticket(1) with { Price = Price("1.00000") };

        statistics.Take(Closing(ticket, 25, Price("1.04000")), ticket, Facts);
        Assert.Equal((0L, 0L, 0L, 0L), Counted(statistics));
        Assert.Equal(0, statistics.Money.Count);
        var rest = ticket with { Left = new Lots(75) };
        statistics.Take(Closing(rest, 75, Price("0.98000")), rest, Facts);

        Assert.Equal((1L, 0L, 1L, 0L), Counted(statistics));
        Assert.Equal(((40_000 * 25) - (20_000 * 75)) / 100, statistics.Moves.Net);
        Assert.Equal((4_000 * 25) - (2_000 * 75), statistics.Money.Net);
        Assert.Empty(statistics.Partials);
    }

    [Fact]
    public void What_is_not_known_is_counted_as_that_and_in_no_result()
    {
        var statistics = new TradeStatistics();
        var (known, blind) = (Copied.Ticket(1), Copied.Ticket(2) with { Price = SymbolPrice.None(5) });

        statistics.Take(Closing(known, 100, SymbolPrice.None(5)), known, Facts);
        statistics.Take(Closing(blind, 100, Price("1.1")), blind, Facts);
        statistics.Take(Closing(known with { Ticket = 3 }, 100, Price("1.1")), known, facts: null);

        Assert.Equal((3L, 1L, 0L, 2L), Counted(statistics));
        Assert.Equal((1L, 0L), (statistics.Moves.Count, statistics.Money.Count));
    }

    [Fact]
    public void Sums_are_stored_and_read_as_they_are()
    {
        var statistics = new TradeStatistics();
        var ticket = Copied.Ticket(1) with { Price = Price("1.00000") };
        statistics.Take(Closing(ticket, 25, SymbolPrice.None(5)), ticket, Facts);

        var read = JsonSerializer.Deserialize<TradeStatistics>(
            JsonSerializer.Serialize(statistics, GrainJson.Options), GrainJson.Options)!;

        Assert.Equal(statistics.Partials, read.Partials);
        Assert.True(read.Partials[0].IsUnpriced);
    }

    [Fact]
    public async Task A_provider_is_told_with_what_it_has_open_and_how_many_copy_it()
    {
        await using var world = await CopyWorld.StartAsync();
        var (_, id) = await world.SubscribeAsync();
        await world.PublishAsync(world.Open(1));
        await world.PublishAsync(world.Open(2, kind: OrderKind.SellStop));
        await world.PublishAsync(world.Open(3));
        await world.PublishAsync(
            world.Do(SignalAction.Close, 3) with { Price = new SymbolPrice(108_445, 5), Volume = new Lots(40) });
        await world.PublishAsync(world.Do(SignalAction.Close, 3) with { Price = new SymbolPrice(108_445, 5) });
        await world.UntilAsync(id, view => view.SignalNumber == 5, "all is told");
        await world.RestartAsync();

        Assert.NotNull(await world.Provider.GetAsync());
        var statistics = (await world.Provider.GetStatisticsAsync())!;

        Assert.Equal((1, 1, 1), (statistics.Subscribers, statistics.OpenPositions, statistics.PendingOrders));
        Assert.Equal((1L, 1L, 0L, 0L), (
            statistics.Closed, statistics.Wins, statistics.Losses, statistics.Unpriced));
        Assert.Equal((100_000_000 / 108_345, null), (statistics.Moves.Net, statistics.OpenResultCents));
    }

    [Fact]
    public async Task The_providers_terminal_tells_what_is_lost_with_what_is_open()
    {
        await using var world = await CopyWorld.StartAsync();
        var terminal = await world.RegisterAsync(CopyWorld.Bob, TradingRole.Provider);
        terminal.Report = terminal.Report with { EquityCents = 1_000_000 - 7_500 };
        await terminal.TryConnectAsync(role: TradingRole.Provider);
        await terminal.TellAsync();
        var provider = world.Grains.GetGrain<IProviderGrain>(ProviderId.Derive(CopyWorld.Bob, "terminal").Value);
        Assert.Null((await provider.CreateAsync(
            new CreateProvider { User = CopyWorld.Bob, Name = "Bob", Account = terminal.Id })).Refusal);
        await provider.PublishAsync(world.Open(1));
        terminal.Report = terminal.Report with { EquityCents = 1_000_000 + 100 };
        await terminal.TellAsync();

        await provider.PublishAsync(world.Do(SignalAction.Close, 1) with { Price = new SymbolPrice(108_245, 5) });

        var statistics = (await provider.GetStatisticsAsync())!;
        Assert.Equal((100L, -7_500L, "USD"), (
            statistics.OpenResultCents, statistics.WorstOpenResultCents, statistics.Currency));
        Assert.Equal((-10_000L, 10_000L), (statistics.Money.Net, statistics.Money.Drawdown));
        Assert.Equal(10_000_000, (await provider.PublishAsync(world.Open(2))).Value!.Ticket.ContractHundredths);
    }

    [Fact]
    public async Task What_an_older_version_stored_of_tickets_and_keys_still_holds()
    {
        await using var world = await CopyWorld.StartAsync();
        var signal = await world.PublishAsync(world.Open(7));
        var command = world.Open(7);
        var json = $$"""
            {"ticketMax":7,"keys":[{"key":"k","signal":{{JsonSerializer.Serialize(signal, GrainJson.Options)}},
            "command":{{JsonSerializer.Serialize(command, GrainJson.Options)}}}]}
            """;

        var state = JsonSerializer.Deserialize<ProviderState>(json, GrainJson.Options)!;

        Assert.Equal((false, true), (state.Tickets.IsNew(7), state.Tickets.IsNew(8)));
        Assert.Equal((signal.Number, true), PublishedKeys.Find(state.Published, command));
        var again = JsonSerializer.Serialize(state, GrainJson.Options);
        Assert.DoesNotContain("\"keys\"", again, StringComparison.Ordinal);
        Assert.DoesNotContain("ticketMax", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_and_keys_stay_small()
    {
        await using var world = await CopyWorld.StartAsync();
        var commands = Enumerable.Range(1, PublishedKeys.Max + 1)
            .Select(i => world.Open(1, lots: i) with
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{new string('k', 250)}{i:D5}"),
                Action = i == 1 ? SignalAction.Open : SignalAction.Modify,
                Volume = i == 1 ? new Lots(100) : null,
                StopLoss = new SymbolPrice(100_000 + i, 5),
            })
            .ToList();
        ProviderState? stored = null;
        world.Writes.Stored = state => stored = state as ProviderState ?? stored;
        var signals = new List<CopySignal>();
        foreach (var command in commands)
        {
            signals.Add(await world.PublishAsync(command));
        }

        Assert.Equal(PublishedKeys.Max * 32, stored!.Published.Length);
        Assert.InRange(JsonSerializer.Serialize(stored.Published, GrainJson.Options).Length, 1, 12_000);
        await world.RestartAsync();
        Assert.Equal(signals[1], await world.PublishAsync(commands[1]));
        Assert.Equal(signals[^1], await world.PublishAsync(commands[^1]));
        var other = await world.Provider.PublishAsync(commands[5] with { StopLoss = new SymbolPrice(1, 5) });
        Assert.Equal(ErrorCodes.IdempotencyKeyReused, other.Refusal!.Code);
        Assert.Contains("signal 6", other.Refusal.Detail, StringComparison.Ordinal);
        var forgotten = commands[0] with { Action = SignalAction.Modify, Volume = null };
        Assert.Equal(commands.Count + 1, (await world.PublishAsync(forgotten)).Number);
    }

    [Fact]
    public async Task Each_signal_is_in_the_history_once()
    {
        await using var world = await CopyWorld.StartAsync();
        var opened = await world.PublishAsync(world.Open(1));
        var closed = await world.PublishAsync(world.Do(SignalAction.Close, 1) with { Price = Price("1.1") });

        var rows = await ((IHistoryStore)world.Wallets.Platform.Services.GetService(typeof(IHistoryStore))!).PageAsync(
            HistoryFilter.OfSubject(world.ProviderKey.Value), null, 10, CancellationToken.None);

        Assert.All(rows, row => Assert.Equal(
            (HistoryKinds.SignalPublished, CopyWorld.Bob.Value), (row.Event.Kind, row.Event.Owner)));
        Assert.Equal(
            [closed, opened],
            rows.Select(row => JsonSerializer.Deserialize<CopySignal>(row.Event.Details, GrainJson.Options)!));
    }

    private static AccountFacts Facts { get; } = new()
    {
        Key = new SigningKey("none"), IsConnected = true, Report = Copied.Account, Symbol = Copied.Rules("EURUSD"),
    };

    private static CopySignal Closing(ProviderTicket ticket, long lots, SymbolPrice price) => new()
    {
        Number = 2,
        At = ticket.OpenedAt + TimeSpan.FromMinutes(1),
        Action = SignalAction.Close,
        Ticket = ticket with { Left = ticket.Left.Less(new Lots(lots)) },
        ClosePrice = price,
    };

    private static (long Closed, long Wins, long Losses, long Unpriced) Counted(TradeStatistics statistics) =>
        (statistics.Closed, statistics.Wins, statistics.Losses, statistics.Unpriced);

    private static SymbolPrice Price(string text)
    {
        Assert.True(SymbolPrice.TryParse(text, out var price));
        return price;
    }
}
