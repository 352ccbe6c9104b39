using System.Globalization;
using OrleansTrading.Mql5.Tests.Bridge;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests.Scenarios;

/// <summary>
/// The subscriber's program is killed (SIGKILL) wherever it touches the world, and started again: every order was
/// executed exactly once, by the broker's own book, and the bridge knows what became of it.
/// </summary>
public sealed class CrashTests
{
    private const string Buy = "EURUSD|BUY|0.10|1.08345|1.07900|1.09120";

    [Theory]
    [InlineData("die before 1")] // the order is persisted, and was not sent
    [InlineData("die after 1")] // the trade server has executed it, and nobody was told
    [InlineData("die write 3")] // in the middle of a record of the journal
    [InlineData("die flush 3")] // right behind it
    [InlineData("die send 4")] // before lines go to the bridge
    public async Task Killed_at_the_worst_moment_executes_once(string death)
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await DieAsync(folder, bridge, death);
        await FinishAsync(folder, bridge, 3, "connect on");
    }

    [Fact]
    public async Task Killed_after_the_order_with_late_history_executes_once()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await DieAsync(folder, bridge, "die after 2");
        await using var terminal = await StartAsync(folder, bridge, "connect off", "lag all");
        await terminal.SayAsync("advance 20000");
        await terminal.SayAsync("connect on");
        await terminal.SayAsync("advance 1500");
        await terminal.SayAsync("lag off");
        await EndAsync(folder, bridge, terminal, 3);
    }

    [Fact]
    public async Task Report_that_was_not_confirmed_is_said_again_with_its_number()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge { HoldsFins = true };
        await using (var terminal = await StartAsync(folder, bridge))
        {
            await bridge.SignalAsync(Buy);
            await bridge.UntilResultsAsync(1);
            await terminal.KillAsync();
        }

        var number = bridge.Result(1)!.Fields[1];
        await using var again = await StartAsync(folder, bridge);
        await bridge.UntilAsync(
            () => bridge.Lines.Count(line => line[0] == "REP" && line[1] == number) == 2, "the report again");
        Assert.Contains(bridge.Lines, line => line is ["RESUME", ScriptedBridge.Subscription, "1"]);
        Assert.Single(folder.DealMagics);
    }

    /// <summary>Every call of the program that touches a file, the bridge or the broker, one after the other.</summary>
    [Fact]
    public async Task Killed_at_each_of_its_calls_executes_once()
    {
        var deaths = 0;
        for (var call = 1; ; call++)
        {
            using var folder = new TerminalFolder();
            await using var bridge = new ScriptedBridge();
            if (!await TryDieAsync(folder, bridge, string.Create(CultureInfo.InvariantCulture, $"die call {call}")))
            {
                break;
            }

            deaths++;
            await FinishAsync(folder, bridge, 3, "connect on");
        }

        Assert.True(deaths >= 20, $"It died {deaths} times only: the calls are not counted.");
    }

    private static async Task DieAsync(TerminalFolder folder, ScriptedBridge bridge, string death) =>
        Assert.True(await TryDieAsync(folder, bridge, death), $"It did not die of: {death}");

    /// <summary>Three orders at once and the death that is given; false: everything was done before it came.</summary>
    private static async Task<bool> TryDieAsync(TerminalFolder folder, ScriptedBridge bridge, string death)
    {
        await bridge.SignalAsync(Buy);
        await bridge.SignalAsync(Buy);
        await bridge.SignalAsync("EURUSD|CLOSE#1|0.04|0.00000|0.00000|0.00000");
        await using var terminal = await TerminalProcess.LaunchAsync(
            "Subscriber", folder, [
                string.Create(CultureInfo.InvariantCulture, $"input port {bridge.Port}"),
                $"input account {ScriptedBridge.Account}", $"input secret {ScriptedBridge.Secret}",
                "quote EURUSD 1.08337 1.08345", death,
            ]);
        await terminal.SayAsync("start");
        var done = bridge.UntilResultsAsync(3);
        await Task.WhenAny(terminal.Ended, done);
        if (done.IsCompletedSuccessfully)
        {
            return false;
        }

        await terminal.Ended;
        return true;
    }

    private static async Task FinishAsync(
        TerminalFolder folder, ScriptedBridge bridge, int orders, params string[] script)
    {
        await using var terminal = await StartAsync(folder, bridge, script);
        await EndAsync(folder, bridge, terminal, orders);
    }

    private static async Task EndAsync(
        TerminalFolder folder, ScriptedBridge bridge, TerminalProcess terminal, int orders)
    {
        await SettleAsync(terminal);
        await bridge.UntilResultsAsync(orders);

        // By the broker's book: one deal for each order, none twice; what the close left is there.
        Assert.Equal(
            Enumerable.Range(1, orders).Select(n => Macs.Magic(ScriptedBridge.Subscription, n)),
            folder.DealMagics.Order());
        Assert.Equal("0.06", folder.Positions[Macs.Magic(ScriptedBridge.Subscription, 1)]);
        Assert.All(Enumerable.Range(1, orders), n => Assert.Equal("FILLED", bridge.Result(n)!.Kind));
    }

    /// <summary>Lets the time pass that history has to stand still; the program looks after each step.</summary>
    private static async Task SettleAsync(TerminalProcess terminal)
    {
        for (var i = 0; i < 6; i++)
        {
            await terminal.SayAsync("advance 1000");
        }
    }

    private static Task<TerminalProcess> StartAsync(
        TerminalFolder folder, ScriptedBridge bridge, params string[] script) =>
        TerminalProcess.StartAsync(
            "Subscriber", folder, bridge.Port, ScriptedBridge.Account, ScriptedBridge.Secret, script);
}
