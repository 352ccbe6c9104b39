using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Demo;

/// <summary>Plays one trade: USDC on Solana for XLM on Stellar, and checks that every balance adds up.</summary>
internal static class DemoCommand
{
    private const ulong PayerLamports = 1_000_000_000;

    /// <returns>0 when the trade was delivered once and every balance adds up, else 1.</returns>
    internal static async Task<int> RunAsync(DemoArguments arguments, bool crash, CancellationToken cancellationToken)
    {
        try
        {
            if (!crash)
            {
                return await PlayAsync(arguments, (_, _) => Task.CompletedTask, cancellationToken);
            }

            await using var stage = await CrashStage.OpenAsync(cancellationToken);
            return await PlayAsync(arguments with { Api = stage.Api, Solana = stage.Solana, Horizon = stage.Horizon },
                stage.CrashAsync, cancellationToken);
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

    private static async Task<int> PlayAsync(
        DemoArguments arguments,
        Func<Trade, CancellationToken, Task> whenPaid,
        CancellationToken cancellationToken)
    {
        var printer = new DemoPrinter(Console.Out);
        using var ports = new ChainPorts(arguments.Solana, arguments.Horizon);
        using var solana = new Wallet(SolanaExtensions.CreateChain(LocalNetworks.SolanaOptions, ports.Solana));
        using var stellar = new Wallet(StellarExtensions.CreateChain(LocalNetworks.StellarOptions, ports.Horizon));
        using var api = new ApiClient(arguments.Api);
        var faucet = new LocalFaucet(ports);
        var trade = new Trade(api, solana, stellar, printer);

        await trade.ProveWalletsAsync(cancellationToken);
        await faucet.GiveSolAsync(solana.Address, PayerLamports, cancellationToken);
        await faucet.GiveUsdcAsync(solana.Address, UsdcUnits(arguments.UsdcAmount), cancellationToken);
        await faucet.GiveXlmAsync(stellar.Address, cancellationToken);
        printer.Step("funded", "by the local networks' faucets");

        await trade.RequestQuoteAsync(arguments.UsdcAmount, cancellationToken);
        var before = await trade.ReadHoldingsAsync(cancellationToken);
        await trade.PayAsync(cancellationToken);
        await whenPaid(trade, cancellationToken);
        await trade.AwaitEndAsync(cancellationToken);

        var after = await trade.ReadHoldingsAsync(cancellationToken);
        var addsUp = printer.Balances(before, after, trade.Units("pay"), trade.Units("receive"));
        var deliveries = await trade.ReadDeliveriesAsync(cancellationToken);
        printer.Step("deliveries", $"{deliveries.Count} on the chain for {trade.QuoteId}");
        return addsUp && deliveries.Count == 1 ? 0 : 1;
    }

    /// <summary>What the payer is given: exactly what it will pay. An odd amount is the API's to refuse.</summary>
    private static ulong UsdcUnits(string amount) =>
        AmountText.TryParse(amount, Holdings.UsdcDecimals, out var units) == AmountProblem.None
            && units <= ulong.MaxValue
            ? (ulong)units
            : throw new DemoFailedException($"--amount {amount} is no amount of USDC.");
}
