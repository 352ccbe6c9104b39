using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Devnet;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>
/// The whole platform below its API: real grains on the real engine and storage, real chain clients, and both local
/// networks in this process. A test scripts prices and faults, moves the clock forward, and restarts the platform while
/// the networks live on.
/// </summary>
internal sealed partial class World : IAsyncDisposable
{
    private static readonly TimeSpan SlotTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LedgerTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"grains-{Guid.NewGuid():N}");
    private readonly WorldOptions _options;
    private readonly SolanaDevnet _solanaNetwork;
    private readonly StellarDevnet _stellarNetwork;
    private readonly NearDevnet? _nearNetwork;

    /// <summary>What the world's server of Stellar Web Authentication says of itself.</summary>
    internal static WebAuthOptions WebAuth { get; } = new()
    {
        HomeDomain = "example.com", WebAuthDomain = "pay.example.com", Issuer = "https://example.com",
    };

    internal static ISigner WebAuthSigner { get; } = new Ed25519Signer(new byte[32]);

    private ITestPlatform? _platform;

    private World(WorldOptions options)
    {
        _options = options;
        Prices = new ScriptedPrices(Time);
        var networks = new DevnetOptions
        {
            SlotTime = SlotTime,
            LedgerTime = LedgerTime,
            SolanaFinalitySlots = 2,
            NearBlockTime = LedgerTime,
        };
        _solanaNetwork = SolanaDevnet.Open(networks, Time);
        _stellarNetwork = StellarDevnet.Open(networks, Time);
        Solana = new FaultyChain(SolanaExtensions.CreateChain(
            new SolanaOptions
            {
                Tokens = [new SolanaToken { Mint = SolanaDevnet.UsdcMint, Decimals = SolanaDevnet.UsdcDecimals }],
                DeadMarginBlocks = 2,
                HistoryLagSlots = 0,
            },
            _solanaNetwork));
        Stellar = new FaultyChain(StellarExtensions.CreateChain(new StellarOptions(), _stellarNetwork.Horizon));
        if (options.WithNear)
        {
            _nearNetwork = NearDevnet.Open(networks, Time);
            Near = new FaultyChain(NearExtensions.CreateChain(
                new NearOptions
                {
                    Network = NearDevnet.ChainId,
                    Tokens = [new NearToken { Contract = NearDevnet.UsdcContract }],
                    ValidityBlocks = networks.NearValidityBlocks,
                },
                _nearNetwork));
            NearTreasury = new Party(Near.Inner);
        }

        SolanaTreasury = new Party(Solana.Inner);
        StellarTreasury = new Party(Stellar.Inner);
        StellarLanes = [.. Enumerable.Range(0, options.StellarLanes).Select(_ => new Party(Stellar.Inner))];
        Funding = new Party(Solana.Inner);
    }

    internal static AssetId Sol { get; } = new($"{SolanaClusters.Local}/slip44:501");

    internal static AssetId Usdc { get; } = new($"{SolanaClusters.Local}/token:{SolanaDevnet.UsdcMint}");

    internal static AssetId Xlm { get; } = new($"{StellarConstants.DevnetId}/{StellarConstants.NativeReference}");

    internal static AssetId NearCoin { get; } = new($"near:{NearDevnet.ChainId}/slip44:397");

    internal static AssetId NearUsdc { get; } = new($"near:{NearDevnet.ChainId}/nep141:{NearDevnet.UsdcContract}");

    internal JumpingTime Time { get; } = new();

    internal ScriptedPrices Prices { get; }

    internal ScriptedOutages Outages { get; } = new();

    internal QuoteSignals Signals { get; } = new();

    internal LogTail Log { get; } = new();

    internal WriteFaults Writes { get; } = new();

    internal FaultyChain Solana { get; }

    internal FaultyChain Stellar { get; }

    /// <summary>Null in a world without NEAR, as is <see cref="NearTreasury"/>.</summary>
    internal FaultyChain? Near { get; }

    internal Party? NearTreasury { get; }

    internal Party SolanaTreasury { get; }

    internal Party StellarTreasury { get; }

    /// <summary>Channel accounts of the treasury on Stellar.</summary>
    internal IReadOnlyList<Party> StellarLanes { get; }

    /// <summary>The address on Solana that the platform tops its treasury up from.</summary>
    internal Party Funding { get; }

    /// <summary>What the next start's configuration has otherwise than the usual one; null: nothing.</summary>
    internal Action<PlatformOptions>? Reconfigured { get; set; }

    /// <summary>A chain that the next start's configuration lacks altogether; null: none.</summary>
    internal FaultyChain? Unserved { get; set; }

    /// <summary>What runs the platform since its last start.</summary>
    internal ITestPlatform Platform => _platform ?? throw new InvalidOperationException("The platform is down.");

    internal IGrainFactory Grains => Platform.Grains;

    internal IGrainStorage Storage => Platform.Services.GetRequiredService<IGrainStorage>();

    internal IHistoryStore History => Platform.Services.GetRequiredService<IHistoryStore>();

    internal ILedgerStore Ledger => Platform.Services.GetRequiredService<ILedgerStore>();

    internal IListingStore Listing => Platform.Services.GetRequiredService<IListingStore>();

    internal static async Task<World> StartAsync(WorldOptions? options = null)
    {
        var world = new World(options ?? new WorldOptions());
        Directory.CreateDirectory(world._folder);
        await world.FundTreasuryAsync();
        await world.StartPlatformAsync();
        return world;
    }

    /// <summary>
    /// Ends the platform without letting it finish anything, and starts it again on what it had stored. Meanwhile the
    /// networks live on; a minute passes, so that every reminder is due.
    /// </summary>
    internal async Task RestartAsync(TimeSpan? downtime = null)
    {
        await KillAsync();
        Time.Jump(downtime ?? TimeSpan.FromSeconds(61));
        await StartPlatformAsync();
    }

    /// <summary>Ends the platform, copies what it had stored, and starts it again.</summary>
    internal async Task BackUpAsync()
    {
        await KillAsync();
        Copy(_folder, BackupFolder);
        await StartPlatformAsync();
    }

    /// <summary>
    /// Ends the platform, puts back what was copied, and starts it on that: the networks know more than it does.
    /// </summary>
    internal async Task RestoreAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
        Copy(BackupFolder, _folder);
        Directory.Delete(BackupFolder, recursive: true);
        await StartPlatformAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
            await AuditAsync();
        }

        _solanaNetwork.Dispose();
        _stellarNetwork.Dispose();
        _nearNetwork?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<(Party Treasury, FaultyChain Chain)> Accounts => Near is null
        ? [(SolanaTreasury, Solana), (StellarTreasury, Stellar)]
        : [(SolanaTreasury, Solana), (StellarTreasury, Stellar), (NearTreasury!, Near)];

    private string BackupFolder => _folder + ".backup";

    private string DatabasePath => Path.Combine(_folder, "test.db");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private async Task KillAsync()
    {
        var platform = Platform;
        _platform = null;
        await platform.KillAsync();
    }

    private async Task StartPlatformAsync()
    {
        _platform = EngineClusterFixture.Build(Compose);
        await _platform.StartAsync();
        var served = Accounts.Where(pair => pair.Chain != Unserved).ToList();
        foreach (var (treasury, _) in served)
        {
            await Treasury(treasury).StartAsync();
            await Watcher(treasury).StartAsync();
        }

        await Grains.GetGrain<IQuoteSweeperGrain>("0").StartAsync();
        await Grains.GetGrain<IWalletSweeperGrain>("0").StartAsync();
        await Grains.GetGrain<ILedgerAuditGrain>("0").StartAsync();
        var isAllUp = !Accounts.Any(pair => pair.Chain.IsDown || pair.Chain.IsHistoryDown);
        foreach (var (treasury, chain) in served)
        {
            if (!chain.IsDown && !chain.IsHistoryDown)
            {
                await EventuallyAsync(
                    Watcher(treasury).GetAsync, w => w.CaughtUpAt is not null, $"{chain.Name} is watched");
                await EventuallyAsync(
                    Treasury(treasury).GetAsync, t => t.ReconciledAt is not null, $"{chain.Name} is reconciled");
            }

            if (isAllUp)
            {
                await EventuallyAsync(
                    () => Treasury(treasury).CheckCoverAsync(new Amount(new AssetId(chain.NativeAsset), 1)),
                    refusal => refusal?.RetryAt is null,
                    $"{chain.Name} knows of all others");
            }
        }
    }

    private void Compose(IHostApplicationBuilder builder)
    {
        builder.Logging.AddProvider(Log);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IEntropy, TestEntropy>();
        services.AddSingleton<ITreasuryKeys>(provider => new TestKeys(
            [.. Accounts.Select(pair => pair.Treasury)],
            account => StellarLanes.Where(lane =>
                provider.GetRequiredService<AssetCatalog>().FindTreasury(account)!.Lanes.Contains(lane.Address))));
        services.AddSqliteStorage(storage =>
        {
            storage.Path = DatabasePath;
            storage.Json = GrainJson.Options;
            storage.ExclusiveOwner = !EngineClusterFixture.IsShared;
        });
        DecorateStorage(services);
        services.AddGrains();
        services.Configure<PlatformOptions>(Configure);
        services.Configure<PaymentOptions>(o => (o.WatchPeriod, o.PollPeriod) = (Often, Often));
        services.Configure<QuoteOptions>(o => (o.PollPeriod, o.SweepPeriod) = (Often, TimeSpan.FromSeconds(1)));
        services.Configure<QuoteOptions>(o => _options.Quotes?.Invoke(o));
        services.Configure<TreasuryOptions>(o =>
        {
            (o.PumpPeriod, o.ReconcilePeriod, o.ResubmitPeriod) = (Often / 2, Often, Often * 2);
            o.AuditPeriod = TimeSpan.FromSeconds(1);
            _options.Treasury?.Invoke(o);
        });
        services.Configure<LedgerOptions>(o => o.AuditPeriod = TimeSpan.FromSeconds(1));
        services.Configure<WalletOptions>(o => (o.SweepPeriod, o.RetryPeriod) = (TimeSpan.FromSeconds(1), Often));
        services.Configure<WalletOptions>(o => _options.Wallets?.Invoke(o));
        services.Configure<WithdrawalOptions>(o => (o.Delay, o.PollPeriod) = (TimeSpan.Zero, Often));
        services.Configure<WithdrawalOptions>(o => _options.Withdrawals?.Invoke(o));
        services.Configure<RiskOptions>(o => _options.Risk?.Invoke(o));
        services.Configure<TrustOptions>(o => _options.Trust?.Invoke(o));
        services.AddSingleton<IPriceSource>(Prices);
        services.AddSingleton<IChainOutages>(Outages);
        services.AddSingleton(new StellarWebAuth(
            new StellarOptions(), WebAuth, _stellarNetwork.Horizon, WebAuthSigner, Time));
        services.AddSingleton(new PriceRules(new PriceRuleOptions()));
        foreach (var (_, chain) in Accounts.Where(pair => pair.Chain != Unserved))
        {
            services.AddSingleton<IChain>(chain);
        }
    }

    private void DecorateStorage(IServiceCollection services)
    {
        var real = services.Single(s => s.ServiceType == typeof(IGrainStorage) && s.IsKeyedService);
        services.Remove(real);
        services.AddKeyedSingleton<IGrainStorage>(real.ServiceKey, (p, key) => new SignallingStorage(
            new FaultyStorage((IGrainStorage)real.KeyedImplementationFactory!(p, key), Writes), Signals));
    }

    private void Configure(PlatformOptions platform)
    {
        platform.Domain = "pay.example.com";
        platform.Uri = "https://pay.example.com/";
        platform.Chains =
        [
            new ChainAccountOptions
            {
                Name = Solana.Name,
                Id = Solana.Id,
                Treasury = SolanaTreasury.Address,
                FundingAddresses = [Funding.Address],
            },
            new ChainAccountOptions
            {
                Name = Stellar.Name,
                Id = Stellar.Id,
                Treasury = StellarTreasury.Address,
                Lanes = [.. StellarLanes.Select(lane => lane.Address)],
            },
        ];
        platform.Assets =
        [
            Asset("solana/SOL", Sol, 9, "SOL/USD", "0.01", "50", "0.0005", "0.001"),
            Asset("solana/USDC", Usdc, 6, "USDC/USD", "1", "5000", "0.05", "0.08"),
            Asset("stellar/XLM", Xlm, 7, "XLM/USD", "1", "9000", "0.1", "0.2"),
        ];
        if (Near is not null)
        {
            platform.Chains.Add(
                new ChainAccountOptions { Name = Near.Name, Id = Near.Id, Treasury = NearTreasury!.Address });
            platform.Assets.Add(Asset("near/NEAR", NearCoin, 24, "NEAR/USD", "0.1", "500", "0.001", "0.002"));
            platform.Assets.Add(
                Asset("near/USDC", NearUsdc, NearDevnet.UsdcDecimals, "USDC/USD", "1", "5000", "0.05", "0.08"));
        }

        if (Unserved is { } gone)
        {
            platform.Chains.RemoveAll(c => c.Id == gone.Id);
            platform.Assets.RemoveAll(a => a.Id.StartsWith(gone.Id, StringComparison.Ordinal));
        }

        Reconfigured?.Invoke(platform);
    }

    private static AssetOptions Asset(
        string alias, AssetId id, int decimals, string feed, string min, string max, string refundFee, string dust) =>
        new()
        {
            Alias = alias,
            Id = id.Value,
            Decimals = decimals,
            PriceFeed = feed,
            Min = min,
            Max = max,
            RefundFee = refundFee,
            Dust = dust,
        };
}
