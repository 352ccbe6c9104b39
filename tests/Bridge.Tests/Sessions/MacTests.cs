using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>A line is taken as it was said, once, in its place and session, or the connection ends.</summary>
public sealed class MacTests
{
    private const string Fields = "70001|80001|0.10|1.08347|0.00|0.00|0.00|1735689660310";

    /// <summary>Each kind of line that a subscriber sends.</summary>
    public static TheoryData<string> Lines => new(
        "ACC|5001234|Demo-Server|USD|HEDGING|100|10000.00|10000.00|10000.00|1|7200",
        "SYM|EURUSD|5|0.01|500.00|0.01|100000.00|1000000|8|FULL",
        "RESUME|sub_aaaaaaaaaaaaaaaaaaaaaaaaaa|1",
        "READY",
        $"REP|1|sub_aaaaaaaaaaaaaaaaaaaaaaaaaa|1|FILLED|10009||{Fields}",
        "REJ|sub_aaaaaaaaaaaaaaaaaaaaaaaaaa|3|GAP|1",
        "PONG|1",
        "BYE|DONE|Bye");

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Line_that_is_said_twice_ends_the_connection(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await EnterAsync(bridge);
        var first = terminal.Sign(line);

        await terminal.WriteLineAsync($"{first}\n{first}");

        await AssertCutAsync(bridge, terminal, line.StartsWith("BYE", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Line_of_which_one_character_was_changed_ends_the_connection(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await EnterAsync(bridge);
        var signed = terminal.Sign(line).ToCharArray();
        signed[line.Length - 1] = signed[line.Length - 1] == '1' ? '2' : '1';

        await terminal.WriteLineAsync(new string(signed));

        await AssertCutAsync(bridge, terminal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Line_after_one_that_was_left_out_ends_the_connection(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await EnterAsync(bridge);
        _ = terminal.Sign("PONG|1");

        await terminal.SendAsync(line);

        await AssertCutAsync(bridge, terminal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Lines_in_another_order_end_the_connection(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await EnterAsync(bridge);
        var first = terminal.Sign(line);

        await terminal.WriteLineAsync($"{terminal.Sign("READY")}\n{first}");

        await AssertCutAsync(bridge, terminal);
    }

    [Fact]
    public async Task Line_of_another_session_ends_the_connection()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        string overheard;
        await using (var before = await bridge.ConnectAsync())
        {
            Assert.Null(await before.EnterAsync(account.Login));
            overheard = before.Sign(ScriptedTerminal.AccountLine(account.Login));
        }

        await using var terminal = await bridge.ConnectAsync();
        Assert.Null(await terminal.EnterAsync(account.Login));
        await terminal.WriteLineAsync(overheard);

        await AssertCutAsync(bridge, terminal);
        Assert.Empty(account.Reports);
    }

    [Fact]
    public async Task Line_of_the_bridge_sent_back_ends_the_connection()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.EnterAsync(account);
        await terminal.SendAsync("READY");
        var live = await terminal.ReadLineAsync();

        await terminal.WriteLineAsync(live!);

        await AssertCutAsync(bridge, terminal);
    }

    [Theory]
    [InlineData("READY")]
    [InlineData("READY|")]
    [InlineData("READY|8e1f")]
    [InlineData("")]
    public async Task Line_without_a_whole_mac_ends_the_connection(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await EnterAsync(bridge);

        await terminal.WriteLineAsync(line);

        await AssertCutAsync(bridge, terminal);
    }

    [Fact]
    public async Task Mac_in_capitals_ends_the_connection()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await EnterAsync(bridge);
        var signed = terminal.Sign("READY");

        await terminal.WriteLineAsync("READY" + signed[5..].ToUpperInvariant());

        await AssertCutAsync(bridge, terminal);
    }

    private static async Task<TerminalConnection> EnterAsync(BridgeHost bridge) =>
        await bridge.EnterAsync(bridge.World.AddAccount());

    /// <summary>Nothing but LIVE may have been said, and certainly no goodbye.</summary>
    private static async Task AssertCutAsync(BridgeHost bridge, TerminalConnection terminal, bool isGoodbye = false)
    {
        while (await terminal.ReadLineAsync() is { } line)
        {
            Assert.DoesNotContain("BYE", line, StringComparison.Ordinal);
        }

        await bridge.LoggedAsync(5004, isGoodbye ? "the client closed" : "a line had a wrong mac");
    }
}
