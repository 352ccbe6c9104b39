using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansTrading.Audit;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;
using OrleansTrading.Soak.Checks;
using OrleansTrading.Soak.Children;
using OrleansTrading.Soak.Customers;
using OrleansTrading.Soak.Reports;

namespace OrleansTrading.Soak;

/// <summary>
/// One run: customers trade, the server is killed and started again, and when all has come to its end what is stored
/// and what the networks tell are compared.
/// </summary>
internal sealed class SoakRun
{
    private readonly SoakPlan _plan;
    private readonly SoakStage _stage;
    private readonly Findings _findings = new();
    private readonly Tally _tally = new();
    private readonly TimeProvider _time = TimeProvider.System;

    private SoakRun(SoakPlan plan, SoakStage stage)
    {
        _plan = plan;
        _stage = stage;
    }

    /// <returns>0 when nothing was found, 1 when something was, 2 when the run could not be made.</returns>
    internal static async Task<int> RunAsync(SoakPlan plan, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"soak      {plan.Storage}, seed {plan.Seed}, {plan.Kills} kills, {plan.Clients} customers, load for about"
            + $" {plan.Load:c}"));
        try
        {
            await using var stage = await SoakStage.OpenAsync(plan, cancellationToken);
            await Console.Out.WriteLineAsync($"folder    {stage.Folder}");
            var run = new SoakRun(plan, stage);
            var report = await run.RunAsync(cancellationToken);
            report.Print(Console.Out);
            stage.RemovesFolder = run._findings.Count == 0 && !plan.KeepsFolder;
            return run._findings.Count == 0 ? 0 : 1;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: a run that could not be finished has not shown that all is well.
            await Console.Error.WriteLineAsync($"No result. {failure}");
            return 2;
        }
    }

    private async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        _stage.Start();
        await _stage.UntilReadyAsync(cancellationToken);
        using var ports = new ChainPorts(_stage.Networks);
        using var api = new SoakApi(_stage.Api, _tally, _findings, _time);
        var world = new SoakWorld
        {
            Api = api,
            Ports = ports,
            Catalog = ReadCatalog(),
            Tally = _tally,
            Findings = _findings,
            Clock = _time,
        };
        var networks = await Networks.ReadAsync(ports, world.Catalog, cancellationToken);
        var customers = Enumerable.Range(1, _plan.Clients)
            .Select(number => new Customer(world, _plan.Seed, number)).ToList();
        try
        {
            await Task.WhenAll(customers.Select(customer => customer.ArriveAsync(cancellationToken)));
            await Console.Out.WriteLineAsync($"arrived   {customers.Count} customers");
            var began = _time.GetTimestamp();
            var killer = new Killer(_stage, _plan, _findings, _time);
            var settled = await LoadAsync(customers, killer, world, networks, cancellationToken);
            var times = new SoakTimes(_time.GetElapsedTime(began) - settled, settled);
            foreach (var customer in customers)
            {
                await customer.AskForAllAsync(cancellationToken);
            }

            _findings.Same(0, await _stage.StopAsync(), "exit code of the server's orderly stop");
            var audit = new StoredChecks(_stage, world, networks);
            await audit.RunAsync(customers, cancellationToken);
            return new SoakReport(_plan, _stage.Folder, times, killer, audit, _tally, _findings);
        }
        finally
        {
            customers.ForEach(customer => customer.Dispose());
        }
    }

    /// <summary>Load and kills together, and then the wait until everything has come to its end.</summary>
    /// <returns>How long that wait was.</returns>
    private async Task<TimeSpan> LoadAsync(
        List<Customer> customers,
        Killer killer,
        SoakWorld world,
        Networks networks,
        CancellationToken cancellationToken)
    {
        using var loadEnds = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watchEnds = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> watching = [.. customers.Select(customer => customer.WatchAsync(watchEnds.Token))];
        List<Task> trading = [.. customers.Select(customer => customer.TradeAsync(loadEnds.Token, cancellationToken))];
        var killing = killer.RunAsync(cancellationToken);

        // A customer who cannot go on ends the run at once, and says why.
        await await Task.WhenAny([killing, .. trading, .. watching]);
        await loadEnds.CancelAsync();
        await Task.WhenAll(trading);
        var settled = await new Settlement(world, networks, _stage.OperatorKey)
            .AwaitAsync(customers, cancellationToken);
        await watchEnds.CancelAsync();
        await Task.WhenAll(watching);
        return settled;
    }

    private AssetCatalog ReadCatalog()
    {
        var platform = new PlatformOptions();
        LocalNetworks.Configure(platform, LocalAccounts.ReadPublished(_stage.KeyFolder));
        return new AssetCatalog(Options.Create(platform));
    }
}
