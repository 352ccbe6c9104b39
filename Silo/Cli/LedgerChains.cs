using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Cli;

/// <summary>
/// The chains that are configured, to be read only: real ones, or the local ones that a server runs at their ports.
/// </summary>
internal sealed class LedgerChains : IDisposable
{
    private readonly IDisposable _owned;
    private readonly List<IChain> _chains;

    private LedgerChains(IDisposable owned, IEnumerable<IChain> chains)
    {
        _owned = owned;
        _chains = [.. chains];
    }

    public void Dispose() => _owned.Dispose();

    /// <summary>The chain of a CAIP-2 id; null when it is not configured.</summary>
    internal IChain? Find(string id) => _chains.Find(chain => chain.Id == id);

    internal static LedgerChains Open(IConfiguration configuration) => ChainConnections.AreConfigured(configuration)
        ? OpenReal(configuration)
        : OpenLocal(configuration.GetSection("Local").Get<LocalSettings>() ?? new LocalSettings());

    private static LedgerChains OpenReal(IConfiguration configuration)
    {
        var solana = configuration.GetSection("Solana").Get<SolanaSettings>() ?? new SolanaSettings();
        var stellar = configuration.GetSection("Stellar").Get<StellarSettings>() ?? new StellarSettings();
        var near = configuration.GetSection("Near").Get<NearSettings>() ?? new NearSettings();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(TimeProvider.System);
        services.AddSolanaChain(solana.Chain, solana.Transport with { Endpoints = solana.Endpoints });
        services.AddStellarChain(stellar.Chain, stellar.Transport with { Endpoints = stellar.Endpoints });
        if (near.Endpoints.Count > 0)
        {
            services.AddNearChain(near.Chain, near.Transport with { Endpoints = near.Endpoints });
        }

        var provider = services.BuildServiceProvider();
        return new LedgerChains(provider, provider.GetServices<IChain>());
    }

    private static LedgerChains OpenLocal(LocalSettings settings)
    {
        var ports = new ChainPorts(new NetworkUrls(
            settings.SolanaUrl ?? At(settings.SolanaPort),
            settings.HorizonUrl ?? At(settings.HorizonPort),
            settings.SolanaUrl is null ? At(settings.NearPort) : settings.NearUrl));
        return new LedgerChains(ports, ports.CreateChains());
    }

    private static Uri At(int port) => port > 0
        ? new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri
        : throw new ArgumentException(
            "The local networks' ports are 0, so nobody knows where they are. Set Local:SolanaUrl, Local:HorizonUrl and"
            + " Local:NearUrl to the addresses that the server has logged, or ask no chain with --offline.");
}
