using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Devnet;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Local;

/// <summary>
/// Local networks with a funded treasury on each, for a silo that was told of no real ones. The keys are made here and
/// are worth nothing elsewhere.
/// </summary>
internal sealed class LocalNetworks : IAsyncDisposable
{
    private readonly DevnetHost? _host;
    private readonly LocalAccounts _accounts;

    private LocalNetworks(DevnetHost? host, Uri solana, Uri horizon, Uri? near, LocalAccounts accounts)
    {
        _host = host;
        SolanaUrl = solana;
        HorizonUrl = horizon;
        NearUrl = near;
        _accounts = accounts;
    }

    internal static SolanaOptions SolanaOptions { get; } = new()
    {
        Cluster = SolanaClusters.Local,
        Tokens = [new SolanaToken { Mint = SolanaDevnet.UsdcMint, Decimals = SolanaDevnet.UsdcDecimals }],

        // A local node has no lag between its ledger and its index; public ones do, and keep the defaults.
        DeadMarginBlocks = 4,
        HistoryLagSlots = 0,
    };

    internal static StellarOptions StellarOptions { get; } = new()
    {
        IssuedAssets = [new StellarIssuedAsset(StellarDevnet.UsdcCode, StellarDevnet.UsdcIssuer)],
    };

    internal static NearOptions NearOptions { get; } = new()
    {
        Network = NearDevnet.ChainId,
        Tokens = [new NearToken { Contract = NearDevnet.UsdcContract }],
        ValidityBlocks = DevnetOptions.NearValidityBlocksDefault,
    };

    internal Uri SolanaUrl { get; }

    internal Uri HorizonUrl { get; }

    /// <summary>Null when the networks run elsewhere and NEAR is not among them.</summary>
    internal Uri? NearUrl { get; }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static async Task<LocalNetworks> OpenAsync(
        LocalSettings settings, string dataFolder, string keyFolder, CancellationToken cancellationToken)
    {
        var (host, solana, horizon, near) = await StartAsync(settings, dataFolder, cancellationToken);
        try
        {
            FileTreasuryKeys.CreateIfMissing(keyFolder, SolanaExtensions.ChainName);
            FileTreasuryKeys.CreateIfMissing(keyFolder, StellarExtensions.ChainName);
            if (near is not null)
            {
                FileTreasuryKeys.CreateIfMissing(keyFolder, NearExtensions.ChainName);
            }

            var accounts = LocalAccounts.Read(keyFolder, withNear: near is not null);
            accounts.Publish(keyFolder);
            using var ports = new ChainPorts(new NetworkUrls(solana, horizon, near));
            await new LocalFaucet(ports).FundTreasuryAsync(accounts, cancellationToken);
            return new LocalNetworks(host, solana, horizon, near, accounts);
        }
        catch
        {
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    internal void Configure(PlatformOptions platform) => Configure(platform, _accounts);

    /// <summary>The platform on the local networks, with these accounts as its treasury.</summary>
    internal static void Configure(PlatformOptions platform, LocalAccounts accounts)
    {
        platform.Chains =
        [
            new() { Name = "solana", Id = SolanaClusters.Local, Treasury = accounts.Solana },
            new() { Name = "stellar", Id = StellarConstants.DevnetId, Treasury = accounts.Stellar },
        ];
        platform.Assets =
        [
            NewAsset("solana/SOL", $"{SolanaClusters.Local}/slip44:501", 9, "SOL/USD", "0.01", "100", "0.00002"),
            NewAsset(
                "solana/USDC", $"{SolanaClusters.Local}/token:{SolanaDevnet.UsdcMint}", SolanaDevnet.UsdcDecimals,
                "USDC/USD", "1", "10000", "0.02"),
            NewAsset("stellar/XLM", $"{StellarConstants.DevnetId}/slip44:148", 7, "XLM/USD", "1", "100000", "0.001"),
            NewAsset(
                "stellar/USDC",
                $"{StellarConstants.DevnetId}/asset:{StellarDevnet.UsdcCode}-{StellarDevnet.UsdcIssuer}",
                7, "USDC/USD", "1", "10000", "0.001"),
        ];
        if (accounts.Near is { } near)
        {
            var chain = $"{NearExtensions.ChainName}:{NearDevnet.ChainId}";
            platform.Chains.Add(new() { Name = NearExtensions.ChainName, Id = chain, Treasury = near });
            platform.Assets.Add(
                NewAsset("near/NEAR", $"{chain}/slip44:397", 24, "NEAR/USD", "0.1", "10000", "0.001"));
            platform.Assets.Add(NewAsset(
                "near/USDC", $"{chain}/nep141:{NearDevnet.UsdcContract}", NearDevnet.UsdcDecimals,
                "USDC/USD", "1", "10000", "0.02"));
        }
    }

    private static AssetOptions NewAsset(
        string alias, string id, int decimals, string feed, string min, string max, string refundFee) => new()
        {
            Alias = alias,
            Id = id,
            Decimals = decimals,
            PriceFeed = feed,
            Min = min,
            Max = max,
            RefundFee = refundFee,
            Dust = refundFee,
        };

    private static async Task<(DevnetHost? Host, Uri Solana, Uri Horizon, Uri? Near)> StartAsync(
        LocalSettings settings, string dataFolder, CancellationToken cancellationToken)
    {
        if (settings.SolanaUrl is { } solana && settings.HorizonUrl is { } horizon)
        {
            return (null, solana, horizon, settings.NearUrl);
        }

        if (settings.SolanaUrl is not null || settings.HorizonUrl is not null)
        {
            throw new InvalidOperationException(
                "Only one of Local:SolanaUrl and Local:HorizonUrl is set. Set both or neither.");
        }

        var options = new DevnetOptions
        {
            JournalFolder = Path.Combine(dataFolder, "devnet"),
            SolanaPort = settings.SolanaPort,
            HorizonPort = settings.HorizonPort,
            NearPort = settings.NearPort,
        };
        try
        {
            var host = await DevnetHost.StartAsync(options, TimeProvider.System, cancellationToken: cancellationToken);
            return (host, host.SolanaUrl, host.HorizonUrl, host.NearUrl);
        }
        catch (IOException failure) when (StartFailures.IsPortTaken(failure))
        {
            throw new InvalidOperationException(
                $"Local networks: {failure.Message} Another server may run its own there: stop it, or set"
                + " Local:SolanaPort, Local:HorizonPort and Local:NearPort to free ports (0 takes any).",
                failure);
        }
    }
}
