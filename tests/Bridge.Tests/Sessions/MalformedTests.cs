using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>Lines that the protocol does not have, from who has the secret.</summary>
public sealed class MalformedTests
{
    private const string Subscription = "sub_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("NEWS|1")]
    [InlineData("acc|5001234|Demo-Server|USD|HEDGING|100|1.00|1.00|1.00|1|0")]
    [InlineData("READY|now")]
    [InlineData("PONG|1")]
    [InlineData("PUB|1|1735689660310|OPEN|77|EURUSD|BUY|0.10|1.08345|0.00000|0.00000")]
    [InlineData("RESUME|sub_x|1")]
    [InlineData("LIVE")]
    [InlineData("")]
    public async Task Fifth_malformed_line_ends_the_session(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.EnterAsync(bridge.World.AddAccount());

        for (var i = 0; i < 4; i++)
        {
            await terminal.SendAsync(line);
        }

        await terminal.SendAsync("READY");
        Assert.Equal("LIVE", await terminal.ReadAsync());
        await terminal.SendAsync(line);
        Assert.StartsWith("BYE|MALFORMED|", await terminal.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_counts_before_the_account_is_told()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.ConnectAsync();
        Assert.Null(await terminal.EnterAsync(account.Login));

        await terminal.SendAsync(
            [
                "SYM|EURUSD|5|0.01|500.00|0.01|100000.00|1000000|8|FULL", $"RESUME|{Subscription}|1", "READY", "PONG|1",
                "X",
            ]);

        Assert.StartsWith("BYE|MALFORMED|", await terminal.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(account.Symbols);
    }

    [Fact]
    public async Task Subscription_is_resumed_once_and_before_ready()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.EnterAsync(bridge.World.AddAccount());
        var resume = $"RESUME|{Subscription}|1";

        await terminal.SendAsync([resume, resume, "READY"]);
        Assert.Equal("LIVE", await terminal.ReadAsync());
        await terminal.SendAsync([resume, "READY", "X", "X"]);

        Assert.StartsWith("BYE|MALFORMED|", await terminal.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_that_is_too_long_ends_the_connection_before_its_end_has_come()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.GoLiveAsync(bridge.World.AddAccount());

        await terminal.WriteAsync(new byte[1_024]);

        Assert.Null(await terminal.ReadAsync());
    }

    [Fact]
    public async Task Another_login_than_the_registered_one_ends_the_session()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.ConnectAsync();
        Assert.Null(await terminal.EnterAsync(account.Login));

        await terminal.SendAsync(ScriptedTerminal.AccountLine(account.Login with { TradeServer = "Live-Server" }));

        Assert.StartsWith("BYE|WRONG_ACCOUNT|", await terminal.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(account.Reports);
    }

    [Fact]
    public async Task Client_that_has_said_all_it_will_say_has_gone()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.GoLiveAsync(account);

        terminal.CloseSending();

        Assert.Null(await terminal.ReadAsync());
        await bridge.World.UntilAsync(() => account.Session is null);
    }
}
