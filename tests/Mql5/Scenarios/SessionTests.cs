using OrleansTrading.Mql5.Tests.Bridge;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests.Scenarios;

/// <summary>The subscriber's program and a bridge, over loopback.</summary>
public sealed class SessionTests
{
    private const string Buy = "EURUSD|BUY|0.10|1.08345|1.07900|1.09120";

    [Fact]
    public async Task Account_is_told_first_then_symbols_then_that_it_is_ready()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await using var terminal = await StartAsync(folder, bridge);

        Assert.Equal(["ACC", "SYM", "READY"], bridge.Lines.Select(line => line[0]).Distinct().Take(3));
        Assert.Equal(["5001234", "Demo-Server", "USD", "HEDGING"], bridge.Lines[0][1..5]);
        Assert.Equal("7200", bridge.Lines[0][10]);
    }

    [Fact]
    public async Task Replaced_terminal_is_told_and_stays_away()
    {
        using var folder = new TerminalFolder();
        using var other = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await using var first = await StartAsync(folder, bridge);
        await using var second = await StartAsync(other, bridge);
        await first.UntilLoggedAsync("the bridge says REPLACED");
        await first.SayAsync("advance 300000");
        await bridge.SignalAsync(Buy);
        await bridge.UntilResultsAsync(1);

        Assert.Equal(2, bridge.Sessions);
        Assert.Empty(folder.Book.Deals);
        Assert.Single(other.Book.Deals);
    }

    [Fact]
    public async Task Silent_bridge_is_left_after_three_heartbeats_and_a_heartbeat_is_answered()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await using var terminal = await StartAsync(folder, bridge);
        await bridge.SayAsync("PING|7");
        await bridge.UntilAsync(() => bridge.Lines.Any(line => line is ["PONG", "7"]), "the answer");
        await terminal.SayAsync("advance 46000");
        await terminal.SayAsync("advance 3000");
        await bridge.UntilAsync(() => bridge.Entered >= 2 && bridge.IsLive, "another session");
        Assert.Contains(terminal.Logs, line => line.Contains("three heartbeats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_secret_gets_nobody_in()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await using var terminal = await TerminalProcess.StartAsync(
            "Subscriber", folder, bridge.Port, ScriptedBridge.Account, new string('0', 64));
        await bridge.UntilAsync(() => bridge.Sessions >= 1, "a try");
        await terminal.UntilLoggedAsync("the bridge says DENIED");
        await terminal.SayAsync("advance 61000");
        await bridge.UntilAsync(() => bridge.Sessions >= 2, "another try, after a minute");
        Assert.Empty(bridge.Lines);
    }

    [Fact]
    public async Task Symbol_that_is_asked_for_is_told_known_or_not()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await using var terminal = await StartAsync(folder, bridge);
        await bridge.SayAsync("WATCH|NOBODY.x");
        await bridge.UntilAsync(
            () => bridge.Lines.Any(line => line[0] == "SYM" && line[1] == "NOBODY.x"), "the symbol");

        var told = bridge.Lines.Single(line => line[0] == "SYM" && line[1] == "NOBODY.x");
        Assert.Equal(["0", "0.00", "0.00", "0.00", "0.00", "0", "0", "NONE"], told[2..]);
        var known = bridge.Lines.First(line => line[0] == "SYM" && line[1] == "EURUSD");
        Assert.Equal(["5", "0.01", "500.00", "0.01", "100000.00", "1000000", "8", "FULL"], known[2..]);
    }

    private static async Task<TerminalProcess> StartAsync(TerminalFolder folder, ScriptedBridge bridge)
    {
        var before = bridge.Entered;
        var terminal = await TerminalProcess.StartAsync(
            "Subscriber", folder, bridge.Port, ScriptedBridge.Account, ScriptedBridge.Secret);
        await bridge.UntilAsync(() => bridge.Entered > before && bridge.IsLive, "the terminal");
        return terminal;
    }
}
