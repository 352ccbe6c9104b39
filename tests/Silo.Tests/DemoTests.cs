using System.Text.RegularExpressions;
using OrleansTrading.Grains;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Demo;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>The two commands of the front page, as processes.</summary>
[Collection(SharedStage.Name)]
public sealed partial class DemoTests(SharedStage shared)
{
    [Theory]
    [InlineData("solana/USDC", 6, "stellar/XLM", 7, "12.5")]
    [InlineData("near/NEAR", 24, "near/USDC", 6, "2.5")]
    [InlineData("stellar/USDC", 7, "solana/SOL", 9, "40")]
    public async Task Demo_trades_once_and_its_printed_balances_add_up(
        string pay, int payDecimals, string receive, int receiveDecimals, string amount)
    {
        var run = await ProductProcess.RunAsync(
            "demo", "--api", shared.Stage.Api.ToString(), "--solana", shared.Stage.Solana.ToString(),
            "--horizon", shared.Stage.Horizon.ToString(), "--near", shared.Stage.Near.ToString(),
            "--pay", pay, "--receive", receive, "--amount", amount);

        Assert.True(run.ExitCode == 0, run.ToString());
        var (payName, receiveName) = (pay.Split('/')[1], receive.Split('/')[1]);
        var paid = Single(Paid(), run.Output, payDecimals);
        var received = Single(Received(), run.Output, receiveDecimals);
        Assert.InRange(paid - Units(amount, payDecimals), 0, 1_000_000_000_000);
        Assert.True(received > 0, run.Output);

        // A coin's owner also pays the network: what the trade took or gave can be less or more by that alone.
        AssertChange(-paid, "payer", payName, payDecimals, mayCost: payName is "NEAR");
        AssertChange(paid, "treasury", payName, payDecimals, mayCost: payName is "NEAR");
        AssertChange(-received, "treasury", receiveName, receiveDecimals, mayCost: receiveName is "XLM" or "SOL");
        AssertChange(received, "receiver", receiveName, receiveDecimals, mayCost: false);

        void AssertChange(Int128 expected, string who, string asset, int decimals, bool mayCost)
        {
            var change = Change($"{who} +{asset}", run.Output, decimals);
            Assert.True(mayCost ? change < expected : change == expected, $"{who} {asset} {change}\n{run}");
        }
    }

    [Fact]
    public async Task Server_killed_right_after_the_delivery_was_submitted_delivers_exactly_once()
    {
        var run = await ProductProcess.RunAsync("demo", "--crash");

        Assert.True(run.ExitCode == 0, run.ToString());
        var submitted = run.Output.IndexOf("\nsubmitted", StringComparison.Ordinal);
        var killed = run.Output.IndexOf("\nkilled", StringComparison.Ordinal);
        var executed = run.Output.IndexOf("\nended      executed", StringComparison.Ordinal);
        Assert.True(submitted > 0 && submitted < killed && killed < executed, run.Output);
        Assert.Contains("\ndeliveries 1 on the chain", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_without_a_server_says_so()
    {
        var nobody = Ports.TakeUrl().ToString();

        var run = await ProductProcess.RunAsync("demo", "--api", nobody, "--solana", nobody, "--horizon", nobody);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Start the server first", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A row of the table: what after less before is, checked against the change it prints.</summary>
    private static Int128 Change(string name, string output, int decimals)
    {
        var row = Regex.Match(
            output, $@"{name} +(?<before>[0-9.]+) +(?<after>[0-9.]+) +(?<sign>[+-])(?<change>[0-9.]+)");
        Assert.True(row.Success, $"No row {name} in:\n{output}");
        var change = Units(row.Groups["after"].Value, decimals) - Units(row.Groups["before"].Value, decimals);
        var printed = Units(row.Groups["change"].Value, decimals);
        Assert.Equal(row.Groups["sign"].Value == "-" ? -printed : printed, change);
        return change;
    }

    private static Int128 Single(Regex pattern, string output, int decimals)
    {
        var match = Assert.Single(pattern.Matches(output).AsEnumerable());
        return Units(match.Groups[1].Value, decimals);
    }

    private static Int128 Units(string text, int decimals)
    {
        var problem = AmountText.TryParse(text, decimals, out var units);
        Assert.True(problem is AmountProblem.None or AmountProblem.Zero, text);
        return (Int128)units;
    }

    [GeneratedRegex(@"adds up +paid ([0-9.]+) ")]
    private static partial Regex Paid();

    [GeneratedRegex(@"received ([0-9.]+) [A-Z]+$", RegexOptions.Multiline)]
    private static partial Regex Received();
}
