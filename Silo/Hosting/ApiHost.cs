using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Client.Api;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Hosting;

/// <summary>
/// Composes and runs the API as a process of its own: a client of the cluster and reads of the storage's lists. It has
/// no grains, no keys and no connection to a chain.
/// </summary>
internal static class ApiHost
{
    /// <summary>Serves until it is stopped.</summary>
    /// <returns>The process's exit code; 1 with a message when it could not start.</returns>
    internal static Task<int> RunAsync(SiloArguments arguments, CancellationToken cancellationToken) =>
        HostRun.RunAsync(arguments, BuildAsync, cancellationToken);

    private static async Task<RunningSilo> BuildAsync(SiloArguments arguments, CancellationToken cancellationToken)
    {
        var builder = HostRun.CreateBuilder(arguments);
        var hear = StartFailures.SilenceUntilStarted(builder);
        var cluster = ClusterSettings.Read(builder.Configuration);
        await builder.Configuration.CheckClientAsync(cluster);
        AddServices(builder, arguments, cluster);
        var app = builder.Build();
        ProxySettings.Use(
            app, builder.Configuration.GetSection("Proxy").Get<ProxySettings>() ?? new ProxySettings());
        app.MapClientApi();
        app.MapEngine(cluster);
        app.Lifetime.ApplicationStarted.Register(hear);
        return new RunningSilo(app, Connections: null);
    }

    private static void AddServices(WebApplicationBuilder builder, SiloArguments arguments, ClusterSettings cluster)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEntropy, SystemEntropy>();
        services.AddSingleton<AssetCatalog>();
        services.AddOptions<PlatformOptions>()
            .Bind(configuration.GetSection("Platform")).ValidateDataAnnotations().ValidateOnStart();
        if (!ChainConnections.AreConfigured(configuration))
        {
            var accounts = LocalAccounts.ReadPublished(HostRun.KeyFolder(configuration, arguments));
            services.PostConfigure<PlatformOptions>(platform => LocalNetworks.Configure(platform, accounts));
        }

        builder.AddStorage(arguments, isShared: true);
        builder.AddEngineClient(cluster);
        services.AddClientApi(api => configuration.GetSection("Api").Bind(api));
    }
}
