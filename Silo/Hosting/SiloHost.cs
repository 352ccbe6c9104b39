using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Client.Api;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Users;
using OrleansTrading.Market;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Composes and runs the one process: storage, engine, grains, chains, prices and API.</summary>
internal static class SiloHost
{
    private const int ExitStarted = 0;
    private const int ExitNotStarted = 1;

    /// <summary>Serves until it is stopped.</summary>
    /// <returns>The process's exit code; 1 with a message when it could not start.</returns>
    internal static async Task<int> RunAsync(SiloArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            await using var silo = await BuildAsync(arguments, cancellationToken);
            await StartAsync(silo.App, cancellationToken);
            await silo.App.WaitForShutdownAsync(cancellationToken);
            return ExitStarted;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            await Console.Error.WriteLineAsync($"Could not start: {StartFailures.Describe(failure, arguments.Urls)}");
            return ExitNotStarted;
        }
    }

    /// <summary>
    /// Starts, or stops in order what had been started: grains are at work by the time the API cannot listen, and must
    /// not lose their storage under way.
    /// </summary>
    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await StopAsync(app);
            throw;
        }
    }

    /// <summary>
    /// Stops what had been started. A part that had not may refuse to be stopped, which Orleans' silo does; what is to
    /// be told is why the start failed.
    /// </summary>
    private static async Task StopAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure) || failure is AggregateException)
        {
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SiloHost));
            logger.NotStoppedInOrder(failure.Message);
        }
    }

    /// <summary>Composes the process without starting it.</summary>
    internal static async Task<RunningSilo> BuildAsync(SiloArguments arguments, CancellationToken cancellationToken)
    {
        DataFolder.Prepare(arguments.DataFolder);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        Configure(builder, arguments);
        var hear = StartFailures.SilenceUntilStarted(builder);
        var keyFolder = builder.Configuration.GetSection("Keys").Get<KeySettings>()?.Folder
            ?? Path.Combine(arguments.DataFolder, "keys");
        var connections = await ChainConnections.OpenAsync(
            builder.Configuration, arguments.DataFolder, keyFolder, cancellationToken);
        try
        {
            AddServices(builder, arguments, connections, keyFolder);
            var app = builder.Build();
            ProxySettings.Use(
                app, builder.Configuration.GetSection("Proxy").Get<ProxySettings>() ?? new ProxySettings());
            app.MapClientApi();
            app.Lifetime.ApplicationStarted.Register(hear);
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SiloHost));
            DataFolder.WarnAboutOthers(
                logger,
                arguments.DataFolder,
                Path.GetFullPath(app.Services.GetRequiredService<IOptions<SqliteStorageOptions>>().Value.Path),
                Path.GetFullPath(keyFolder));
            if (connections.IsLocal)
            {
                logger.LocalNetworks(connections.SolanaUrl, connections.HorizonUrl);
            }

            return new RunningSilo(app, connections);
        }
        catch
        {
            await connections.DisposeAsync();
            throw;
        }
    }

    private static void Configure(WebApplicationBuilder builder, SiloArguments arguments)
    {
        if (arguments.ConfigFile is { } file)
        {
            builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: false);
        }

        builder.Configuration.AddEnvironmentVariables(SiloConstants.EnvironmentPrefix);
        builder.Configuration.AddInMemoryCollection(arguments.Settings.Select(Split));
        builder.Configuration["urls"] = arguments.Urls;

        static KeyValuePair<string, string?> Split(string setting)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            return at > 0
                ? new KeyValuePair<string, string?>(setting[..at], setting[(at + 1)..])
                : throw new ArgumentException($"--set {setting} is no setting. Write --set Section:Name=value.");
        }
    }

    private static void AddServices(
        WebApplicationBuilder builder, SiloArguments arguments, ChainConnections connections, string keyFolder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEntropy, SystemEntropy>();
        services.AddSingleton<ITreasuryKeys>(
            p => new FileTreasuryKeys(keyFolder, p.GetRequiredService<AssetCatalog>()));
        services.AddSqliteStorage(storage =>
        {
            storage.Path = Path.Combine(arguments.DataFolder, SiloConstants.DatabaseFile);
            storage.Json = GrainJson.Options;
            configuration.GetSection("Storage").Bind(storage);
        });
        builder.AddEngine();
        services.AddGrains();
        services.Configure<PlatformOptions>(configuration.GetSection("Platform"));
        services.PostConfigure<PlatformOptions>(connections.Configure);
        services.Configure<SignInOptions>(configuration.GetSection("SignIn"));
        services.Configure<QuoteOptions>(configuration.GetSection("Quotes"));
        services.Configure<PaymentOptions>(configuration.GetSection("Payments"));
        services.Configure<TreasuryOptions>(configuration.GetSection("Treasury"));
        services.Configure<RiskOptions>(configuration.GetSection("Risk"));
        services.AddPrices(configuration.GetSection("Prices").Get<PriceOptions>() ?? new PriceOptions());
        services.AddSolanaChain(connections.Solana, new HttpTransportOptions { BaseAddress = connections.SolanaUrl });
        services.AddStellarChain(
            connections.Stellar, new HttpTransportOptions { BaseAddress = connections.HorizonUrl });
        services.AddClientApi(api => configuration.GetSection("Api").Bind(api));
        services.AddHostedService<PlatformStarter>();
    }
}
