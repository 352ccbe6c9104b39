using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Audit;
using OrleansTrading.Audit.History;
using OrleansTrading.Audit.Ledger;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Wallets;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>
/// The grains on the real engine and storage, with wallets and without any network. A test lets writes fail, moves the
/// clock, and kills the platform and starts it again. At the end ledger and history are audited against what is stored.
/// </summary>
internal sealed class WalletWorld : IAsyncDisposable
{
    private const int RepeatsMax = 100;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"wallets-{Guid.NewGuid():N}");
    private readonly Action<WalletOptions>? _configure;
    private readonly Action<IServiceCollection>? _services;
    private ITestPlatform? _platform;
    private ulong _ids;

    private WalletWorld(Action<WalletOptions>? configure, Action<IServiceCollection>? services) =>
        (_configure, _services) = (configure, services);

    internal static AssetId Usd { get; } = new("solana:local/token:usd");

    internal static AssetId Eur { get; } = new("solana:local/token:eur");

    internal static UserId Alice { get; } = UserId.Derive(new AccountId("solana:local:alice"));

    internal static UserId Bob { get; } = UserId.Derive(new AccountId("solana:local:bob"));

    internal JumpingTime Time { get; } = new();

    internal LogTail Log { get; } = new();

    internal WriteFaults Writes { get; } = new();

    internal ITestPlatform Platform => _platform ?? throw new InvalidOperationException("The platform is down.");

    internal ILedgerStore Ledger => Platform.Services.GetRequiredService<ILedgerStore>();

    internal IGrainStorage Storage => Platform.Services.GetRequiredService<IGrainStorage>();

    internal static async Task<WalletWorld> StartAsync(
        Action<WalletOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var world = new WalletWorld(configure, services);
        Directory.CreateDirectory(world._folder);
        await world.StartPlatformAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        Writes.Judge = null;
        (Writes.Writing, Writes.Answering) = (null, null);
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        await using (var stored = await StoredPlatform.OpenSqliteAsync(DatabasePath))
        {
            var findings = new Findings();
            await LedgerAudit.CheckAsync(stored, [], findings);
            var rows = await StoredPlatform.ReadAllAsync(stored.History, HistoryFilter.All);
            await HistoryAudit.CheckAsync(stored, rows, findings);
            Assert.Empty(findings.Kept);
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal IWalletGrain Wallet(WalletId id) => Platform.Grains.GetGrain<IWalletGrain>(id.Value);

    internal IWalletGrain Wallet(UserId user, string name = "main") => Wallet(WalletId.Of(user, name));

    internal IPerformanceFeeGrain Fees(SubscriptionId id) =>
        Platform.Grains.GetGrain<IPerformanceFeeGrain>(id.Value);

    internal UInt128 NewId() => ((UInt128)0xabc << 100) + Interlocked.Increment(ref _ids);

    internal WalletMovement Adjustment(ulong units, AssetId? asset = null) => new()
    {
        Id = NewId(),
        Reason = WalletReason.Adjustment,
        Amount = new Amount(asset ?? Usd, units),
        Account = LedgerAccounts.Capital,
    };

    internal WalletMovement Fee(ulong units) => new()
    {
        Id = NewId(),
        Reason = WalletReason.FeePlatform,
        Amount = new Amount(Usd, units),
        Account = LedgerAccounts.RevenuePlatformFee,
        Reference = "fee",
    };

    internal WalletHold Hold(ulong units, TimeSpan? time = null) => new()
    {
        Id = NewId(),
        Amount = new Amount(Usd, units),
        Until = Time.GetUtcNow() + (time ?? TimeSpan.FromHours(1)),
    };

    internal WalletCapture Capture(WalletHold hold, ulong units) => new()
    {
        Id = NewId(),
        Hold = hold.Id,
        Reason = WalletReason.FeePlatform,
        Amount = new Amount(hold.Amount.Asset, units),
        Account = LedgerAccounts.RevenuePlatformFee,
    };

    internal WalletTransfer Transfer(WalletId to, ulong units) => new()
    {
        Id = NewId(),
        To = to,
        Reason = WalletReason.Transfer,
        Amount = new Amount(Usd, units),
    };

    /// <summary>A wallet that has something.</summary>
    internal async Task<IWalletGrain> FilledAsync(ulong units, UserId? user = null, string name = "main")
    {
        var wallet = Wallet(user ?? Alice, name);
        Done(await wallet.CreditAsync(Adjustment(units)));
        return wallet;
    }

    /// <summary>Ends the platform without letting it finish anything, and starts it on what it had stored.</summary>
    /// <param name="meanwhile">What changes while it is down.</param>
    internal async Task RestartAsync(Action? meanwhile = null)
    {
        var platform = Platform;
        _platform = null;
        await platform.KillAsync();
        meanwhile?.Invoke();
        await StartPlatformAsync();
    }

    /// <summary>Asks until there is an answer: after a failure nobody knows whether the operation was done.</summary>
    internal Task<Outcome<WalletReceipt>> RepeatAsync(
        WalletId wallet, Func<IWalletGrain, Task<Outcome<WalletReceipt>>> operation) =>
        RepeatAsync(() => operation(Wallet(wallet)));

    /// <inheritdoc cref="RepeatAsync(WalletId, Func{IWalletGrain, Task{Outcome{WalletReceipt}}})"/>
    internal static async Task<T> RepeatAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (attempt < RepeatsMax && failure is IOException or OrleansException)
            {
                // Its activation is being dropped, and the next call meets a new one.
            }
        }
    }

    /// <summary>The wallet once nothing that it has sent is under way.</summary>
    internal Task<WalletView> SettledAsync(WalletId wallet) => Eventually.GetAsync(
        async () =>
        {
            try
            {
                return await Wallet(wallet).GetAsync();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Its activation was just being dropped, because the test let a write of it fail.
                return null;
            }
        },
        view => view is { Outgoing.Count: 0 },
        $"{wallet} has handed over all",
        Log.ToString)!;

    /// <summary>What a wallet has of the dollar: available and held.</summary>
    internal static async Task HasAsync(IWalletGrain wallet, UInt128 available, UInt128 held) => Assert.Equal(
        (available, held),
        (await wallet.GetAsync()).Balances.Where(balance => balance.Asset == Usd)
            .Select(balance => (balance.Available, balance.Held)).SingleOrDefault());

    internal static WalletReceipt Done(Outcome<WalletReceipt> outcome)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    internal static void Refused(string code, Outcome<WalletReceipt> outcome)
    {
        Assert.Null(outcome.Value);
        Assert.Equal(code, outcome.Refusal!.Code);
    }

    /// <summary>All entries that post to a wallet's accounts or are of its stream, oldest first.</summary>
    internal async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(WalletId wallet) =>
        [.. (await LedgerBooks.ReadAsync(Platform.Services)).Entries.Where(e => e.Stream.GrainKey == wallet.Value)];

    private string DatabasePath => Path.Combine(_folder, "test.db");

    private async Task StartPlatformAsync()
    {
        _platform = EngineClusterFixture.Build(Compose);
        await _platform.StartAsync();
        await Platform.Grains.GetGrain<IWalletSweeperGrain>("0").StartAsync();
    }

    private void Compose(IHostApplicationBuilder builder)
    {
        builder.Logging.AddProvider(Log);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IEntropy, TestEntropy>();
        services.AddSqliteStorage(storage =>
        {
            storage.Path = DatabasePath;
            storage.Json = GrainJson.Options;
            storage.ExclusiveOwner = !EngineClusterFixture.IsShared;
        });
        var real = services.Single(s => s.ServiceType == typeof(IGrainStorage) && s.IsKeyedService);
        services.Remove(real);
        services.AddKeyedSingleton<IGrainStorage>(real.ServiceKey, (p, key) =>
            new FaultyStorage((IGrainStorage)real.KeyedImplementationFactory!(p, key), Writes));
        services.AddGrains();
        services.Configure<PlatformOptions>(Configure);
        services.Configure<WalletOptions>(o =>
        {
            (o.SweepPeriod, o.RetryPeriod) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20));
            _configure?.Invoke(o);
        });
        _services?.Invoke(services);
    }

    private static void Configure(PlatformOptions platform)
    {
        (platform.Domain, platform.Uri) = ("pay.example.com", "https://pay.example.com/");
        platform.Chains = [new ChainAccountOptions { Name = "solana", Id = "solana:local", Treasury = "treasury" }];
        platform.Assets = [Asset("solana/USD", Usd), Asset("solana/EUR", Eur)];
    }

    private static AssetOptions Asset(string alias, AssetId id) => new()
    {
        Alias = alias,
        Id = id.Value,
        Decimals = 6,
        PriceFeed = "USDC/USD",
        Min = "1",
        Max = "5000",
        RefundFee = "0.05",
        Dust = "0.08",
    };
}
