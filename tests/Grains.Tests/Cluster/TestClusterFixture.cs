using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.TestingHost;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Cluster;

/// <summary>A test's cluster: two silos in this process that talk as two machines do, and a client of theirs.</summary>
internal sealed class TestClusterFixture : ITestPlatform
{
    private readonly InProcessTestCluster cluster;

    internal TestClusterFixture(Action<IHostApplicationBuilder> configure)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) =>
        {
            configure(host);
            KeepClusterOnRealTime(host.Services);
            EngineClusterFixture.AddSilo(host);
        });
        builder.ConfigureSilo((_, silo) => silo.Configure<ClusterMembershipOptions>(NoticeDeathSoon));
        builder.ConfigureClientHost(host => EngineClusterFixture.AddSerialization(host.Services));
        cluster = builder.Build();
    }

    public IGrainFactory Grains => cluster.Client;

    public IServiceProvider Services => cluster.GetActiveSilos().First().ServiceProvider;

    /// <summary>The silos that are up.</summary>
    internal IReadOnlyList<InProcessSiloHandle> Silos => [.. cluster.GetActiveSilos()];

    /// <summary>The silo that runs a grain.</summary>
    internal InProcessSiloHandle SiloOf(IAddressable grain) =>
        cluster.TryGetGrainContext(grain.GetGrainId(), out var context)
            ? Silos.Single(silo => silo.SiloAddress.Equals(context.Address.SiloAddress))
            : throw new InvalidOperationException($"No silo runs {grain.GetGrainId()}.");

    /// <summary>One after the other: SQLite does not let two make its file at the same time.</summary>
    public async Task StartAsync()
    {
        await cluster.DeployAsync();
        await cluster.StartAdditionalSiloAsync();
        await cluster.WaitForLivenessToStabilizeAsync();
    }

    /// <summary>Ends both silos at the same time: neither may take over what the other drops.</summary>
    public async Task KillAsync()
    {
        await cluster.KillClientAsync();
        await Task.WhenAll(Silos.Select(KillAsync));
        await cluster.DisposeAsync();
    }

    /// <summary>Ends a silo as a crash does: it tells nobody, and finishes nothing.</summary>
    internal async Task KillAsync(InProcessSiloHandle silo)
    {
        try
        {
            await cluster.KillSiloAsync(silo);
        }
        catch (OperationCanceledException)
        {
            // What was under way is abandoned, which is the purpose.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
    }

    /// <summary>
    /// A test's jumps move what grains and reminders see. To the cluster itself they would look like silos that were
    /// silent for hours. Said before Orleans says it: of two registrations for all keys the first one counts.
    /// </summary>
    private static void KeepClusterOnRealTime(IServiceCollection services)
    {
        services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        services.AddKeyedSingleton(
            ReminderTimeProviderNames.Reminders, static (provider, _) => provider.GetRequiredService<TimeProvider>());
    }

    /// <summary>Three seconds instead of fifteen. A silo that is merely slow must not be taken for dead.</summary>
    private static void NoticeDeathSoon(ClusterMembershipOptions options) =>
        (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 3);
}
