using OrleansTrading.Mql5.Tests.Bridge;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests.Scenarios;

/// <summary>The provider's program and a bridge, over loopback: what happens is published once.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Trades_are_published_in_order_with_numbers_without_gaps()
    {
        using var folder = new TerminalFolder();
        await using var bridge = new ScriptedBridge();
        await using var terminal = await StartAsync(folder, bridge);
        await bridge.UntilAsync(() => bridge.Lines.Any(line => line[0] == "SYM"), "the beginning");
        await terminal.SayAsync("open BUY 0.30 0");
        await PublishedAsync(bridge, 1);
        await terminal.SayAsync("move 1001 1.07 1.09");
        await PublishedAsync(bridge, 2);
        await terminal.SayAsync("close 1001 0.1 1.084 USER");
        await PublishedAsync(bridge, 3);
        await terminal.SayAsync("close 1001 0 1.085 USER");
        await PublishedAsync(bridge, 4);
        await terminal.SayAsync("open SELL_LIMIT 0.20 1.09");
        await PublishedAsync(bridge, 5);
        await terminal.SayAsync("fill 1007 0 1.09");
        await PublishedAsync(bridge, 6);
        await terminal.SayAsync("open BUY_STOP 0.10 1.10");
        await PublishedAsync(bridge, 7);
        await terminal.SayAsync("cancel 1009");
        await PublishedAsync(bridge, 8);

        Assert.Equal(
            [
                "1|OPEN|1001|EURUSD|BUY|0.30|1.08345|0.00000|0.00000",
                "2|MODIFY|1001|EURUSD|BUY|0.00|0.00000|1.07000|1.09000",
                "3|CLOSE|1001|EURUSD|BUY|0.10|1.08400|1.07000|1.09000",
                "4|CLOSE|1001|EURUSD|BUY|0.20|1.08500|1.07000|1.09000",
                "5|OPEN|1007|EURUSD|SELL_LIMIT|0.20|1.09000|0.00000|0.00000",
                "6|FILL|1007|EURUSD|SELL_LIMIT|0.20|1.09000|0.00000|0.00000",
                "7|OPEN|1009|EURUSD|BUY_STOP|0.10|1.10000|0.00000|0.00000",
                "8|CANCEL|1009|EURUSD|BUY_STOP|0.00|0.00000|0.00000|0.00000",
            ],
            bridge.Published.Select(fields => string.Join('|', [fields[1], .. fields[3..]])));
    }

    private static Task PublishedAsync(ScriptedBridge bridge, int count) =>
        bridge.UntilAsync(() => bridge.Published.Count == count, $"signal {count}");

    private static async Task<TerminalProcess> StartAsync(TerminalFolder folder, ScriptedBridge bridge)
    {
        var terminal = await TerminalProcess.StartAsync(
            "Provider", folder, bridge.Port, ScriptedBridge.Account, ScriptedBridge.Secret);
        await bridge.UntilAsync(() => bridge.IsLive, "the terminal");
        return terminal;
    }
}
