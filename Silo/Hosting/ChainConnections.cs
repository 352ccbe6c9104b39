using Microsoft.Extensions.Configuration;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Which networks this silo works on: those that are configured, or the local ones.</summary>
internal sealed class ChainConnections : IAsyncDisposable
{
    private readonly LocalNetworks? _local;

    private ChainConnections(
        SolanaOptions solana, Uri solanaUrl, StellarOptions stellar, Uri horizonUrl, LocalNetworks? local)
    {
        Solana = solana;
        SolanaUrl = solanaUrl;
        Stellar = stellar;
        HorizonUrl = horizonUrl;
        _local = local;
    }

    internal SolanaOptions Solana { get; }

    internal Uri SolanaUrl { get; }

    internal StellarOptions Stellar { get; }

    internal Uri HorizonUrl { get; }

    /// <summary>True on local networks: their assets, keys and limits are made up here.</summary>
    internal bool IsLocal => _local is not null;

    public ValueTask DisposeAsync() => _local?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Whether real networks are configured; with none of them the local ones are used.</summary>
    /// <exception cref="InvalidOperationException">Only one of the two networks is configured.</exception>
    internal static bool AreConfigured(IConfiguration configuration)
    {
        var solana = configuration.GetSection("Solana").Get<SolanaSettings>()?.RpcUrl;
        var stellar = configuration.GetSection("Stellar").Get<StellarSettings>()?.HorizonUrl;
        return (solana is null) == (stellar is null)
            ? solana is not null
            : throw new InvalidOperationException(
                "Only one of Solana:RpcUrl and Stellar:HorizonUrl is set. Set both for real networks, or neither"
                + " to run local ones.");
    }

    /// <exception cref="InvalidOperationException">Only one of the two networks is configured.</exception>
    internal static async Task<ChainConnections> OpenAsync(
        IConfiguration configuration, string dataFolder, string keyFolder, CancellationToken cancellationToken)
    {
        var solana = configuration.GetSection("Solana").Get<SolanaSettings>() ?? new SolanaSettings();
        var stellar = configuration.GetSection("Stellar").Get<StellarSettings>() ?? new StellarSettings();
        if (AreConfigured(configuration))
        {
            return new ChainConnections(
                solana.Chain, solana.RpcUrl!, stellar.Chain, stellar.HorizonUrl!, local: null);
        }

        var settings = configuration.GetSection("Local").Get<LocalSettings>() ?? new LocalSettings();
        var local = await LocalNetworks.OpenAsync(settings, dataFolder, keyFolder, cancellationToken);
        return new ChainConnections(
            LocalNetworks.SolanaOptions, local.SolanaUrl, LocalNetworks.StellarOptions, local.HorizonUrl, local);
    }

    /// <summary>Fills in the platform's accounts and assets on local networks.</summary>
    internal void Configure(PlatformOptions platform) => _local?.Configure(platform);
}
