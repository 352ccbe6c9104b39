using Microsoft.Extensions.Configuration;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Which networks this silo works on: those that are configured, or the local ones.</summary>
internal sealed class ChainConnections : IAsyncDisposable
{
    private readonly LocalNetworks? _local;

    private ChainConnections(LocalNetworks? local) => _local = local;

    internal required SolanaOptions Solana { get; init; }

    internal required HttpTransportOptions SolanaTransport { get; init; }

    internal required StellarOptions Stellar { get; init; }

    internal required HttpTransportOptions StellarTransport { get; init; }

    /// <summary>NEAR's options; null when NEAR is not served.</summary>
    internal NearOptions? Near { get; init; }

    internal HttpTransportOptions NearTransport { get; init; } = new();

    /// <summary>The local networks; null on real ones. Their assets, keys and limits are made up here.</summary>
    internal LocalNetworks? Local => _local;

    public ValueTask DisposeAsync() => _local?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Whether real networks are configured; with none of them the local ones are used.</summary>
    /// <exception cref="InvalidOperationException">Only one of the two networks is configured.</exception>
    internal static bool AreConfigured(IConfiguration configuration)
    {
        var solana = HasEndpoints(configuration, "Solana", former: "RpcUrl");
        var stellar = HasEndpoints(configuration, "Stellar", former: "HorizonUrl");
        if (!solana && !stellar && HasEndpoints(configuration, "Near", former: "RpcUrl"))
        {
            throw new InvalidOperationException(
                "Near:Endpoints is set, but Solana:Endpoints and Stellar:Endpoints are not. Set all three, or none to"
                + " run local networks.");
        }

        return solana == stellar
            ? solana
            : throw new InvalidOperationException(
                "Only one of Solana:Endpoints and Stellar:Endpoints is set. Set both for real networks, or neither"
                + " to run local ones.");
    }

    /// <exception cref="InvalidOperationException">Only one of the two networks is configured.</exception>
    internal static async Task<ChainConnections> OpenAsync(
        IConfiguration configuration, string dataFolder, string keyFolder, CancellationToken cancellationToken)
    {
        var solana = configuration.GetSection("Solana").Get<SolanaSettings>() ?? new SolanaSettings();
        var stellar = configuration.GetSection("Stellar").Get<StellarSettings>() ?? new StellarSettings();
        var near = configuration.GetSection("Near").Get<NearSettings>() ?? new NearSettings();
        if (AreConfigured(configuration))
        {
            return new ChainConnections(local: null)
            {
                Solana = solana.Chain,
                SolanaTransport = solana.Transport with { Endpoints = solana.Endpoints },
                Stellar = stellar.Chain,
                StellarTransport = stellar.Transport with { Endpoints = stellar.Endpoints },
                Near = near.Endpoints.Count > 0 ? near.Chain : null,
                NearTransport = near.Transport with { Endpoints = near.Endpoints },
            };
        }

        var settings = configuration.GetSection("Local").Get<LocalSettings>() ?? new LocalSettings();
        var local = await LocalNetworks.OpenAsync(settings, dataFolder, keyFolder, cancellationToken);
        return new ChainConnections(local)
        {
            Solana = LocalNetworks.SolanaOptions,
            SolanaTransport = HttpTransportOptions.To(local.SolanaUrl),
            Stellar = LocalNetworks.StellarOptions,
            StellarTransport = HttpTransportOptions.To(local.HorizonUrl),
            Near = local.NearUrl is null ? null : LocalNetworks.NearOptions,
            NearTransport = local.NearUrl is null ? new() : HttpTransportOptions.To(local.NearUrl),
        };
    }

    /// <summary>Fills in the platform's accounts and assets on local networks.</summary>
    internal void Configure(PlatformOptions platform) => _local?.Configure(platform);

    /// <summary>A setting of an older version must not silently mean local networks.</summary>
    private static bool HasEndpoints(IConfiguration configuration, string chain, string former) =>
        configuration[$"{chain}:{former}"] is null
            ? configuration.GetSection($"{chain}:Endpoints").GetChildren().Any()
            : throw new InvalidOperationException(
                $"{chain}:{former} is no setting any more. Write {chain}:Endpoints:0:Url instead.");
}
