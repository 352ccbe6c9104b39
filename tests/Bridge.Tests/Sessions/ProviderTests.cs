using System.Globalization;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>A provider's terminal publishes in order and learns what became of each number.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Signals_are_stored_in_order_behind_the_last_number()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        await using var terminal = await bridge.EnterAsync(account);
        Assert.Equal("LAST|0", await terminal.ReadAsync());

        await terminal.SendAsync([Publish(1), Publish(2), Publish(3, "NOTHING"), Publish(2)]);

        Assert.Equal("PUBACK|1|OK|", await terminal.ReadAsync());
        Assert.Equal("PUBACK|2|OK|", await terminal.ReadAsync());
        Assert.Equal("PUBACK|3|REFUSED|no_symbol", await terminal.ReadAsync());
        Assert.Equal("PUBACK|2|OK|", await terminal.ReadAsync());
        Assert.Equal([1, 2, 3], account.Signals.Select(signal => signal.Number));
        Assert.Equal(SignalAction.Open, account.Signals[0].Action);
    }

    [Fact]
    public async Task Number_behind_a_gap_is_not_taken_and_the_last_is_told_again()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        await using var terminal = await bridge.EnterAsync(account);
        Assert.Equal("LAST|0", await terminal.ReadAsync());

        await terminal.SendAsync([Publish(1), Publish(3)]);

        Assert.Equal("PUBACK|1|OK|", await terminal.ReadAsync());
        Assert.Equal("PUBACK|3|GAP|", await terminal.ReadAsync());
        Assert.Equal("LAST|1", await terminal.ReadAsync());
    }

    [Fact]
    public async Task Signal_that_cannot_be_taken_now_is_asked_for_again_after_a_second()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.EnterAsync(bridge.World.AddAccount("PROVIDER"));
        Assert.Equal("LAST|0", await terminal.ReadAsync());
        var waits = bridge.Time.NextTimerAsync(due => due == TimeSpan.FromSeconds(1));

        await terminal.SendAsync(Publish(1, "BUSY"));

        Assert.Equal("PUBACK|1|GAP|overloaded", await terminal.ReadAsync());
        var last = terminal.ReadAsync();
        await waits;
        Assert.False(last.IsCompleted);
        bridge.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("LAST|0", await last);
    }

    [Fact]
    public async Task Symbols_are_told_before_the_signals_behind_them()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        var symbolsAtPublish = -1;
        bridge.World.Before = what =>
        {
            symbolsAtPublish = what.StartsWith("publish:", StringComparison.Ordinal)
                ? account.Symbols.Count
                : symbolsAtPublish;
            return Task.CompletedTask;
        };
        await using var terminal = await bridge.EnterAsync(account);
        Assert.Equal("LAST|0", await terminal.ReadAsync());

        await terminal.SendAsync(
            [.. Enumerable.Range(0, 300).Select(i => $"SYM|S{i}|5|0.01|500.00|0.01|1.00|1|8|FULL"), Publish(1)]);

        Assert.Equal("PUBACK|1|OK|", await terminal.ReadAsync());
        Assert.Equal(300, symbolsAtPublish);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"S{i}"), account.Symbols.Select(symbol => symbol.Symbol));
    }

    [Fact]
    public async Task Signal_that_cannot_be_stored_is_not_answered_and_the_client_comes_again()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        await using (var terminal = await bridge.EnterAsync(account))
        {
            Assert.Equal("LAST|0", await terminal.ReadAsync());
            bridge.World.Before = what => what.StartsWith("publish:", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The grain of the test fails.")
                : Task.CompletedTask;
            await terminal.SendAsync([Publish(1), Publish(2)]);
            Assert.StartsWith("BYE|BUSY|", await terminal.ReadAsync(), StringComparison.Ordinal);
        }

        bridge.World.Before = null;
        await using var again = await bridge.EnterAsync(account);
        Assert.Equal("LAST|0", await again.ReadAsync());
    }

    [Fact]
    public async Task Account_that_belongs_to_no_provider_yet_is_told_to_come_later()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        account.HasProvider = false;
        await using var terminal = await bridge.EnterAsync(account);

        Assert.StartsWith("BYE|BUSY|", await terminal.ReadAsync(), StringComparison.Ordinal);
        Assert.Single(account.Reports);
    }

    [Fact]
    public async Task Prices_after_an_opening_are_handed_on_behind_its_signal()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        await using var terminal = await bridge.EnterAsync(account);
        Assert.Equal("LAST|0", await terminal.ReadAsync());

        await terminal.SendAsync([Publish(1), "MARK|101|10|1735689670310|1.08340|1.08348", Publish(2)]);

        Assert.Equal("PUBACK|1|OK|", await terminal.ReadAsync());
        Assert.Equal("PUBACK|2|OK|", await terminal.ReadAsync());
        Assert.Equal(
            new TerminalMark
            {
                Ticket = 101,
                Horizon = TrustHorizon.TenSeconds,
                At = DateTimeOffset.FromUnixTimeMilliseconds(1_735_689_670_310),
                Bid = new SymbolPrice(108_340, 5),
                Ask = new SymbolPrice(108_348, 5),
            },
            Assert.Single(account.Marks));
    }

    [Theory]
    [InlineData("MARK|101|5|1735689670310|1.08340|1.08348")] // no such horizon
    [InlineData("MARK|0|10|1735689670310|1.08340|1.08348")]
    [InlineData("MARK|101|10|1735689670310|1.08340")]
    [InlineData("MARK|101|10|1735689670310|1.08340|1.08348|0")]
    [InlineData("MARK|101|10|1735689670310|-1.08340|1.08348")]
    public async Task Malformed_prices_are_counted_and_cut_off(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount("PROVIDER");
        await using var terminal = await bridge.EnterAsync(account);
        Assert.Equal("LAST|0", await terminal.ReadAsync());

        await terminal.SendAsync([line, line, line, line, line]);

        Assert.StartsWith("BYE|MALFORMED|", await terminal.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(account.Marks);
    }

    [Theory]
    [InlineData("READY")]
    [InlineData("RESUME|sub_aaaaaaaaaaaaaaaaaaaaaaaaaa|1")]
    [InlineData("REJ|sub_aaaaaaaaaaaaaaaaaaaaaaaaaa|1|GAP|0")]
    public async Task Provider_cannot_say_what_subscribers_say(string line)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.EnterAsync(bridge.World.AddAccount("PROVIDER"));
        Assert.Equal("LAST|0", await terminal.ReadAsync());

        await terminal.SendAsync([line, line, line, line, line]);

        Assert.StartsWith("BYE|MALFORMED|", await terminal.ReadAsync(), StringComparison.Ordinal);
    }

    private static string Publish(int number, string symbol = "EURUSD") => string.Create(
        CultureInfo.InvariantCulture,
        $"PUB|{number}|1735689660310|OPEN|{number + 100}|{symbol}|BUY|0.10|1.08345|0.00000|0.00000");
}
