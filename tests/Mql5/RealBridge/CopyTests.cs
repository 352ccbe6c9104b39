namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>From a provider's hand to the brokers of those who copy: both programs, bridge and grains.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task What_the_provider_does_is_done_in_each_account_by_its_share()
    {
        await using var stage = await CopyStage.OpenAsync();
        var all = await stage.AddAsync();
        var half = await stage.AddAsync(500_000, "netting");

        await stage.Provider.SayAsync("open BUY 0.30 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(all, "BUY 0.3 1.07 1.09");
        await stage.CopiedAsync(half, "BUY 0.15 1.07 1.09");

        await stage.Provider.SayAsync("move 1001 1.075 1.095");
        await stage.PublishedAsync(2);
        await stage.Provider.SayAsync("close 1001 0.1 1.084 USER");
        await stage.PublishedAsync(3);
        await stage.CopiedAsync(all, "BUY 0.2 1.075 1.095");
        await stage.CopiedAsync(half, "BUY 0.1 1.075 1.095");

        await stage.Provider.SayAsync("close 1001 0 1.085 USER");
        await stage.PublishedAsync(4);
        await stage.CopiedAsync(all);
        await stage.CopiedAsync(half);
        Assert.Equal(["BUY 0.3 in", "SELL 0.1 out", "SELL 0.2 out"], Deals(all));
        Assert.Equal(["BUY 0.15 in", "SELL 0.05 out", "SELL 0.1 out"], Deals(half));
        Assert.Equal(-240 - 210, (await stage.ViewAsync(all))!.NetProfitCents);
    }

    [Fact]
    public async Task Pending_orders_are_placed_moved_filled_by_each_broker_and_cancelled()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open SELL_LIMIT 0.20 1.09 1.10 1.07");
        await stage.PublishedAsync(1);
        await stage.Provider.SayAsync("open BUY_STOP 0.10 1.095");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier, "SELL_LIMIT 0.2 1.1 1.07", "BUY_STOP 0.1 0 0");

        await stage.Provider.SayAsync("fill 1001 0 1.09");
        await stage.PublishedAsync(3);
        await copier.Station.SayAsync($"fill {copier.Book.Pending[0].Ticket} 0 1.09");
        await stage.CopiedAsync(copier, "SELL 0.2 1.1 1.07", "BUY_STOP 0.1 0 0");

        await stage.Provider.SayAsync("move 1001 1.0999 1.07");
        await stage.PublishedAsync(4);
        await stage.Provider.SayAsync("cancel 1002");
        await stage.PublishedAsync(5);
        await stage.CopiedAsync(copier, "SELL 0.2 1.0999 1.07");
    }

    [Fact]
    public async Task Pending_order_that_the_account_s_broker_filled_first_is_closed_when_the_provider_cancels()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open SELL_LIMIT 0.20 1.09");
        await stage.PublishedAsync(1);
        await stage.Provider.SayAsync("open BUY_LIMIT 0.10 1.08 1.07 1.09");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier, "SELL_LIMIT 0.2 0 0", "BUY_LIMIT 0.1 1.07 1.09");

        // Filled, but the terminal's history does not say by which deal yet, so nobody can be told.
        await copier.Station.SayAsync("lag now");
        await copier.Station.SayAsync($"fill {copier.Book.Pending[0].Ticket} 0 1.09");
        await copier.Station.SayAsync($"fill {copier.Book.Pending[0].Ticket} 0 1.08");
        await stage.Provider.SayAsync("cancel 1001");
        await stage.PublishedAsync(3);
        await stage.Provider.SayAsync("fill 1002 0 1.08");
        await stage.PublishedAsync(4);
        await stage.Provider.SayAsync("move 1002 1.075 1.095");
        await stage.PublishedAsync(5);
        await stage.UntilAsync(
            () => stage.Proxy.Told.Count(line => line.Contains('#', StringComparison.Ordinal)) >= 2,
            "both orders at the terminal",
            copier.Station);
        await copier.Station.SayAsync("lag off");

        await stage.CopiedAsync(copier, "BUY 0.1 1.075 1.095");
        Assert.Equal(["SELL 0.2 in", "BUY 0.1 in", "BUY 0.2 out"], Deals(copier));
    }

    [Fact]
    public async Task Part_of_a_pending_order_that_was_filled_before_it_was_removed_is_closed()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open SELL_LIMIT 0.20 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "SELL_LIMIT 0.2 0 0");

        // The trade server has filled a part and says that it has removed the order; of the part there is no deal yet.
        await copier.Station.SayAsync("lag now");
        await copier.Station.SayAsync($"fill {copier.Book.Pending[0].Ticket} 0.08 1.09");
        await stage.Provider.SayAsync("cancel 1001");
        await stage.PublishedAsync(2);
        await stage.UntilAsync(() => copier.Book.Pending.Count == 0, "the order is removed", copier.Station);
        await copier.Station.SayAsync("lag off");

        await stage.CopiedAsync(copier);
        Assert.Equal(["SELL 0.08 in", "BUY 0.08 out"], Deals(copier));
    }

    [Fact]
    public async Task Stop_of_the_account_s_own_broker_is_told_and_not_opened_again()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open BUY 0.30 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.3 1.07 1.09");

        await copier.Station.SayAsync($"close {copier.Book.Positions[0].Ticket} 0 1.07 SL");
        await stage.CopiedAsync(copier);
        await stage.Provider.SayAsync("close 1001 0.1 1.084 USER");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier);

        Assert.Equal(["BUY 0.3 in", "SELL 0.3 out"], Deals(copier));
    }

    [Fact]
    public async Task Provider_on_a_netting_account_that_reverses_is_followed_by_a_close_and_an_opening()
    {
        await using var stage = await CopyStage.OpenAsync("netting");
        var hedging = await stage.AddAsync();
        var netting = await stage.AddAsync("netting");
        await stage.Provider.SayAsync("open BUY 0.30 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.Provider.SayAsync("open BUY 0.10 0");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(hedging, "BUY 0.3 1.07 1.09", "BUY 0.1 1.07 1.09");
        await stage.CopiedAsync(netting, 2, "BUY 0.4 1.07 1.09");

        // One deal to the other side of more than there is: DEAL_ENTRY_INOUT, two closes and an opening.
        await stage.Provider.SayAsync("open SELL 0.60 0 1.10 1.06");
        await stage.PublishedAsync(5);
        await stage.CopiedAsync(hedging, "SELL 0.2 1.1 1.06");
        await stage.CopiedAsync(netting, 1, "SELL 0.2 1.1 1.06");
        Assert.Equal("inout", stage.Provider.Book.Deals[^1].Entry);
        Assert.Equal(["SELL 0.2 1.1 1.06"], stage.Provider.Book.Positions.Select(position => position.ToString()));

        await stage.Provider.SayAsync("open BUY 0.05 0");
        await stage.PublishedAsync(6);
        await stage.CopiedAsync(hedging, "SELL 0.15 1.1 1.06");
        await stage.Provider.SayAsync("open BUY 0.15 0");
        await stage.PublishedAsync(7);
        await stage.CopiedAsync(hedging);
        await stage.CopiedAsync(netting);
    }

    [Fact]
    public async Task Pending_order_that_closes_on_a_netting_account_is_cancelled_where_it_is_copied()
    {
        await using var stage = await CopyStage.OpenAsync("netting");
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open BUY 0.30 0");
        await stage.PublishedAsync(1);
        await stage.Provider.SayAsync("open SELL_STOP 0.10 1.08");
        await stage.PublishedAsync(2);
        await stage.Provider.SayAsync("open SELL_STOP 0.50 1.07");
        await stage.PublishedAsync(3);
        await stage.CopiedAsync(copier, "BUY 0.3 0 0", "SELL_STOP 0.1 0 0", "SELL_STOP 0.5 0 0");

        await stage.Provider.SayAsync("fill 1003 0 1.08");
        await stage.PublishedAsync(5);
        await stage.CopiedAsync(copier, "BUY 0.2 0 0", "SELL_STOP 0.5 0 0");

        // The next one closes what is left and opens with the rest, by two deals; the copy is filled by one.
        await stage.Provider.SayAsync("fill 1004 0.4 1.07");
        await stage.Provider.SayAsync("fill 1004 0 1.07");
        await stage.PublishedAsync(7);
        await copier.Station.SayAsync($"fill {copier.Book.Pending[0].Ticket} 0 1.07");
        await stage.CopiedAsync(copier, "SELL 0.3 0 0");
        Assert.Equal(["SELL 0.3 0 0"], stage.Provider.Book.Positions.Select(position => position.ToString()));
    }

    private static IEnumerable<string> Deals(Copier copier) =>
        copier.Book.Deals.Select(deal => $"{deal.Side} {deal.Volume} {deal.Entry}");
}
