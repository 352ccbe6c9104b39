using System.Text.RegularExpressions;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Demo;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>The two commands of the front page, as processes.</summary>
[Collection(SharedStage.Name)]
public sealed partial class DemoTests(SharedStage shared)
{
    [Fact]
    public async Task Demo_trades_once_and_its_printed_balances_add_up()
    {
        var run = await ProductProcess.RunAsync(
            "demo", "--api", shared.Stage.Api.ToString(), "--solana", shared.Stage.Solana.ToString(),
            "--horizon", shared.Stage.Horizon.ToString(), "--amount", "12.5");

        Assert.True(run.ExitCode == 0, run.ToString());
        var paid = Single(Paid(), run.Output, Holdings.UsdcDecimals);
        var received = Single(Received(), run.Output, Holdings.XlmDecimals);
        var fee = Single(NetworkFee(), run.Output, Holdings.XlmDecimals);
        Assert.Equal(-paid, Change("payer USDC", run.Output, Holdings.UsdcDecimals));
        Assert.Equal(paid, Change("treasury USDC", run.Output, Holdings.UsdcDecimals));
        Assert.Equal(received, Change("receiver XLM", run.Output, Holdings.XlmDecimals));
        Assert.Equal(-(received + fee), Change("treasury XLM", run.Output, Holdings.XlmDecimals));
        Assert.Equal(12_500_000, paid);
        Assert.True(received > 0 && fee > 0, run.Output);
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
        var nobody = FreePorts.TakeUrl().ToString();

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

    [GeneratedRegex(@"adds up +paid ([0-9.]+) USDC")]
    private static partial Regex Paid();

    [GeneratedRegex(@"received ([0-9.]+) XLM")]
    private static partial Regex Received();

    [GeneratedRegex(@"network fee of the delivery: ([0-9.]+) XLM")]
    private static partial Regex NetworkFee();
}
