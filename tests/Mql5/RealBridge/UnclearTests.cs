namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>Brokers that refuse, fill in part, or do not say what they did.</summary>
public sealed class UnclearTests
{
    [Fact]
    public async Task Requote_storm_ends_in_one_deal()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync("refuse 10004 12");
        await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
        await stage.PublishedAsync(1);

        // The program tries an order five times; then it is the platform's to order again.
        await stage.CopiedAsync(copier, "BUY 0.1 1.07 1.09");
        Assert.Equal(3, (await stage.ViewAsync(copier))!.Sequence);
        Assert.Single(copier.Book.Deals);
    }

    [Fact]
    public async Task Of_an_order_that_is_filled_in_part_the_same_shares_are_closed()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync("partial 0.04");
        await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.04 1.07 1.09");

        await stage.Provider.SayAsync("close 1001 0.05 1.084 USER");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier, "BUY 0.02 1.07 1.09");
        await stage.Provider.SayAsync("close 1001 0 1.084 USER");
        await stage.PublishedAsync(3);
        await stage.CopiedAsync(copier);
        Assert.Equal(["0.04", "0.02", "0.02"], copier.Book.Deals.Select(deal => deal.Volume));
    }

    [Theory]
    [InlineData("lose 10012")] // a time-out
    [InlineData("lose 10031")] // no connection
    [InlineData("silent")] // "done", and no ticket
    public async Task What_was_done_without_saying_so_is_found_when_history_comes(string answer)
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.1 1.07 1.09");

        foreach (var (action, expected) in new[]
        {
            ("open SELL 0.20 0", new[] { "BUY 0.1 1.07 1.09", "SELL 0.2 0 0" }),
            ("close 1001 0.04 1.084 USER", ["BUY 0.06 1.07 1.09", "SELL 0.2 0 0"]),
            ("move 1001 1.075 1.095", ["BUY 0.06 1.075 1.095", "SELL 0.2 0 0"]),
            ("close 1001 0 1.084 USER", ["SELL 0.2 0 0"]),
        })
        {
            var deals = copier.Book.Deals.Count;
            var told = stage.Proxy.Told.Count(IsOrder);
            await copier.Station.SayAsync("lag now");
            await copier.Station.SayAsync(answer);
            await stage.Provider.SayAsync(action);
            await stage.UntilAsync(
                () => stage.Proxy.Told.Count(IsOrder) > told
                    && (copier.Book.Deals.Count > deals || action.StartsWith("move", StringComparison.Ordinal)),
                "the order at the broker",
                stage.Provider,
                copier.Station);
            await copier.Station.SayAsync("advance 1500");
            await copier.Station.SayAsync("lag off");
            await stage.CopiedAsync(copier, expected);
        }

        Assert.Equal(["0.1", "0.2", "0.04", "0.06"], copier.Book.Deals.Select(deal => deal.Volume));
    }

    [Fact]
    public async Task What_was_not_done_without_saying_so_is_proven_and_ordered_again()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync("refuse 10012");
        await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.UntilAsync(() => stage.Proxy.Heard.Any(line => IsReport(line, "UNKNOWN")), "it is unknown",
            copier.Station);
        for (var i = 0; i < 16; i++)
        {
            await copier.Station.SayAsync("advance 1000");
        }

        await stage.CopiedAsync(copier, "BUY 0.1 1.07 1.09");
        Assert.Contains(stage.Proxy.Heard, line => IsReport(line, "NONE"));
        Assert.Single(copier.Book.Deals);
    }

    private static bool IsOrder(string line) => line.StartsWith("SIG|", StringComparison.Ordinal);

    private static bool IsReport(string line, string kind) => line.Split('|') is ["REP", _, _, _, var told, ..]
        && told == kind;
}
