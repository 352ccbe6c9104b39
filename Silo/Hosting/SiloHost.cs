using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrading.Bridge;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Chains.Transport.Events;
using OrleansTrading.Client.Api;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.PerformanceFees;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Users;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Market;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Composes and runs the one process: storage, engine, grains, chains, prices, API and bridge.</summary>
internal static class SiloHost
{
    /// <summary>The local networks' key of Stellar Web Authentication, a file like their treasuries'.</summary>
    private const string LocalWebAuthKey = "sep10";

    /// <summary>Serves until it is stopped.</summary>
    /// <returns>The process's exit code; 1 with a message when it could not start.</returns>
    internal static Task<int> RunAsync(SiloArguments arguments, CancellationToken cancellationToken) =>
        HostRun.RunAsync(arguments, BuildAsync, cancellationToken);

    /// <summary>Composes the process without starting it.</summary>
    internal static async Task<RunningSilo> BuildAsync(SiloArguments arguments, CancellationToken cancellationToken)
    {
        DataFolder.Prepare(arguments.DataFolder);
        var builder = HostRun.CreateBuilder(arguments);
        var hear = StartFailures.SilenceUntilStarted(builder);
        var cluster = ClusterSettings.Read(builder.Configuration);
        await builder.Configuration.CheckEngineAsync(cluster);
        var keyFolder = HostRun.KeyFolder(builder.Configuration, arguments);
        var connections = await ChainConnections.OpenAsync(
            builder.Configuration, arguments.DataFolder, keyFolder, cancellationToken);
        KeySource? keys = null;
        try
        {
            keys = connections.Local is null
                ? await KeySource.OpenAsync(builder.Configuration, keyFolder, TimeProvider.System, cancellationToken)
                : null;
            AddServices(builder, arguments, cluster, connections);
            AddWebAuth(builder, connections, keyFolder);

            // Of local networks all is on this machine: the first member makes the keys, and the others find them.
            builder.Services.AddSingleton<ISecretBox>(
                AccountSecretBox.Open(keyFolder, mustExist: cluster.IsCluster && connections.Local is null));
            builder.Services.AddSingleton<ITreasuryKeys>(provider =>
            {
                var catalog = provider.GetRequiredService<AssetCatalog>();
                return keys is null ? new FileTreasuryKeys(keyFolder, catalog) : keys.ToRing(catalog);
            });
            var app = builder.Build();
            ProxySettings.Use(
                app, builder.Configuration.GetSection("Proxy").Get<ProxySettings>() ?? new ProxySettings());
            app.MapClientApi();
            app.MapEngine(cluster);
            app.Lifetime.ApplicationStarted.Register(hear);
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SiloHost));
            DataFolder.WarnAboutOthers(
                logger,
                arguments.DataFolder,
                StorageHosting.DatabaseFile(builder.Configuration, arguments.DataFolder) ?? arguments.DataFolder,
                Path.GetFullPath(keyFolder));
            if (connections.Local is { } local)
            {
                logger.LocalNetworks(local.SolanaUrl, local.HorizonUrl, local.NearUrl);
            }

            return new RunningSilo(app, connections);
        }
        catch
        {
            keys?.Dispose();
            await connections.DisposeAsync();
            throw;
        }
    }

    private static void AddServices(
        WebApplicationBuilder builder,
        SiloArguments arguments,
        ClusterSettings cluster,
        ChainConnections connections)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEntropy, SystemEntropy>();
        builder.AddStorage(arguments, cluster.IsCluster);
        builder.AddEngine(cluster);
        if (TrustModelSettings.Load(configuration) is { } scoring)
        {
            services.AddSingleton(scoring);
        }

        services.AddGrains();
        services.Configure<PlatformOptions>(configuration.GetSection("Platform"));
        services.PostConfigure<PlatformOptions>(connections.Configure);
        services.Configure<SignInOptions>(configuration.GetSection("SignIn"));
        services.Configure<QuoteOptions>(configuration.GetSection("Quotes"));
        services.Configure<PaymentOptions>(configuration.GetSection("Payments"));
        services.Configure<TreasuryOptions>(configuration.GetSection("Treasury"));
        services.Configure<RiskOptions>(configuration.GetSection("Risk"));
        services.Configure<LedgerOptions>(configuration.GetSection("Ledger"));
        services.Configure<WalletOptions>(configuration.GetSection("Wallets"));
        services.Configure<TrustOptions>(configuration.GetSection("Trust"));
        services.Configure<PerformanceFeeOptions>(configuration.GetSection("PerformanceFees"));
        services.Configure<WithdrawalOptions>(configuration.GetSection("Withdrawals"));
        services.Configure<CopyOptions>(configuration.GetSection("Copy"));
        services.AddPrices(configuration.GetSection("Prices").Get<PriceOptions>() ?? new PriceOptions());
        services.AddSolanaChain(connections.Solana, connections.SolanaTransport);
        services.AddStellarChain(connections.Stellar, connections.StellarTransport);
        services.AddStellarHints(
            connections.Stellar,
            new EventStreamOptions
            {
                BaseAddresses = [.. connections.StellarTransport.Endpoints.Select(endpoint => endpoint.Url)],
            });
        if (connections.Near is { } near)
        {
            services.AddNearChain(near, connections.NearTransport);
        }

        services.AddBridge(bridge => configuration.GetSection("Bridge").Bind(bridge));
        services.AddClientApi(api => configuration.GetSection("Api").Bind(api));
        services.AddPlatformStarter();
        services.AddCopyStarter();
    }

    private static void AddWebAuth(WebApplicationBuilder builder, ChainConnections connections, string keyFolder)
    {
        if (builder.Configuration.GetSection("Stellar:WebAuth").Get<WebAuthSettings>() is not { } settings)
        {
            return;
        }

        var webAuth = new WebAuthOptions
        {
            HomeDomain = settings.HomeDomain,
            WebAuthDomain = settings.WebAuthDomain ?? settings.HomeDomain,
            Issuer = $"https://{settings.HomeDomain}",
            ChallengeLifetime = settings.ChallengeLifetime,
        };
        builder.Services.AddKeyedSingleton<ISigner>(LocalWebAuthKey, (_, _) =>
        {
            FileTreasuryKeys.CreateIfMissing(keyFolder, LocalWebAuthKey);
            return FileTreasuryKeys.Read(keyFolder, LocalWebAuthKey);
        });
        builder.Services.AddStellarWebAuth(connections.Stellar, webAuth, provider =>
            provider.GetRequiredService<ITreasuryKeys>() is KeyRing keys
                ? keys.Get(StellarExtensions.ChainName, settings.SigningKey ?? string.Empty)
                : provider.GetRequiredKeyedService<ISigner>(LocalWebAuthKey));
    }
}
