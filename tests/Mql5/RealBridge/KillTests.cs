namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>
/// The subscriber's program is killed (SIGKILL) wherever it touches the world, and started again: by the broker's own
/// book every order was executed once, and the platform knows what became of it.
/// </summary>
public sealed class KillTests
{
    private const int CallsAtOnce = 3;
    private const int SignalsARound = 8;

    [Theory]
    [InlineData("die before 1")] // the order is persisted, and was not sent
    [InlineData("die after 1")] // the trade server has executed it, and nobody was told
    [InlineData("die write 3")] // in the middle of a record of the journal
    [InlineData("die flush 3")] // right behind it
    [InlineData("die send 4")] // before lines go to the bridge
    public async Task Killed_at_the_worst_moment_executes_once(string death)
    {
        await using var stage = await CopyStage.OpenAsync();
        Assert.True(await TryDieAsync(stage, death, published: 0), $"It did not die of: {death}");
    }

    [Fact]
    public async Task Killed_after_the_order_with_late_history_executes_once()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await copier.Station.SayAsync("die after 1");
        await stage.Provider.SayAsync("open BUY 0.10 0");
        await stage.UntilAsync(() => !copier.Station.Runs, "the death", copier.Station);

        await copier.Station.StartAsync("connect off", "lag all");
        await copier.Station.SayAsync("advance 20000");
        await copier.Station.SayAsync("connect on");
        await copier.Station.SayAsync("advance 1500");
        await copier.Station.SayAsync("lag off");
        await stage.CopiedAsync(copier, "BUY 0.1 0 0");
    }

    /// <summary>Calls of the program that touch a file, the bridge or the broker, one after the other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_at_each_of_its_calls_executes_once(int first)
    {
        await using var stage = await CopyStage.OpenAsync();
        var deaths = 0;
        while (await TryDieAsync(stage, $"die call {first + (CallsAtOnce * deaths)}", SignalsARound * deaths))
        {
            deaths++;
        }

        Assert.True(deaths >= 8, $"It died {deaths} times only: the calls are not counted.");
    }

    [Fact]
    public async Task Journal_that_lost_its_end_or_all_of_itself_repeats_nothing()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        string[] open = [];
        var signals = 0;
        foreach (var lost in new[] { 1, 60, 200, 500, 5_000 })
        {
            await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
            await stage.PublishedAsync(++signals);
            open = [.. open, "BUY 0.1 1.07 1.09"];
            await stage.CopiedAsync(copier, open);
            await copier.Station.KillAsync();
            Shorten(copier.Station.Folder.Journals[0], lost);
            await stage.Provider.SayAsync("open SELL 0.20 0");
            await stage.PublishedAsync(++signals);
            open = [.. open, "SELL 0.2 0 0"];
            await copier.Station.StartAsync();
            await stage.CopiedAsync(copier, open);
        }

        await copier.Station.KillAsync();
        foreach (var journal in copier.Station.Folder.Journals)
        {
            journal.Delete();
        }

        await stage.Provider.SayAsync($"close {stage.Provider.Book.Positions[0].Ticket} 0.06 1.084 USER");
        await stage.PublishedAsync(++signals);
        await copier.Station.StartAsync();
        await stage.CopiedAsync(copier, ["BUY 0.04 1.07 1.09", .. open.Skip(1)]);
    }

    /// <summary>Six signals, and the death that is given; false: all was copied before it came.</summary>
    private static async Task<bool> TryDieAsync(CopyStage stage, string death, int published)
    {
        string[] expected = ["BUY 0.06 1.07 1.09", "SELL 0.2 1.1 1.06"];
        var copier = await stage.SubscribeAsync();
        await copier.Station.StartAsync(death);
        await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
        await stage.Provider.SayAsync("open SELL 0.20 0");
        await stage.Provider.SayAsync("open BUY_LIMIT 0.30 1.08");
        await stage.PublishedAsync(published + 3);
        var (first, second) = (stage.Provider.Book.Positions[0].Ticket, stage.Provider.Book.Positions[1].Ticket);
        await stage.Provider.SayAsync($"close {first} 0.04 1.084 USER");
        await stage.Provider.SayAsync($"move {second} 1.10 1.06");
        await stage.Provider.SayAsync($"cancel {stage.Provider.Book.Pending[0].Ticket}");
        await stage.PublishedAsync(published + 6);
        await stage.CopiedOrEndedAsync(copier, expected);
        var died = !copier.Station.Runs;
        if (died)
        {
            await copier.Station.StartAsync();
            await copier.Station.SettleAsync();
        }

        await stage.CopiedAsync(copier, expected);

        // A part that was closed before it was asked to open it is not opened.
        Assert.Contains(
            string.Join(' ', copier.Book.Deals.Select(deal => deal.Volume).Order()),
            new[] { "0.04 0.1 0.2", "0.06 0.2" });
        await stage.LeaveAsync(copier);
        await stage.Provider.SayAsync($"close {first} 0 1.084 USER");
        await stage.Provider.SayAsync($"close {second} 0 1.084 USER");
        await stage.PublishedAsync(published + SignalsARound);
        await copier.Station.KillAsync();
        return died;
    }

    private static void Shorten(FileInfo journal, long by)
    {
        using var file = journal.OpenWrite();
        file.SetLength(Math.Max(0, file.Length - by));
    }
}
