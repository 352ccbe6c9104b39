namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>Somebody between the bridge and a terminal changes lines, leaves them out, repeats them, or cuts.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData("|0.10|", "|9.10|")] // the volume
    [InlineData("|BUY|", "|SELL|")]
    [InlineData("|1.09000|", "|1.90000|")]
    public async Task Order_that_was_changed_is_refused_and_the_true_one_executed_after_a_new_connection(
        string part, string changed)
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        var before = stage.Proxy.Connections;
        var tampered = 0;
        stage.Proxy.OnLine = line => IsOrder(line) && Interlocked.Exchange(ref tampered, 1) == 0
            ? [line.Replace(part, changed, StringComparison.Ordinal)]
            : [line];
        await stage.Provider.SayAsync("open BUY 0.10 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.1 1.07 1.09");

        Assert.Contains(stage.Proxy.Heard, line => IsRejection(line, "SIGNATURE"));
        Assert.Contains(
            copier.Station.Terminal.Logs,
            line => line.Contains("a signature is wrong", StringComparison.Ordinal));
        Assert.Equal(before + 1, stage.Proxy.Connections);
        Assert.Equal(["0.1"], copier.Book.Deals.Select(deal => deal.Volume));
    }

    [Fact]
    public async Task Order_that_was_left_out_is_missed_with_the_next_and_sent_again()
    {
        // Nobody else says the first again before the second comes.
        await using var stage = await CopyStage.OpenAsync(null, copy => copy.AnswerWait = TimeSpan.FromSeconds(60));
        var copier = await stage.AddAsync();
        var before = stage.Proxy.Connections;
        var dropped = 0;
        stage.Proxy.OnLine = line => IsOrder(line) && Interlocked.Exchange(ref dropped, 1) == 0 ? [] : [line];
        await stage.Provider.SayAsync("open BUY 0.10 0");
        await stage.Provider.SayAsync("open BUY 0.20 0");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier, "BUY 0.1 0 0", "BUY 0.2 0 0");

        Assert.Contains(stage.Proxy.Heard, line => IsRejection(line, "GAP"));
        Assert.Equal(before, stage.Proxy.Connections);
    }

    [Fact]
    public async Task Order_that_was_left_out_with_none_behind_it_is_asked_about_and_given_anew()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        var dropped = 0;
        stage.Proxy.OnLine = line => IsOrder(line) && Interlocked.Exchange(ref dropped, 1) == 0 ? [] : [line];
        await stage.Provider.SayAsync("open BUY 0.10 0");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.1 0 0");

        Assert.Equal(2, (await stage.ViewAsync(copier))!.Sequence);
        Assert.Single(copier.Book.Deals);
    }

    [Fact]
    public async Task Orders_that_are_said_again_in_this_session_and_in_the_next_are_known()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        var orders = new List<string>();
        stage.Proxy.OnLine = line =>
        {
            if (IsOrder(line))
            {
                orders.Add(line);
                return [line, line];
            }

            return line.StartsWith("LIVE|", StringComparison.Ordinal) ? [.. orders, line, .. orders] : [line];
        };
        await stage.Provider.SayAsync("open BUY 0.10 0");
        await stage.Provider.SayAsync("open SELL 0.20 0");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier, "BUY 0.1 0 0", "SELL 0.2 0 0");

        stage.Proxy.Cut();
        await stage.Provider.SayAsync("close 1001 0 1.084 USER");
        await stage.PublishedAsync(3);
        await stage.CopiedAsync(copier, "SELL 0.2 0 0");
        Assert.Equal(["0.1", "0.2", "0.1"], copier.Book.Deals.Select(deal => deal.Volume));
    }

    [Fact]
    public async Task Confirmation_that_was_changed_ends_the_connection_and_confirms_nothing()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        var tampered = 0;
        stage.Proxy.OnLine = line =>
            line.StartsWith("FIN|", StringComparison.Ordinal) && Interlocked.Exchange(ref tampered, 1) == 0
                ? [line.Replace("FIN|", "FIN|1", StringComparison.Ordinal)]
                : [line];
        await stage.Provider.SayAsync("open BUY 0.10 0");
        await stage.PublishedAsync(1);
        await stage.UntilAsync(
            () => stage.Proxy.Heard.Count(line => line.StartsWith("REP|", StringComparison.Ordinal)) >= 2,
            "the report again",
            copier.Station);
        await stage.CopiedAsync(copier, "BUY 0.1 0 0");

        var said = stage.Proxy.Heard.Where(line => line.StartsWith("REP|", StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf('|')]);
        Assert.Single(said.Distinct());
        Assert.Contains(
            copier.Station.Terminal.Logs, line => line.Contains("a MAC is wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Burst_that_is_cut_again_and_again_is_executed_once_each()
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync("sendmax 37", "refuse 10004 3", "lose 10012 2");
        await OpenManyAsync(stage, () =>
        {
            stage.Proxy.Cut();
            return Task.CompletedTask;
        });
        await AllCopiedAsync(stage, copier);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Burst_in_which_the_platform_is_started_again_is_executed_once_each(bool isKilled)
    {
        await using var stage = await CopyStage.OpenAsync();
        var copier = await stage.AddAsync();
        await OpenManyAsync(stage, async () =>
        {
            await (isKilled ? stage.Platform.KillAsync() : stage.Platform.StopAsync());
            await stage.Platform.StartAsync();
        });
        await AllCopiedAsync(stage, copier);
    }

    /// <summary>The provider opens one position after the other; every tenth time something is done.</summary>
    private static async Task OpenManyAsync(CopyStage stage, Func<Task> meanwhile)
    {
        for (var i = 1; i <= 30; i++)
        {
            var told = stage.Proxy.Told.Count(IsOrder);
            await stage.Provider.SayAsync($"open {(i % 3 == 0 ? "SELL" : "BUY")} {i / 100.0:0.00} 0");
            if (i % 10 == 5)
            {
                // In the middle of what the provider says and what terminals are told.
                await stage.UntilAsync(
                    () => stage.Proxy.Told.Count(IsOrder) > told, "orders", stage.Provider);
                await meanwhile();
            }
        }

        await stage.PublishedAsync(30);
    }

    private static async Task AllCopiedAsync(CopyStage stage, Copier copier)
    {
        await stage.CopiedAsync(copier, [.. stage.Provider.Book.Positions.Select(position => position.ToString())]);
        Assert.Equal(30, copier.Book.Deals.Count);
    }

    private static bool IsOrder(string line) => line.StartsWith("SIG|", StringComparison.Ordinal);

    private static bool IsRejection(string line, string code) => line.Split('|') is ["REJ", _, _, var told, ..]
        && told == code;
}
