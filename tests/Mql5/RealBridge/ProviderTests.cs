using OrleansTrading.Grains;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>The provider's program and the bridge: what happens is published once, whatever ends meanwhile.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task What_happened_while_the_program_was_away_is_published_once()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open BUY 0.30 0");
        await stage.PublishedAsync(1);
        await stage.Provider.KillAsync();

        // The deals of history are looked at before what is live, so that tickets do not come in their order.
        await stage.Provider.StartAsync(
            "open SELL_LIMIT 0.20 1.09", "open SELL_STOP 0.40 1.07", "open BUY 0.10 0", "close 1001 0.1 1.085 USER",
            "fill 1003 0 1.09");
        await stage.PublishedAsync(5);

        await stage.CopiedAsync(copier, "BUY 0.2 0 0", "BUY 0.1 0 0", "SELL 0.2 0 0", "SELL_STOP 0.4 0 0");
        Assert.Equal(
            [OrderKind.Buy, OrderKind.Buy, OrderKind.Sell, OrderKind.SellStop],
            (await stage.OpenTicketsAsync()).Select(ticket => ticket.Kind));
    }

    [Theory]
    [InlineData("die write 2")] // in the middle of the record that has the signal
    [InlineData("die flush 2")] // behind it, before it is said
    [InlineData("die send 4")] // before it goes out
    [InlineData("die send 5")]
    public async Task Provider_that_is_killed_publishes_each_thing_once(string death)
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync(death);
        foreach (var volume in new[] { "0.01", "0.02", "0.03", "0.04", "0.05" })
        {
            await stage.Provider.Terminal.TrySayAsync($"open BUY {volume} 0");
        }

        await stage.UntilAsync(() => !stage.Provider.Runs, $"the death: {death}", stage.Provider);
        var opened = stage.Provider.Book.Positions.Count;
        Assert.InRange(opened, 1, 5);
        await stage.Provider.StartAsync();
        await stage.PublishedAsync(opened);

        await stage.CopiedAsync(
            copier, [.. stage.Provider.Book.Positions.Select(position => position.ToString())]);
    }

    [Fact]
    public async Task Program_whose_journal_is_lost_goes_on_with_what_is_open()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open BUY 0.30 0");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.3 0 0");
        await stage.Provider.KillAsync();
        foreach (var journal in stage.Provider.Folder.Journals)
        {
            journal.Delete();
        }

        await stage.Provider.StartAsync("open SELL 0.20 0 1.10 1.07");
        await stage.PublishedAsync(2);
        await stage.Provider.SayAsync("close 1001 0.1 1.085 USER");
        await stage.PublishedAsync(3);
        await stage.CopiedAsync(copier, "BUY 0.2 0 0", "SELL 0.2 1.1 1.07");
    }

    [Fact]
    public async Task Bridge_that_is_away_is_told_when_it_is_back()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await stage.Provider.SayAsync("open BUY 0.30 0");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.3 0 0");

        await stage.Platform.StopAsync();
        await stage.Provider.SayAsync("open SELL 0.20 0");
        await stage.Provider.SayAsync("close 1001 0.1 1.085 USER");
        await stage.Platform.StartAsync();

        await stage.PublishedAsync(3);
        await stage.CopiedAsync(copier, "BUY 0.2 0 0", "SELL 0.2 0 0");
    }

    [Fact]
    public async Task Price_after_an_opening_reaches_the_providers_trust_though_the_bridge_was_away()
    {
        await using var stage = await CopyStage.OpenAsync();
        await stage.Platform.StopAsync();

        await stage.Provider.SayAsync("open BUY 0.30 0");
        await stage.Provider.SayAsync("advance 10000");
        await stage.Provider.SayAsync("quote EURUSD 1.08449 1.08457");
        await stage.Platform.StartAsync();

        await stage.TrustedAsync(TrustFeature.MarkOutTenSeconds, 996);
    }
}
