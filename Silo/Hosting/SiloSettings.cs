using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Where Solana is reached, and which of it is used. Section <c>Solana</c>.</summary>
internal sealed class SolanaSettings
{
    /// <summary>The JSON-RPC servers, best first.</summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

    /// <summary>How they are used.</summary>
    public HttpTransportOptions Transport { get; init; } = new();

    /// <summary>The chain's own options.</summary>
    public SolanaOptions Chain { get; init; } = new();
}

/// <summary>Where Stellar is reached, and which of it is used. Section <c>Stellar</c>.</summary>
internal sealed class StellarSettings
{
    /// <summary>The Horizon servers, best first.</summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

    /// <summary>How they are used.</summary>
    public HttpTransportOptions Transport { get; init; } = new();

    /// <summary>The chain's own options.</summary>
    public StellarOptions Chain { get; init; } = new();

    /// <summary>The server's side of Stellar Web Authentication; null for none.</summary>
    public WebAuthSettings? WebAuth { get; init; }
}

/// <summary>
/// Stellar Web Authentication (SEP-10). Section <c>Stellar:WebAuth</c>.
/// </summary>
internal sealed class WebAuthSettings
{
    /// <summary>The domain whose <c>stellar.toml</c> this server answers, e.g. <c>example.com</c>.</summary>
    public required string HomeDomain { get; init; }

    /// <summary>
    /// The account whose key signs challenges and tokens, <c>stellar/G…</c> of the keystore; it holds nothing. Null on
    /// local networks, where one is made.
    /// </summary>
    public string? SigningKey { get; init; }

    /// <summary>The host name of this API; null for the home domain.</summary>
    public string? WebAuthDomain { get; init; }

    /// <summary>How long a challenge can be answered.</summary>
    public TimeSpan ChallengeLifetime { get; init; } = WebAuthOptions.ChallengeLifetimeDefault;
}

/// <summary>Where NEAR is reached, and which of it is used. Section <c>Near</c>; without endpoints NEAR is not
/// served.</summary>
internal sealed class NearSettings
{
    /// <summary>The JSON-RPC servers, best first.</summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

    /// <summary>How they are used.</summary>
    public HttpTransportOptions Transport { get; init; } = new();

    /// <summary>The chain's own options.</summary>
    public NearOptions Chain { get; init; } = new();
}

/// <summary>The local networks, used when no chain has an endpoint. Section <c>Local</c>.</summary>
internal sealed class LocalSettings
{
    /// <summary>A local Solana that another process runs; null to run one here.</summary>
    public Uri? SolanaUrl { get; init; }

    /// <summary>A local Horizon that another process runs; null to run one here.</summary>
    public Uri? HorizonUrl { get; init; }

    /// <summary>A local NEAR that another process runs beside the others; null for none.</summary>
    public Uri? NearUrl { get; init; }

    /// <summary>The port of the Solana run here; 0 takes a free one.</summary>
    public int SolanaPort { get; init; } = Devnet.DevnetOptions.SolanaPortDefault;

    /// <summary>The port of the Horizon run here; 0 takes a free one.</summary>
    public int HorizonPort { get; init; } = Devnet.DevnetOptions.HorizonPortDefault;

    /// <summary>The port of the NEAR run here; 0 takes a free one.</summary>
    public int NearPort { get; init; } = Devnet.DevnetOptions.NearPortDefault;
}

/// <summary>Which storage is used; its own settings are in the same section. Section <c>Storage</c>.</summary>
internal sealed class StorageSettings
{
    /// <summary>A name of <see cref="StorageProvider"/>. Defaults to <c>Sqlite</c>.</summary>
    public string Provider { get; init; } = nameof(StorageProvider.Sqlite);
}
