using System.Diagnostics;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Demo;

/// <summary>Plays trades as a customer would, and checks that every balance adds up to the last base unit.</summary>
internal static class DemoCommand
{
    /// <returns>0 when every trade was delivered once and every balance adds up, else 1.</returns>
    internal static Task<int> RunAsync(
        DemoArguments arguments, bool crash, bool all, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (!crash)
        {
            return all
                ? await PlayAllAsync(arguments, cancellationToken)
                : await PlayAsync(arguments, (_, _) => Task.CompletedTask, cancellationToken);
        }

        await using var stage = await CrashStage.OpenAsync(cancellationToken);
        return await PlayAsync(
            arguments with { Api = stage.Api, Networks = stage.Networks }, stage.CrashAsync, cancellationToken);
    });

    private static async Task<int> GuardAsync(Func<Task<int>> play)
    {
        try
        {
            return await play();
        }
        catch (Exception failure)
            when (failure is DemoFailedException or ChainUnavailableException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"The demo failed. {failure.Message}");
            return 1;
        }
        catch (HttpRequestException failure)
        {
            await Console.Error.WriteLineAsync(
                $"Nobody answers: {failure.Message} Start the server first: dotnet run --project Silo");
            return 1;
        }
    }

    /// <summary>Every ordered pair of the platform's assets, one after the other, by one customer.</summary>
    private static async Task<int> PlayAllAsync(DemoArguments arguments, CancellationToken cancellationToken)
    {
        using var ports = new ChainPorts(arguments.Networks);
        using var customer = new DemoCustomer(ports);
        using var api = new ApiClient(arguments.Api);
        var assets = await ReadAssetsAsync(api, cancellationToken);
        var quiet = new DemoPrinter(TextWriter.Null);
        var faucet = new Funding(new LocalFaucet(ports));
        foreach (var asset in assets)
        {
            await faucet.OpenAsync(asset, customer.On(asset.Chain), cancellationToken);
        }

        await customer.ProveAsync(api, assets.Select(asset => asset.Chain), quiet, cancellationToken);
        var (good, bad) = (0, 0);
        foreach (var (pay, receive) in assets.SelectMany(_ => assets, (pay, receive) => (pay, receive)))
        {
            if (pay == receive)
            {
                continue;
            }

            var clock = Stopwatch.StartNew();
            await faucet.GiveAsync(pay, customer.On(pay.Chain), UnitsOf(pay.DefaultAmount, pay), cancellationToken);
            var trade = new Trade(api, customer, pay, receive, quiet);
            var isGood = await PlayAsync(
                trade, pay, receive, pay.DefaultAmount, (_, _) => Task.CompletedTask, quiet, cancellationToken);
            (good, bad) = isGood ? (good + 1, bad) : (good, bad + 1);
            await Console.Out.WriteLineAsync(
                $"{(isGood ? "adds up" : "WRONG"),-9}{$"{pay.Alias} -> {receive.Alias}",-32}"
                + $"{pay.Format(trade.Units("pay")),28} -> {receive.Format(trade.Units("receive")),-28}"
                + $"{clock.Elapsed.TotalSeconds,6:0.0} s  {trade.QuoteId}");
        }

        await Console.Out.WriteLineAsync($"{good} pairs add up, {bad} do not");
        return bad == 0 ? 0 : 1;
    }

    private static async Task<int> PlayAsync(
        DemoArguments arguments, Func<Trade, CancellationToken, Task> whenPaid, CancellationToken cancellationToken)
    {
        var printer = new DemoPrinter(Console.Out);
        using var ports = new ChainPorts(arguments.Networks);
        using var customer = new DemoCustomer(ports);
        using var api = new ApiClient(arguments.Api);
        var assets = await ReadAssetsAsync(api, cancellationToken);
        var pay = Find(assets, "--pay", arguments.Pair.Pay);
        var receive = Find(assets, "--receive", arguments.Pair.Receive);
        var amount = arguments.Amount ?? pay.DefaultAmount;
        var faucet = new Funding(new LocalFaucet(ports));
        await faucet.OpenAsync(pay, customer.On(pay.Chain), cancellationToken);
        await faucet.OpenAsync(receive, customer.On(receive.Chain), cancellationToken);
        await faucet.GiveAsync(pay, customer.On(pay.Chain), UnitsOf(amount, pay), cancellationToken);
        printer.Step("funded", "by the local networks' faucets");
        await customer.ProveAsync(api, [pay.Chain, receive.Chain], printer, cancellationToken);
        var trade = new Trade(api, customer, pay, receive, printer);
        return await PlayAsync(trade, pay, receive, amount, whenPaid, printer, cancellationToken) ? 0 : 1;
    }

    private static async Task<bool> PlayAsync(
        Trade trade,
        DemoAsset pay,
        DemoAsset receive,
        string amount,
        Func<Trade, CancellationToken, Task> whenPaid,
        DemoPrinter printer,
        CancellationToken cancellationToken)
    {
        await trade.RequestQuoteAsync(amount, cancellationToken);
        var before = await trade.ReadHoldingsAsync(cancellationToken);
        await trade.PayAsync(cancellationToken);
        await whenPaid(trade, cancellationToken);
        await trade.AwaitEndAsync(cancellationToken);

        var check = await trade.CheckAsync(before, cancellationToken);
        printer.Balances(check, pay, receive);
        var deliveries = await trade.CountDeliveriesAsync(cancellationToken);
        printer.Step("deliveries", $"{deliveries} on the chain for {trade.QuoteId}");
        return check.AddsUp && deliveries == 1;
    }

    private static async Task<List<DemoAsset>> ReadAssetsAsync(ApiClient api, CancellationToken cancellationToken) =>
        [.. (await api.GetAsync("/v1/assets", cancellationToken))["items"]!.AsArray().Select(a => DemoAsset.Read(a!))];

    private static DemoAsset Find(List<DemoAsset> assets, string option, string alias) =>
        assets.Find(asset => asset.Alias == alias) ?? throw new DemoFailedException(
            $"{option} {alias} is none of the platform's assets: {string.Join(", ", assets.Select(a => a.Alias))}.");

    /// <summary>What the payer is given: exactly what it will pay. An odd amount is the API's to refuse.</summary>
    private static UInt128 UnitsOf(string amount, DemoAsset asset) =>
        AmountText.TryParse(amount, asset.Decimals, out var units) == AmountProblem.None
            ? units
            : throw new DemoFailedException($"--amount {amount} is no amount of {asset.Alias}.");
}
